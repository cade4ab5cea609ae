package io.hermesmq.channel.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.codec.LayoutChange;
import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.codec.RecordLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The layouts that the messages of a journal have, as text: each with the sequence of its first message.
 *
 * <pre>
 *   hermes layouts 1
 *   from 1 9a0c... Order(id:int64,amount:int32)
 *   from 4711 3b77... Order(id:int64,amount:int32,currency:utf8[3])
 *   end 8d3f1c22
 * </pre>
 *
 * <p>The number behind {@code from} is the first sequence, then comes the fingerprint, then the line of {@link RecordLayout#describe}.
 * The last line holds the CRC-32 of those above. All of it stands in the file twice, with an empty line between, so that one damage
 * leaves one whole.
 *
 * <p>For one thread at a time, in a directory that this process has locked.
 */
public final class LayoutFile {

    private static final String FIRST_LINE = "hermes layouts 1";
    private static final String END = "end ";

    private final Path path;
    private final Consumer<String> damage;
    private final boolean isAlone;

    /** A layout and its first message. */
    private record Generation(long from, String description) {}

    /**
     * How to read messages by their sequence.
     *
     * @param currentFrom the first sequence whose payload has the present layout; all behind it have it too.
     * @param upgrades of the messages in front of it, in order.
     */
    public record Readings(long currentFrom, List<Reading> upgrades) {

        /** Readings of a journal whose messages all have the present layout. */
        static final Readings SAME = new Readings(0, List.of());

        /**
         * How to read a message.
         *
         * @param sequence of the message.
         * @return the upgrade of its payload, or null where it has the present layout. No search and no allocation where
         *     the message is not older than {@link #currentFrom}.
         */
        public @Nullable PayloadUpgrade upgradeOf(final long sequence) {
            if (sequence >= currentFrom) {
                return null;
            }
            int i = upgrades.size() - 1;
            while (i > 0 && upgrades.get(i).from > sequence) {
                i--;
            }
            return upgrades.get(i).upgrade;
        }
    }

    /**
     * The way of messages of one layout to the present one.
     *
     * @param from the first sequence.
     * @param upgrade of each payload.
     */
    public record Reading(long from, PayloadUpgrade upgrade) {}

    /**
     * Names the file.
     *
     * @param path of the file, which need not exist.
     * @param damage takes a text where the file is damaged or missing.
     */
    public LayoutFile(final Path path, final Consumer<String> damage) {
        this(path, damage, true);
    }

    /** Without a file beside it, it must be there where the journal has messages. */
    LayoutFile(final Path path, final Consumer<String> damage, final boolean isAlone) {
        this.path = path;
        this.damage = damage;
        this.isAlone = isAlone;
    }

    /** The name of the record that the last layout is of, or null where there is no file. */
    @Nullable
    String record() {
        try {
            if (!Files.exists(path)) {
                return null;
            }
            final List<String> lines =
                    new String(Files.readAllBytes(path), UTF_8).lines().toList();
            final List<Generation> first = block(lines, 0);
            final List<Generation> whole = first != null ? first : block(lines, lines.lastIndexOf(FIRST_LINE));
            if (whole == null) {
                throw new JournalException("layout file " + path
                        + " is damaged, so nobody knows what the messages in the journal are that state no type; if there"
                        + " are none, delete the file");
            }
            return whole.isEmpty() ? null : RecordLayout.nameIn(whole.get(whole.size() - 1).description);
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /**
     * Compares a record with what the journal has, and notes it for the messages to come.
     *
     * @param channel name of the channel, for errors.
     * @param layout of the messages that will be published.
     * @param nextSequence of the next message, when all of the ring file is in the queue; 1 for an empty journal, which
     *     takes any layout.
     * @return how to read what is there.
     * @throws IncompatibleLayoutException where old messages cannot be read as this record.
     * @throws JournalException where the file is damaged beyond reading, or cannot be written.
     */
    public Readings check(final String channel, final RecordLayout layout, final long nextSequence) {
        final List<Generation> stored = read(layout, nextSequence > 1);
        final List<Generation> generations = new ArrayList<>(stored);
        generations.removeIf(generation -> generation.from >= nextSequence);
        final List<Reading> upgrades = new ArrayList<>();
        long currentFrom = 0;
        for (final Generation generation : generations) {
            final LayoutChange change = LayoutChange.between(generation.description, layout);
            if (!change.isCompatible()) {
                throw incompatible(channel, layout, generation, change);
            }
            if (!change.isSamePayload()) {
                upgrades.add(new Reading(generation.from, change.upgrade()));
                currentFrom = nextSequence;
            } else if (currentFrom == nextSequence) {
                currentFrom = generation.from;
            }
        }
        final boolean isKnown = !generations.isEmpty()
                && generations.get(generations.size() - 1).description.equals(layout.describe());
        if (!isKnown) {
            generations.add(new Generation(generations.isEmpty() ? 1 : nextSequence, layout.describe()));
        }
        if (!generations.equals(stored)) {
            write(generations);
        }
        return upgrades.isEmpty() ? Readings.SAME : new Readings(currentFrom, List.copyOf(upgrades));
    }

    private IncompatibleLayoutException incompatible(
            final String channel, final RecordLayout layout, final Generation generation, final LayoutChange change) {
        final String diff = change.diff();
        return new IncompatibleLayoutException(
                "channel '" + channel + "' has messages in its journal, from sequence " + generation.from
                        + " on, that cannot be read as " + layout.type().getTypeName() + ":\n" + diff
                        + "\nundo the change; or add new components at the end with @DefaultValue; or publish the new record on"
                        + " another channel; or, if the old messages are not needed any more, move "
                        + path.toAbsolutePath().getParent() + " away",
                diff);
    }

    // the file

    private List<Generation> read(final RecordLayout layout, final boolean isExpected) {
        final String text;
        try {
            if (!Files.exists(path)) {
                if (isExpected && isAlone) {
                    damage.accept("layout file " + path + " is missing; all messages in the journal are taken for "
                            + layout.describe());
                }
                return List.of();
            }
            text = new String(Files.readAllBytes(path), UTF_8);
        } catch (final IOException e) {
            throw failed(e);
        }
        final List<String> lines = text.lines().toList();
        final List<Generation> first = block(lines, 0);
        final List<Generation> second = block(lines, lines.lastIndexOf(FIRST_LINE));
        final List<Generation> whole = first != null ? first : second;
        if (whole == null) {
            if (!isExpected) {
                return List.of();
            }
            throw new JournalException("layout file " + path
                    + " is damaged, so nobody knows what the messages in the journal are; if all of them are "
                    + layout.describe() + ", delete the file");
        }
        if (!text.equals(text(whole))) {
            damage.accept("layout file " + path + " is damaged and was mended from its other half");
            write(whole);
        }
        return whole;
    }

    /** The layouts that stand from a line on, or null where they are not whole. */
    private static @Nullable List<Generation> block(final List<String> lines, final int start) {
        if (start < 0 || start >= lines.size()) {
            return null;
        }
        final List<Generation> generations = new ArrayList<>();
        final CRC32 crc = new CRC32();
        for (final String line : lines.subList(start, lines.size())) {
            if (line.startsWith(END)) {
                return line.equals(endLine(crc)) ? List.copyOf(generations) : null;
            }
            crc.update((line + "\n").getBytes(UTF_8));
            final String[] words = line.split(" ", 4);
            if (words.length == 4 && words[0].equals("from")) {
                try {
                    generations.add(new Generation(Long.parseLong(words[1]), words[3]));
                } catch (final NumberFormatException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private static String endLine(final CRC32 crc) {
        return END + String.format("%08x", crc.getValue());
    }

    private static String text(final List<Generation> generations) {
        final StringBuilder block = new StringBuilder(FIRST_LINE).append('\n');
        for (final Generation generation : generations) {
            block.append("from ")
                    .append(generation.from)
                    .append(' ')
                    .append(String.format("%016x", RecordLayout.fingerprintOf(generation.description)))
                    .append(' ')
                    .append(generation.description)
                    .append('\n');
        }
        final CRC32 crc = new CRC32();
        crc.update(block.toString().getBytes(UTF_8));
        block.append(endLine(crc)).append('\n');
        return block + "\n" + block; // the empty line keeps damage to one end of line from both
    }

    private void write(final List<Generation> generations) {
        final Path replacement = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.write(replacement, text(generations).getBytes(UTF_8));
            try (FileChannel channel = FileChannel.open(replacement, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            JournalFiles.replace(replacement, path);
            JournalFiles.forceDirectory(path.resolveSibling(""));
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    private JournalException failed(final IOException cause) {
        return new JournalException(
                "cannot keep the layout of the messages in " + path + ": " + cause
                        + "; free some room on that disk and make its directory writable",
                cause);
    }
}
