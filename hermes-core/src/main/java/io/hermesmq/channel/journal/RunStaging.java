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
import org.jspecify.annotations.Nullable;

/** A run as it will be in the file: header, prefix, sealed frames. For the thread that appends. */
final class RunStaging implements AutoCloseable {

    private static final int GROWTH = 64 * 1024;

    private final CRC32 crc = new CRC32();
    private final FrameChecksum checksum = new FrameChecksum();
    private final ByteBuffer headerBytes = ByteBuffer.allocateDirect(RunLayout.FRAMES_OFFSET);
    private final UnsafeBuffer header = new UnsafeBuffer(headerBytes);
    private ByteBuffer copyBytes = ByteBuffer.allocateDirect(GROWTH);
    private UnsafeBuffer copy = new UnsafeBuffer(copyBytes);
    private @Nullable ByteBuffer source;
    private ByteBuffer view = copyBytes;
    private ByteBuffer frames = copyBytes;
    private int start;
    private int length;

    /**
     * Says which frames are next. Where all of them are sealed already and lie outside of the heap, they are taken from where they
     * are, and must stay there until they are written; else a copy is sealed.
     */
    void frames(final UnsafeBuffer buffer, final int offset, final int framesLength) {
        length = framesLength;
        final ByteBuffer bytes = buffer.byteBuffer();
        if (bytes != null && bytes.isDirect() && areSealed(buffer, offset, offset + framesLength)) {
            start = buffer.wrapAdjustment() + offset;
            frames = viewOf(bytes);
        } else {
            start = 0;
            sealedCopy(buffer, offset);
            frames = copyBytes;
        }
    }

    private static boolean areSealed(final UnsafeBuffer buffer, final int from, final int end) {
        int at = from;
        while (at < end && isSealed(buffer, at)) {
            at += frameLength(buffer, at);
        }
        return at >= end;
    }

    private static boolean isSealed(final UnsafeBuffer buffer, final int at) {
        return (buffer.getShort(at + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) != 0;
    }

    private static int frameLength(final UnsafeBuffer buffer, final int at) {
        return (int) RunLayout.alignedFrameLength(buffer.getInt(at + LENGTH_OFFSET, BYTE_ORDER));
    }

    /** One view for each memory: nothing is allocated as long as that stays the same. */
    @SuppressWarnings("ReferenceEquality") // another buffer of equal content is another memory
    private ByteBuffer viewOf(final ByteBuffer bytes) {
        if (source != bytes) {
            source = bytes;
            view = bytes.duplicate();
        }
        return view;
    }

    private void sealedCopy(final UnsafeBuffer buffer, final int offset) {
        requireCapacity(length);
        copy.putBytes(0, buffer, offset, length);
        for (int at = 0; at < length; at += frameLength(copy, at)) {
            if (!isSealed(copy, at)) {
                checksum.seal(copy, at);
            }
        }
    }

    private void requireCapacity(final int needed) {
        if (copyBytes.capacity() < needed) {
            BufferUtil.free(copyBytes);
            copyBytes = ByteBuffer.allocateDirect(BitUtil.align(needed, GROWTH));
            copy = new UnsafeBuffer(copyBytes);
        }
    }

    /** Makes the header of these frames. */
    void header(final long firstSequence, final long timestamp, final long startPosition, final int count) {
        RunLayout.write(header, crc, firstSequence, timestamp, startPosition, count, length);
    }

    /** Header and prefix: {@link RunLayout#FRAMES_OFFSET} bytes. */
    UnsafeBuffer header() {
        return header;
    }

    /** The frames, from the position of the buffer to its limit. */
    ByteBuffer frames() {
        return frames.limit(start + length).position(start);
    }

    /** The bytes of the frames. */
    int framesLength() {
        return length;
    }

    @Override
    public void close() {
        BufferUtil.free(copyBytes);
        BufferUtil.free(headerBytes);
    }
}
