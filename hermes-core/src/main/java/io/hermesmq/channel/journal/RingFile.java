package io.hermesmq.channel.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.hermesmq.ChannelConfig;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a ring in a file, so that what is committed to the ring outlives the process: its pages belong to the
 * kernel, whatever becomes of those who mapped them. It is the tail of the journal; the next start moves the frames that the
 * queue lacks into the queue.
 *
 * <pre>
 *   0     magic {@code HRMSRING}
 *   8     int version | int header length
 *   16    long capacity
 *   24    int CRC-32 of all that | int 0
 *   4096  the ring: capacity bytes
 * </pre>
 *
 * <p>The order of use is {@link #open}, {@link #recover}, {@link #reset}, {@link #buffer}.
 *
 * <p>The file takes its whole room on the disk when it is created. It stays mapped until the garbage collector finds that
 * nobody has the buffer any more, so that no late access meets memory that is gone. For one thread at a time.
 */
public final class RingFile {

    private static final long MAGIC = 0x474E_4952_534D_5248L; // "HRMSRING"
    private static final int VERSION = 1;
    private static final int HEADER_LENGTH = 4096;
    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_LENGTH_OFFSET = 12;
    private static final int CAPACITY_OFFSET = 16;
    private static final int CHECKSUM_OFFSET = 24;
    private static final int MEMORY_PAGE = 4096;

    private final Path path;
    private Mapping mapping;

    /** Takes runs of frames that the queue lacks. */
    @FunctionalInterface
    public interface RunSink {

        /**
         * Appends a run of sealed frames.
         *
         * @param ring that holds them.
         * @param offset of the first.
         * @param length of all of them with the room between; a multiple of 32.
         * @param startPosition stream position of the first.
         * @param count how many they are.
         */
        void append(UnsafeBuffer ring, int offset, int length, long startPosition, int count);
    }

    /** A mapped file; a new one has nothing to recover, one that is not whole has to be made anew. */
    private record Mapping(MappedByteBuffer header, UnsafeBuffer ring, boolean isNew, boolean isWhole) {}

    private RingFile(final Path path, final Mapping mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /**
     * Opens a ring file, or creates it.
     *
     * @param path of the file, in a directory that this process has locked.
     * @param capacityBytes of a file that has to be created, a power of two. One that is there keeps its own until {@link
     *     #reset}.
     * @param damage takes a text for each damage of the file itself.
     * @return the file.
     * @throws JournalException where the file cannot be created or mapped, or is of a newer Hermes.
     */
    public static RingFile open(final Path path, final int capacityBytes, final Consumer<String> damage) {
        try {
            Files.deleteIfExists(replacement(path));
            final Mapping existing = Files.exists(path) ? mapExisting(path, damage) : null;
            return new RingFile(path, existing == null ? create(path, capacityBytes) : existing);
        } catch (final IOException e) {
            throw failed(path, capacityBytes, e);
        }
    }

    private static Path replacement(final Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    private static JournalException failed(final Path path, final int capacityBytes, final IOException cause) {
        return new JournalException(
                "cannot make ring file " + path + " of " + capacityBytes + " bytes: " + cause
                        + "; free as much on that disk, or lower the capacity of the channel",
                cause);
    }

    private static @Nullable Mapping mapExisting(final Path path, final Consumer<String> damage) throws IOException {
        final int capacity;
        final boolean isWhole;
        try (FileChannel channel = FileChannel.open(path, READ, WRITE)) {
            final long length = channel.size();
            final int stated = length < HEADER_LENGTH ? 0 : statedCapacity(path, map(channel, 0, HEADER_LENGTH));
            final long rest = length - HEADER_LENGTH;
            if (stated > 0) {
                capacity = stated;
                isWhole = rest >= stated;
                if (!isWhole) {
                    damage.accept("ring file " + path + " is cut: it has " + length + " of " + (HEADER_LENGTH + stated)
                            + " bytes; messages of its end may be missing");
                }
            } else if (isCapacity(rest)) {
                capacity = (int) rest;
                isWhole = false;
                damage.accept("ring file " + path + " has a damaged header; its " + rest
                        + " bytes are searched for messages");
            } else {
                capacity = 0;
                isWhole = false;
            }
            if (capacity > 0) {
                return map(channel, capacity, false, isWhole);
            }
        }
        damage.accept("ring file " + path + " is no ring file any more and was set aside as "
                + JournalFiles.setAside(path) + "; messages that were in it alone are lost");
        return null;
    }

    /** The capacity that a header states, or 0 where it is damaged. */
    private static int statedCapacity(final Path path, final MappedByteBuffer header) {
        final long capacity = header.getLong(CAPACITY_OFFSET);
        if (header.getLong(0) != MAGIC || header.getInt(CHECKSUM_OFFSET) != checksum(header)) {
            return 0;
        }
        final int version = header.getInt(VERSION_OFFSET);
        if (version != VERSION) {
            throw new JournalException(
                    "ring file " + path + " has version " + version + ", this Hermes knows " + VERSION
                            + "; start the Hermes that wrote it once, so that it empties the file, or upgrade this one");
        }
        return header.getInt(HEADER_LENGTH_OFFSET) == HEADER_LENGTH && isCapacity(capacity) ? (int) capacity : 0;
    }

    private static boolean isCapacity(final long bytes) {
        return bytes >= ChannelConfig.MIN_CAPACITY
                && bytes <= ChannelConfig.MAX_CAPACITY
                && BitUtil.isPowerOfTwo((int) bytes);
    }

    private static int checksum(final MappedByteBuffer header) {
        final CRC32 crc = new CRC32();
        crc.update(header.duplicate().position(0).limit(CHECKSUM_OFFSET));
        return (int) crc.getValue();
    }

    private static Mapping create(final Path path, final int capacity) throws IOException {
        if (!isCapacity(capacity)) {
            throw new IllegalArgumentException("capacity " + capacity + " is no power of two from "
                    + ChannelConfig.MIN_CAPACITY + " to " + ChannelConfig.MAX_CAPACITY);
        }
        final Path replacement = replacement(path);
        try (FileChannel channel = FileChannel.open(replacement, CREATE, TRUNCATE_EXISTING, READ, WRITE)) {
            JournalFiles.fill(channel, 0, HEADER_LENGTH + (long) capacity);
            final MappedByteBuffer header = map(channel, 0, HEADER_LENGTH);
            header.putLong(0, MAGIC);
            header.putInt(VERSION_OFFSET, VERSION);
            header.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH);
            header.putLong(CAPACITY_OFFSET, capacity);
            header.putInt(CHECKSUM_OFFSET, checksum(header));
            JournalFiles.replace(replacement, path);
            return map(channel, capacity, true, true);
        } catch (final IOException e) {
            Files.deleteIfExists(replacement);
            throw e;
        }
    }

    private static Mapping map(
            final FileChannel channel, final int capacity, final boolean isNew, final boolean isWhole)
            throws IOException {
        final UnsafeBuffer ring = new UnsafeBuffer(map(channel, HEADER_LENGTH, capacity));
        return new Mapping(map(channel, 0, HEADER_LENGTH), ring, isNew, isWhole);
    }

    private static MappedByteBuffer map(final FileChannel channel, final long from, final int length)
            throws IOException {
        final MappedByteBuffer bytes = channel.map(MapMode.READ_WRITE, from, length);
        bytes.order(LITTLE_ENDIAN);
        return bytes;
    }

    /**
     * Gives the frames that the queue lacks to the queue, in runs of up to 64 KiB. Where the first sequence of a run is not the next
     * one, the messages between are lost. Changes nothing in the file.
     *
     * @param lastSequence of the last message in the queue; 0 for none.
     * @param endPosition stream position behind that message; 0 for none.
     * @param knownSequence of the last message that the queue is known to have had, where that is more.
     * @param sink appends to the queue.
     * @return what was found.
     */
    public RingRecovery recover(
            final long lastSequence, final long endPosition, final long knownSequence, final RunSink sink) {
        return new RingWalk(mapping.ring(), sink).recover(lastSequence, endPosition, knownSequence);
    }

    /**
     * Begins a new stream of frames, once the queue has what was recovered: in a file of its own, zeroed, of the capacity asked for,
     * its pages in memory. The one before may still be written by a claim that its process left open, and it holds frames that must not
     * come back. Takes some milliseconds for 16 MiB.
     *
     * @param capacityBytes of the ring.
     * @throws JournalException where there is no room for a new file.
     */
    public void reset(final int capacityBytes) {
        if (mapping.ring().capacity() != capacityBytes || !mapping.isNew()) {
            try {
                mapping = create(path, capacityBytes);
            } catch (final IOException e) {
                throw failed(path, capacityBytes, e);
            }
        }
        touch(mapping.ring());
    }

    /** The first write to a mapped page costs a fault: here rather than in a publish. */
    private static void touch(final UnsafeBuffer ring) {
        for (int i = 0; i < ring.capacity(); i += MEMORY_PAGE) {
            ring.putByte(i, ring.getByte(i));
        }
    }

    /**
     * The ring: exactly its capacity of bytes, at an address that is a multiple of a page. After {@link #reset} it is
     * another.
     *
     * @return the memory; the file may be forgotten, the buffer keeps it mapped.
     */
    public UnsafeBuffer buffer() {
        return mapping.ring();
    }

    /**
     * The size of the ring.
     *
     * @return bytes; before {@link #reset} those of the file as it was found.
     */
    public int capacity() {
        return mapping.ring().capacity();
    }
}
