package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;

import io.hermesmq.frame.FrameChecksum;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A run as it will be in the file: header, prefix, sealed frames. For the thread that appends. */
final class RunStaging implements AutoCloseable {

    private static final int GROWTH = 64 * 1024;

    private final CRC32 crc = new CRC32();
    private final FrameChecksum checksum = new FrameChecksum();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(GROWTH + RunLayout.FRAMES_OFFSET);
    private UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Copies frames in, and seals those that are not sealed yet. */
    void copy(final UnsafeBuffer source, final int offset, final int length) {
        requireCapacity(RunLayout.FRAMES_OFFSET + length);
        final UnsafeBuffer target = buffer;
        target.putBytes(RunLayout.FRAMES_OFFSET, source, offset, length);
        final int end = RunLayout.FRAMES_OFFSET + length;
        int at = RunLayout.FRAMES_OFFSET;
        while (at < end) {
            if ((target.getShort(at + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) == 0) {
                checksum.seal(target, at);
            }
            at += (int) RunLayout.alignedFrameLength(target.getInt(at + LENGTH_OFFSET, BYTE_ORDER));
        }
    }

    void header(
            final long firstSequence,
            final long timestamp,
            final long startPosition,
            final int count,
            final int framesLength) {
        RunLayout.write(buffer, crc, firstSequence, timestamp, startPosition, count, framesLength);
    }

    private void requireCapacity(final int length) {
        if (bytes.capacity() < length) {
            BufferUtil.free(bytes);
            bytes = ByteBuffer.allocateDirect(BitUtil.align(length, GROWTH));
            buffer = new UnsafeBuffer(bytes);
        }
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
    }
}
