package io.hermesmq.frame;

/**
 * Where things are in the payload of a dead letter, version 1, and in that of a mark, which says what became of one. Both are
 * messages of the dead-letter channel as any other. All values are little-endian, texts are UTF-8 and follow each other without padding.
 *
 * <pre>
 *   letter                                             mark
 *   0   int    magic                                   0   int    magic
 *   4   byte   version                                 4   byte   version
 *   5   byte   kind: 1                                 5   byte   kind: 2
 *   6   short  bytes of the name of the channel        6   short  outcome
 *   8   long   time of its last failure, epoch ns      8   long   time of the outcome, epoch ns
 *  16   long   position of the channel behind it      16   long   sequence of the letter in this channel
 *  24   long   fingerprint of its layout, or 0        24   int    re-drives so far
 *  32   int    deliveries that failed                 28   int    deliveries that failed, all together
 *  36   int    bytes of its frame                     32   int    bytes of the class of the last exception
 *  40   short  bytes of the id of the listener        36   int    bytes of its message
 *  42   short  bytes of the class of the exception    40   class of the exception, its message
 *  44   int    bytes of its message
 *  48   the frame as it was, header and payload; then channel, listener, class of the exception, its message
 * </pre>
 */
public final class DeadLetterLayout {

    /** First four bytes of the payload, read as a little-endian int: the letters {@code DLTR} in memory. */
    public static final int MAGIC = 0x52544C44;

    /** The version that this code writes and reads. */
    public static final byte VERSION = 1;

    /** Kind of a payload that is a letter. */
    public static final byte KIND_LETTER = 1;

    /** Kind of a payload that says what became of a letter. */
    public static final byte KIND_MARK = 2;

    /** Offset of the magic. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the version. */
    public static final int VERSION_OFFSET = 4;

    /** Offset of the kind. */
    public static final int KIND_OFFSET = 5;

    /** Letter: offset of the length of the name of the channel. */
    public static final int CHANNEL_LENGTH_OFFSET = 6;

    /** Both: offset of the time. */
    public static final int TIME_OFFSET = 8;

    /** Letter: offset of the position behind the message in its channel. */
    public static final int POSITION_OFFSET = 16;

    /** Letter: offset of the fingerprint of the layout of the message; 0 where it has none. */
    public static final int FINGERPRINT_OFFSET = 24;

    /** Letter: offset of the number of deliveries that failed. */
    public static final int ATTEMPTS_OFFSET = 32;

    /** Letter: offset of the length of the frame. */
    public static final int FRAME_LENGTH_OFFSET = 36;

    /** Letter: offset of the length of the id of the listener. */
    public static final int LISTENER_LENGTH_OFFSET = 40;

    /** Letter: offset of the length of the name of the class of the exception. */
    public static final int EXCEPTION_LENGTH_OFFSET = 42;

    /** Letter: offset of the length of the message of the exception. */
    public static final int MESSAGE_LENGTH_OFFSET = 44;

    /** Letter: offset of the frame; the texts follow it. */
    public static final int FRAME_OFFSET = 48;

    /** Mark: offset of the outcome. */
    public static final int OUTCOME_OFFSET = 6;

    /** Mark: offset of the sequence of the letter. */
    public static final int LETTER_OFFSET = 16;

    /** Mark: offset of the number of re-drives. */
    public static final int REDRIVES_OFFSET = 24;

    /** Mark: offset of the number of deliveries that failed. */
    public static final int MARK_ATTEMPTS_OFFSET = 28;

    /** Mark: offset of the length of the name of the class of the exception. */
    public static final int MARK_EXCEPTION_LENGTH_OFFSET = 32;

    /** Mark: offset of the length of the message of the exception. */
    public static final int MARK_MESSAGE_LENGTH_OFFSET = 36;

    /** Mark: offset of the texts. */
    public static final int MARK_TEXTS_OFFSET = 40;

    /** Outcome: the listener has handled it. */
    public static final short OUTCOME_HANDLED = 1;

    /** Outcome: somebody let it go. */
    public static final short OUTCOME_DROPPED = 2;

    /** Outcome: the listener failed again; it can be re-driven once more. */
    public static final short OUTCOME_FAILED = 3;

    /** Outcome: the listener failed again, and it is not re-driven with all others any more. */
    public static final short OUTCOME_PARKED = 4;

    private DeadLetterLayout() {}
}
