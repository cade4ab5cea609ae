package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.CHECKSUM_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_BATCH;

import io.hermesmq.frame.FrameLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where things are in a run: a frame of type {@link FrameLayout#TYPE_BATCH} that holds consecutive frames of one channel.
 *
 * <pre>
 *    0  header of a frame: type 5, sequence and time of the first frame, length of all that follows
 *   32  position in the stream of the first frame (long)
 *   40  number of frames (int), 0 (int)
 *   48  the frames, as in the ring: each begins at a multiple of 32 behind the first, each sealed with its own checksum
 * </pre>
 *
 * <p>The time is never 0 and never earlier than that of the run before, so that a time can be sought. <b>The checksum covers the
 * first 28 bytes and the 16 behind the header</b>, not the frames, which carry their own: damage in one frame leaves
 * the others readable.
 */
final class RunLayout {

    static final int POSITION_OFFSET = HEADER_LENGTH;
    static final int COUNT_OFFSET = POSITION_OFFSET + Long.BYTES;
    static final int RESERVED_OFFSET = COUNT_OFFSET + Integer.BYTES;
    static final int FRAMES_OFFSET = RESERVED_OFFSET + Integer.BYTES;
    static final int PREFIX_LENGTH = FRAMES_OFFSET - HEADER_LENGTH;

    /** A longer run is not a run. */
    static final int MAX_FRAMES_LENGTH = 2 * JournalSettings.MAX_FRAME_LENGTH;

    /** Frames of a stream begin at multiples of this. */
    static final int FRAME_ALIGNMENT = 32;

    private static final long FIRST_WORD =
            FrameLayout.firstWord(TYPE_BATCH) | (long) FLAG_CHECKSUM << (FLAGS_OFFSET * Byte.SIZE);

    private RunLayout() {}

    /** The bytes in the stream of a frame with this payload. */
    static long alignedFrameLength(final int payloadLength) {
        return BitUtil.align((long) HEADER_LENGTH + payloadLength, FRAME_ALIGNMENT);
    }

    static void write(
            final UnsafeBuffer header,
            final CRC32 crc,
            final long firstSequence,
            final long timestamp,
            final long startPosition,
            final int count,
            final int framesLength) {
        header.putLong(0, FIRST_WORD, BYTE_ORDER);
        header.putLong(SEQUENCE_OFFSET, firstSequence, BYTE_ORDER);
        header.putLong(TIMESTAMP_OFFSET, timestamp, BYTE_ORDER);
        header.putInt(LENGTH_OFFSET, PREFIX_LENGTH + framesLength, BYTE_ORDER);
        header.putLong(POSITION_OFFSET, startPosition, BYTE_ORDER);
        header.putInt(COUNT_OFFSET, count, BYTE_ORDER);
        header.putInt(RESERVED_OFFSET, 0, BYTE_ORDER);
        header.putInt(CHECKSUM_OFFSET, checksum(header.byteBuffer(), header.wrapAdjustment(), crc), BYTE_ORDER);
    }

    /** Whether the {@link #FRAMES_OFFSET} bytes at an offset are the beginning of a run whose every value is possible. */
    static boolean isValid(final DirectBuffer buffer, final int offset, final ByteBuffer bytes, final CRC32 crc) {
        if (buffer.getLong(offset, BYTE_ORDER) != FIRST_WORD
                || buffer.getInt(offset + CHECKSUM_OFFSET, BYTE_ORDER)
                        != checksum(bytes, buffer.wrapAdjustment() + offset, crc)) {
            return false;
        }
        final int framesLength = framesLength(buffer, offset);
        final int count = count(buffer, offset);
        return framesLength > 0
                && framesLength <= MAX_FRAMES_LENGTH
                && framesLength % FRAME_ALIGNMENT == 0
                && count > 0
                && count <= framesLength / FRAME_ALIGNMENT
                && firstSequence(buffer, offset) > 0
                && startPosition(buffer, offset) >= 0;
    }

    static long firstSequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
    }

    static long timestamp(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, BYTE_ORDER);
    }

    static long startPosition(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + POSITION_OFFSET, BYTE_ORDER);
    }

    static int count(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + COUNT_OFFSET, BYTE_ORDER);
    }

    static int framesLength(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, BYTE_ORDER) - PREFIX_LENGTH;
    }

    private static int checksum(final ByteBuffer bytes, final int index, final CRC32 crc) {
        crc.reset();
        bytes.clear().position(index).limit(index + CHECKSUM_OFFSET);
        crc.update(bytes);
        bytes.clear().position(index + HEADER_LENGTH).limit(index + FRAMES_OFFSET);
        crc.update(bytes);
        bytes.clear();
        return (int) crc.getValue();
    }
}
