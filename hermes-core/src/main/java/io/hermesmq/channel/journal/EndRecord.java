package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far the journal went, and up to where retention has removed it, noted beside it now and then: so that a journal that lost its
 * end or its beginning knows how much it lost, and does not give the same sequences to other messages. Two records take turns, each
 * with a checksum; a torn one leaves the other.
 */
final class EndRecord implements AutoCloseable {

    static final String NAME = "end.hermes";

    private static final int RECORDS = 2;
    private static final int RECORD_LENGTH = 64;
    private static final int POSITION_OFFSET = Long.BYTES;
    private static final int REMOVED_OFFSET = 2 * Long.BYTES;
    private static final int CHECKSUM_OFFSET = 3 * Long.BYTES;
    private static final long SALT = 0x48524D53_454E4432L;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer summed = ByteBuffer.allocate(4 * Long.BYTES);
    private long sequence;
    private long position;
    private long removedUpTo;
    private int next;

    EndRecord(final Path directory) throws IOException {
        this(map(directory));
    }

    private EndRecord(final ByteBuffer bytes) {
        this.bytes = bytes;
        buffer = new UnsafeBuffer(bytes);
        for (int i = 0; i < RECORDS; i++) {
            load(i);
        }
    }

    /** Up to which message retention has removed files, for who only reads the journal. */
    static long removedUpTo(final Path directory) throws IOException {
        if (!Files.exists(directory.resolve(NAME))) {
            return CycleCatalog.UNKNOWN_REMOVED;
        }
        final byte[] content = Arrays.copyOf(Files.readAllBytes(directory.resolve(NAME)), RECORDS * RECORD_LENGTH);
        return new EndRecord(ByteBuffer.wrap(content)).removedUpTo();
    }

    private static MappedByteBuffer map(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(
                directory.resolve(NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, RECORDS * RECORD_LENGTH);
        }
    }

    private void load(final int record) {
        final int at = record * RECORD_LENGTH;
        final long noted = buffer.getLong(at, BYTE_ORDER);
        final long end = buffer.getLong(at + POSITION_OFFSET, BYTE_ORDER);
        final long removed = buffer.getLong(at + REMOVED_OFFSET, BYTE_ORDER);
        final boolean isLater = noted > sequence || (noted == sequence && removed > removedUpTo);
        if (isLater
                && end >= position
                && buffer.getLong(at + CHECKSUM_OFFSET, BYTE_ORDER) == sum(noted, end, removed)) {
            sequence = noted;
            position = end;
            removedUpTo = removed;
            next = 1 - record;
        }
    }

    /** The last message that was noted, 0 where none was. */
    long sequence() {
        return sequence;
    }

    /** The end of the stream behind it. */
    long position() {
        return position;
    }

    /** Up to which message retention has removed files; {@link CycleCatalog#UNKNOWN_REMOVED} where there is no record. */
    long removedUpTo() {
        return sequence == 0 ? CycleCatalog.UNKNOWN_REMOVED : removedUpTo;
    }

    void note(final long lastSequence, final long endPosition) {
        if (lastSequence != sequence) {
            sequence = lastSequence;
            position = endPosition;
            write();
        }
    }

    /** Begins a record where there is none of a journal that has messages. */
    void begin(final long removed) {
        removedUpTo = removed;
    }

    /** Notes what is about to be removed: in both records, so that a damaged one leaves none that says less. */
    void noteRemoved(final long upTo) {
        if (upTo > removedUpTo) {
            removedUpTo = upTo;
            write();
            write();
        }
    }

    private void write() {
        final int at = next * RECORD_LENGTH;
        buffer.putLong(at + CHECKSUM_OFFSET, 0, BYTE_ORDER);
        buffer.putLong(at, sequence, BYTE_ORDER);
        buffer.putLong(at + POSITION_OFFSET, position, BYTE_ORDER);
        buffer.putLong(at + REMOVED_OFFSET, removedUpTo, BYTE_ORDER);
        buffer.putLong(at + CHECKSUM_OFFSET, sum(sequence, position, removedUpTo), BYTE_ORDER);
        next = 1 - next;
    }

    private long sum(final long lastSequence, final long endPosition, final long removed) {
        summed.clear();
        summed.putLong(SALT)
                .putLong(lastSequence)
                .putLong(endPosition)
                .putLong(removed)
                .flip();
        crc.reset();
        crc.update(summed);
        return crc.getValue() | 1L << Integer.SIZE;
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
    }
}
