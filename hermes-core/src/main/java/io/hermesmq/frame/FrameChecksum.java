package io.hermesmq.frame;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.CHECKSUM_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.MAGIC;
import static io.hermesmq.frame.FrameLayout.MAGIC_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.VERSION;
import static io.hermesmq.frame.FrameLayout.VERSION_OFFSET;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Seals frames before they leave the process and verifies them when they come back. CRC-32 (IEEE 802.3, as zlib) over the
 * header up to the checksum field, then the payload.
 *
 * <p>For one thread at a time; allocates nothing as long as the buffer stays the same.
 */
public final class FrameChecksum {

    /** From where the header is to where it meets the payload. */
    private static final int SHIFT = HEADER_LENGTH - CHECKSUM_OFFSET;

    private final CRC32 crc = new CRC32();
    private @Nullable ByteBuffer source;
    private @Nullable ByteBuffer view;

    /** Creates a checksum for one thread. */
    public FrameChecksum() {}

    /**
     * Sets the checksum flag of a frame and writes its checksum. The header is out of place meanwhile: nobody may read it.
     *
     * @param buffer that holds the frame.
     * @param offset of its first byte.
     */
    public void seal(final MutableDirectBuffer buffer, final int offset) {
        final long word0 = buffer.getLong(offset, BYTE_ORDER) | ((long) FLAG_CHECKSUM << (FLAGS_OFFSET * Byte.SIZE));
        final long word1 = buffer.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
        final long word2 = buffer.getLong(offset + 16, BYTE_ORDER);
        final int length = buffer.getInt(offset + LENGTH_OFFSET, BYTE_ORDER);
        // One update takes half the time of two, so what it covers stands together for a moment.
        buffer.putLong(offset + SHIFT, word0, BYTE_ORDER);
        buffer.putLong(offset + SHIFT + 8, word1, BYTE_ORDER);
        buffer.putLong(offset + SHIFT + 16, word2, BYTE_ORDER);
        buffer.putInt(offset + SHIFT + LENGTH_OFFSET, length, BYTE_ORDER);
        crc.reset();
        update(buffer, offset + SHIFT, CHECKSUM_OFFSET + length);
        buffer.putLong(offset, word0, BYTE_ORDER);
        buffer.putLong(offset + 16, word2, BYTE_ORDER);
        buffer.putInt(offset + LENGTH_OFFSET, length, BYTE_ORDER);
        buffer.putInt(offset + CHECKSUM_OFFSET, (int) crc.getValue(), BYTE_ORDER);
        VarHandle.releaseFence(); // a process that dies in here leaves no frame with that sequence
        buffer.putLong(offset + SEQUENCE_OFFSET, word1, BYTE_ORDER);
    }

    /**
     * Verifies bytes that claim to be a frame. Reads no byte outside of what is available, and trusts no length before it
     * is checked.
     *
     * @param buffer that holds the bytes.
     * @param offset of the first byte.
     * @param available how many bytes there are.
     * @param maxPayloadLength the largest payload that the reader takes.
     * @return what the bytes are.
     */
    public FrameVerdict verify(
            final DirectBuffer buffer, final int offset, final int available, final int maxPayloadLength) {
        if (available < HEADER_LENGTH) {
            return FrameVerdict.INCOMPLETE;
        }
        if (buffer.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) != MAGIC) {
            return FrameVerdict.BAD_MAGIC;
        }
        if (buffer.getByte(offset + VERSION_OFFSET) != VERSION) {
            return FrameVerdict.BAD_VERSION;
        }
        final int length = buffer.getInt(offset + LENGTH_OFFSET, BYTE_ORDER);
        if (length < 0 || length > maxPayloadLength) {
            return FrameVerdict.BAD_LENGTH;
        }
        if (length > available - HEADER_LENGTH) {
            return FrameVerdict.INCOMPLETE;
        }
        final boolean sealed = (buffer.getShort(offset + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) != 0;
        if (buffer.getInt(offset + CHECKSUM_OFFSET, BYTE_ORDER) != (sealed ? compute(buffer, offset, length) : 0)) {
            return FrameVerdict.BAD_CHECKSUM;
        }
        return FrameVerdict.VALID;
    }

    private int compute(final DirectBuffer buffer, final int offset, final int payloadLength) {
        crc.reset();
        update(buffer, offset, CHECKSUM_OFFSET);
        update(buffer, offset + HEADER_LENGTH, payloadLength);
        return (int) crc.getValue();
    }

    private void update(final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        final int index = buffer.wrapAdjustment() + offset;
        final byte[] array = buffer.byteArray();
        if (array != null) {
            crc.update(array, index, length);
            return;
        }
        final ByteBuffer bytes = view(buffer.byteBuffer());
        bytes.limit(index + length).position(index);
        crc.update(bytes);
    }

    @SuppressWarnings("ReferenceEquality") // another buffer of equal content is another memory
    private ByteBuffer view(final @Nullable ByteBuffer bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("a buffer without a byte[] or ByteBuffer underneath cannot be summed up;"
                    + " wrap one instead of an address");
        }
        ByteBuffer current = view;
        if (current == null || source != bytes) {
            current = bytes.duplicate();
            source = bytes;
            view = current;
        }
        current.clear();
        return current;
    }
}
