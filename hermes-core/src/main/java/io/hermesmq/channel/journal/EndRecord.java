package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far the journal went, noted beside it now and then: so that a journal that lost its end knows how much it lost, and does not
 * give the same sequences to other messages. Two records take turns, each with a checksum; a torn one leaves the other.
 */
final class EndRecord implements AutoCloseable {

    static final String NAME = "end.hermes";

    private static final int RECORDS = 2;
    private static final int RECORD_LENGTH = 64;
    private static final int POSITION_OFFSET = Long.BYTES;
    private static final int CHECKSUM_OFFSET = 2 * Long.BYTES;
    private static final long SALT = 0x48524D53_454E4431L;

    private final MappedByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer summed = ByteBuffer.allocate(3 * Long.BYTES);
    private long sequence;
    private long position;
    private int next;

    EndRecord(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(
                directory.resolve(NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, RECORDS * RECORD_LENGTH);
        }
        buffer = new UnsafeBuffer(bytes);
        for (int i = 0; i < RECORDS; i++) {
            load(i);
        }
    }

    private void load(final int record) {
        final int at = record * RECORD_LENGTH;
        final long noted = buffer.getLong(at, BYTE_ORDER);
        final long end = buffer.getLong(at + POSITION_OFFSET, BYTE_ORDER);
        if (noted > sequence
                && end >= position
                && buffer.getLong(at + CHECKSUM_OFFSET, BYTE_ORDER) == sum(noted, end)) {
            sequence = noted;
            position = end;
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

    void note(final long lastSequence, final long endPosition) {
        if (lastSequence == sequence) {
            return;
        }
        final int at = next * RECORD_LENGTH;
        buffer.putLong(at + CHECKSUM_OFFSET, 0, BYTE_ORDER);
        buffer.putLong(at, lastSequence, BYTE_ORDER);
        buffer.putLong(at + POSITION_OFFSET, endPosition, BYTE_ORDER);
        buffer.putLong(at + CHECKSUM_OFFSET, sum(lastSequence, endPosition), BYTE_ORDER);
        sequence = lastSequence;
        position = endPosition;
        next = 1 - next;
    }

    private long sum(final long lastSequence, final long endPosition) {
        summed.clear();
        summed.putLong(SALT).putLong(lastSequence).putLong(endPosition).flip();
        crc.reset();
        crc.update(summed);
        return crc.getValue() | 1L << Integer.SIZE;
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
    }
}
