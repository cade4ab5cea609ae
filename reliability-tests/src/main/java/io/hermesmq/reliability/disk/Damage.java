package io.hermesmq.reliability.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Ways in which the files of a journal get damaged. */
public enum Damage {
    /** The last record is cut in the middle. */
    LAST_RECORD_CUT,
    /** The last file is half as long. */
    TRUNCATED_TO_HALF,
    /** A page in the middle is zeroes. */
    PAGE_ZEROED,
    /** A page in the middle is noise. */
    PAGE_RANDOM,
    /** The last 64 KiB are zeroes. */
    TAIL_ZEROED,
    /** The pages behind the header, where Chronicle Queue has its index, are zeroes. */
    INDEX_ZEROED,
    /** The file is empty. */
    TRUNCATED_TO_NOTHING,
    /** The first page is zeroes. */
    HEADER_ZEROED,
    /** 100 bytes are left. */
    TRUNCATED_TO_100_BYTES,
    /** One bit of the data is turned over. */
    BIT_FLIPPED,
    /** The meta data is gone. */
    METADATA_DELETED,
    /** The meta data is empty. */
    METADATA_EMPTIED,
    /** The meta data is noise. */
    METADATA_RANDOM,
    /** There is an empty file of a later cycle. */
    EMPTY_LATER_CYCLE,
    /** Some bits anywhere in some file of the journal are turned over. */
    RANDOM_FLIPS,
    /** Some file of the journal is cut somewhere. */
    RANDOM_TRUNCATION;

    private static final int PAGE = 4096;
    private static final int TAIL = 64 * 1024;
    private static final int INDEX_LENGTH = 4 * PAGE;
    private static final int REMNANT = 100;
    private static final int YEAR_DIGIT = 3;
    private static final String CYCLE_SUFFIX = ".cq4";
    private static final String META_SUFFIX = ".cq4t";

    /**
     * Those that are the same each time.
     *
     * @return without the random ones.
     */
    public static List<Damage> fixed() {
        return List.copyOf(EnumSet.range(LAST_RECORD_CUT, EMPTY_LATER_CYCLE));
    }

    /**
     * Damages a journal.
     *
     * @param journal a directory with its files, at any depth.
     * @param random what decides on places.
     * @return what was done to which file.
     * @throws IOException where the files cannot be changed.
     */
    public String apply(final Path journal, final Random random) throws IOException {
        return switch (this) {
            case METADATA_DELETED -> {
                final Path file = metadata(journal);
                Files.delete(file);
                yield "deleted " + file.getFileName();
            }
            case METADATA_EMPTIED -> truncate(metadata(journal), 0);
            case METADATA_RANDOM -> {
                final Path file = metadata(journal);
                yield overwrite(file, 0, noise((int) Files.size(file), random));
            }
            case EMPTY_LATER_CYCLE -> {
                final Path last = lastCycle(journal);
                final Path later =
                        last.resolveSibling(laterName(last.getFileName().toString()));
                Files.createFile(later);
                yield "created the empty " + later.getFileName();
            }
            case RANDOM_FLIPS -> flipSome(anyFile(journal, random), random);
            case RANDOM_TRUNCATION -> {
                final Path file = anyFile(journal, random);
                yield truncate(file, (long) (random.nextDouble() * dataEnd(file)));
            }
            default -> damageLastCycle(lastCycle(journal), random);
        };
    }

    private String damageLastCycle(final Path file, final Random random) throws IOException {
        final long end = dataEnd(file);
        final long middle = end / 2 / PAGE * PAGE;
        return switch (this) {
            case LAST_RECORD_CUT -> truncate(file, Math.max(0, end - 20));
            case TRUNCATED_TO_HALF -> truncate(file, end / 2);
            case PAGE_ZEROED -> overwrite(file, middle, new byte[PAGE]);
            case PAGE_RANDOM -> overwrite(file, middle, noise(PAGE, random));
            case TAIL_ZEROED -> overwrite(file, Math.max(0, end - TAIL), new byte[(int) Math.min(TAIL, end)]);
            case INDEX_ZEROED -> overwrite(file, PAGE, new byte[INDEX_LENGTH]);
            case TRUNCATED_TO_NOTHING -> truncate(file, 0);
            case HEADER_ZEROED -> overwrite(file, 0, new byte[PAGE]);
            case TRUNCATED_TO_100_BYTES -> truncate(file, REMNANT);
            case BIT_FLIPPED -> flip(file, middle + random.nextInt(PAGE), random.nextInt(Byte.SIZE));
            default -> throw new IllegalStateException("no damage of one file: " + this);
        };
    }

    private static Path lastCycle(final Path journal) throws IOException {
        final List<Path> cycles = files(journal, CYCLE_SUFFIX);
        return cycles.get(cycles.size() - 1);
    }

    private static Path metadata(final Path journal) throws IOException {
        return files(journal, META_SUFFIX).get(0);
    }

    /** Any file that holds data of the journal: the cycles most of the time. */
    private static Path anyFile(final Path journal, final Random random) throws IOException {
        if (random.nextInt(4) > 0) {
            final List<Path> cycles = files(journal, CYCLE_SUFFIX);
            return cycles.get(random.nextInt(cycles.size()));
        }
        final List<Path> all = files(journal, "");
        return all.get(random.nextInt(all.size()));
    }

    private static List<Path> files(final Path journal, final String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            final List<Path> found = files.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().endsWith(suffix))
                    .filter(path -> length(path) > 0)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(journal + " has no file *" + suffix + " to damage");
            }
            return found;
        }
    }

    private static long length(final Path path) {
        return path.toFile().length();
    }

    /** Behind the last byte that is not zero: files are longer than what was written to them. */
    static long dataEnd(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer block = ByteBuffer.allocate(1 << 20);
            long from = (channel.size() - 1) / block.capacity() * block.capacity();
            for (; from >= 0; from -= block.capacity()) {
                block.clear();
                int read = 0;
                while (read >= 0 && block.hasRemaining()) {
                    read = channel.read(block, from + block.position());
                }
                for (int i = block.position() - 1; i >= 0; i--) {
                    if (block.get(i) != 0) {
                        return from + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    /** Names of cycles are times: the next second or day where its last digit has one, else the same a year later. */
    private static String laterName(final String name) {
        final char[] letters = name.toCharArray();
        int last = name.length() - CYCLE_SUFFIX.length() - 1;
        while (last > 0 && !Character.isDigit(letters[last])) {
            last--;
        }
        final int place = letters[last] < '9' ? last : Math.min(last, YEAR_DIGIT);
        letters[place]++;
        return new String(letters);
    }

    private static String truncate(final Path file, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        return "cut " + file.getFileName() + " to " + length + " bytes";
    }

    private static String overwrite(final Path file, final long offset, final byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }
        return "overwrote " + bytes.length + " bytes of " + file.getFileName() + " at " + offset;
    }

    private static String flip(final Path file, final long offset, final int bit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.flip();
            one.put(0, (byte) (one.get(0) ^ 1 << bit));
            channel.write(one, offset);
        }
        return "turned bit " + bit + " of byte " + offset + " of " + file.getFileName();
    }

    private static String flipSome(final Path file, final Random random) throws IOException {
        final long end = Math.max(1, dataEnd(file));
        final int flips = 1 + random.nextInt(3);
        String last = "";
        for (int i = 0; i < flips; i++) {
            last = flip(file, (long) (random.nextDouble() * end), random.nextInt(Byte.SIZE));
        }
        return flips + " flips, the last: " + last;
    }

    private static byte[] noise(final int length, final Random random) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
