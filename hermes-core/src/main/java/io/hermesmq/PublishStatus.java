package io.hermesmq;

/**
 * Why a publish was refused.
 *
 * <p>{@link Publisher#publish} and its relatives return a {@code long}: a value of zero or more is the position of the
 * channel behind the accepted message, a negative value is the {@linkplain #code() code} of one of these. Every refusal
 * is counted by the channel under its name.
 */
public enum PublishStatus {
    /** The ring is full and the channel says {@code on-full: fail}. The message was not taken; try again later. */
    BACK_PRESSURED(-1),

    /** The ring stayed full for the whole time limit of {@code on-full: block}. The message was not taken. */
    TIMED_OUT(-2),

    /** The ring is full and the channel says {@code on-full: drop-newest}: this message is gone, as asked for. */
    DROPPED(-3),

    /** The channel is closed, or draining and this thread is not one of its lanes. The message was not taken. */
    CLOSED(-4),

    /** The thread was interrupted while it waited for room; its interrupt flag is still set. The message was not taken. */
    INTERRUPTED(-5),

    /**
     * The disk of the journal has less free space than {@code journal.min-free-space} and the ring together. The message was not
     * taken; publishing goes on by itself when there is space again.
     */
    DISK_FULL(-6),

    /** The journal cannot be written any more. The message was not taken, and none will be until the application is restarted. */
    JOURNAL_FAILED(-7),

    /**
     * The message was taken, but the journal did not confirm it within the time limit of the channel, or failed or the thread was
     * interrupted meanwhile: it may be there after a restart, or not. Only on channels that acknowledge {@code written} or {@code synced}.
     */
    UNCONFIRMED(-8);

    private static final PublishStatus[] BY_CODE = values();

    private final long code;

    PublishStatus(final long code) {
        this.code = code;
    }

    /**
     * The negative number that a publish returns for this status.
     *
     * @return a value below zero.
     */
    public long code() {
        return code;
    }

    /**
     * Whether a publish was refused.
     *
     * @param result what the publish returned.
     * @return true for a refusal, false where the message was accepted.
     */
    public static boolean isRefused(final long result) {
        return result < 0;
    }

    /**
     * The status for the result of a refused publish.
     *
     * @param result what the publish returned; must be negative.
     * @return the status with that code.
     * @throws IllegalArgumentException where the result is a position, or no code of a status.
     */
    public static PublishStatus of(final long result) {
        if (result >= 0) {
            throw new IllegalArgumentException(
                    "result " + result + " is a position, not a refusal; ask PublishStatus.isRefused(result) first");
        }
        if (result < -BY_CODE.length) {
            throw new IllegalArgumentException("result " + result + " is not the code of a publish status");
        }
        return BY_CODE[(int) (-result - 1)];
    }
}
