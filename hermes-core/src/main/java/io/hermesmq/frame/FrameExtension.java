package io.hermesmq.frame;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_EXTENSION;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where things are in a header extension. A frame with {@link FrameLayout#FLAG_EXTENSION} has one in front of what its publisher
 * encoded; it belongs to the payload in the frame's length and checksum.
 *
 * <pre>
 *   0        1        2        3        4        5        6        7
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  | length in bytes |     fields      |              type id              |   0
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |     one slot for each bit that is set in fields, lowest bit first     |   8, 16 ...
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |     more bytes of a later version, up to the length: passed over      |
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |     what the publisher encoded ...                                       length
 * </pre>
 *
 * <p>The length counts all of the extension and is a multiple of 8. A bit that a reader does not know has its slot all the same, so
 * the slots of the bits that it knows are where they should be, and the rest is passed over.
 */
public final class FrameExtension {

    /** Offset of the length, two bytes without a sign. */
    public static final int LENGTH_OFFSET = 0;

    /** Offset of the bits that say which slots there are, two bytes. */
    public static final int FIELDS_OFFSET = 2;

    /** Offset of the type id, four bytes; 0 where the publisher states none. */
    public static final int TYPE_ID_OFFSET = 4;

    /** Offset of the first slot, and length of an extension without slots. */
    public static final int SLOTS_OFFSET = 8;

    /** Bytes of a slot. */
    public static final int SLOT_LENGTH = 8;

    /** Field: which request the message is, or is the reply to. */
    public static final int CORRELATION = 1;

    /** Field: where the reply goes, the 64-bit FNV-1a hash of the channel's name in UTF-8. */
    public static final int REPLY_TO = 1 << 1;

    /** Field: nanoseconds since the epoch from which on the message is not delivered any more. */
    public static final int EXPIRY = 1 << 2;

    /** Field: nanoseconds since the epoch before which the message is not delivered. */
    public static final int DUE = 1 << 3;

    /** Field: first eight bytes of the trace id, as W3C Trace Context has them. */
    public static final int TRACE_ID_HIGH = 1 << 4;

    /** Field: last eight bytes of the trace id. */
    public static final int TRACE_ID_LOW = 1 << 5;

    /** Field: id of the span that published. */
    public static final int SPAN_ID = 1 << 6;

    /** Type id of a message whose publisher states none. */
    public static final int NO_TYPE = 0;

    /** Type id of a reply that says that the request failed; what follows is a text in UTF-8. */
    public static final int TYPE_FAILURE = 1;

    /** Type id of the note that a delayed message was delivered; what follows is its sequence, eight bytes. */
    public static final int TYPE_FIRED = 2;

    /** Type ids below are Hermes' own. */
    public static final int FIRST_FREE_TYPE = 16;

    /** What {@link #lengthAt} returns for bytes that are no extension. */
    public static final int DAMAGED = -1;

    private static final int MAX_FIELDS = 0xFFFF;

    private FrameExtension() {}

    /**
     * Length of an extension.
     *
     * @param fields the bits of its slots.
     * @return bytes.
     */
    public static int lengthOf(final int fields) {
        return SLOTS_OFFSET + SLOT_LENGTH * Integer.bitCount(fields & MAX_FIELDS);
    }

    /**
     * The first eight bytes of an extension as one little-endian long.
     *
     * @param fields the bits of its slots.
     * @param typeId of the message.
     * @return length, fields and type id.
     */
    public static long firstWord(final int fields, final int typeId) {
        return lengthOf(fields) | (long) (fields & MAX_FIELDS) << 16 | (long) typeId << 32;
    }

    /**
     * Where a slot is.
     *
     * @param fields the bits of all slots of the extension.
     * @param field one bit.
     * @return offset from the start of the extension.
     */
    public static int slotOffset(final int fields, final int field) {
        return SLOTS_OFFSET + SLOT_LENGTH * Integer.bitCount(fields & (field - 1));
    }

    /**
     * Whether a frame has an extension.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset behind its header.
     * @return true where the flag says so.
     */
    public static boolean isPresent(final DirectBuffer buffer, final int payloadOffset) {
        return (buffer.getByte(payloadOffset - HEADER_LENGTH + FLAGS_OFFSET) & FLAG_EXTENSION) != 0;
    }

    /**
     * Says in the header of a frame that it has an extension.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset behind its header.
     */
    public static void announce(final MutableDirectBuffer buffer, final int payloadOffset) {
        final int flags = payloadOffset - HEADER_LENGTH + FLAGS_OFFSET;
        buffer.putByte(flags, (byte) (buffer.getByte(flags) | FLAG_EXTENSION));
    }

    /**
     * Checks the extension of a frame and tells how long it is.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset behind its header.
     * @param payloadLength as the header says.
     * @return bytes to pass over, 0 where the frame has no extension, {@link #DAMAGED} where the length does not fit
     *     payload or fields.
     */
    public static int lengthAt(final DirectBuffer buffer, final int payloadOffset, final int payloadLength) {
        if (!isPresent(buffer, payloadOffset)) {
            return 0;
        }
        if (payloadLength < SLOTS_OFFSET) {
            return DAMAGED;
        }
        final int length = Short.toUnsignedInt(buffer.getShort(payloadOffset + LENGTH_OFFSET, BYTE_ORDER));
        final boolean fits = length <= payloadLength
                && length % SLOT_LENGTH == 0
                && length >= lengthOf(fieldsAt(buffer, payloadOffset));
        return fits ? length : DAMAGED;
    }

    /**
     * The bits of the slots.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset of an extension.
     * @return the bits, those of later versions too.
     */
    public static int fieldsAt(final DirectBuffer buffer, final int payloadOffset) {
        return Short.toUnsignedInt(buffer.getShort(payloadOffset + FIELDS_OFFSET, BYTE_ORDER));
    }

    /**
     * The type of the message.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset of an extension.
     * @return its id, or {@link #NO_TYPE}.
     */
    public static int typeIdAt(final DirectBuffer buffer, final int payloadOffset) {
        return buffer.getInt(payloadOffset + TYPE_ID_OFFSET, BYTE_ORDER);
    }

    /**
     * Reads a slot.
     *
     * @param buffer that holds the frame.
     * @param payloadOffset of an extension that was checked.
     * @param field one bit.
     * @param absent what to return where there is no such slot.
     * @return the value.
     */
    public static long valueAt(final DirectBuffer buffer, final int payloadOffset, final int field, final long absent) {
        final int fields = fieldsAt(buffer, payloadOffset);
        return (fields & field) == 0 ? absent : buffer.getLong(payloadOffset + slotOffset(fields, field), BYTE_ORDER);
    }
}
