package io.hermesmq.reliability.check;

/** What can be wrong with the messages that a listener was given. */
public enum Fault {
    /** Acknowledged, never delivered, and before the first that was delivered of its publisher: the beginning is gone. */
    LOST_PREFIX,
    /** Acknowledged, never delivered, but later ones of its publisher were: a hole. */
    LOST_MIDDLE,
    /** Acknowledged, never delivered, and behind the last that was delivered of its publisher: the end is gone. */
    LOST_POSTFIX,
    /** Delivered under two sequences: it is in the journal twice. */
    DUPLICATED,
    /** Delivered behind a later one of the same publisher, or under a sequence before the last one within a session. */
    REORDERED,
    /** Delivered although nobody attempted it, or although its publisher was told that it was not taken. */
    UNEXPECTED,
    /** Bytes that no publisher wrote. */
    CORRUPT,
    /** Sequences that were left out without a word. */
    SKIPPED,
    /** A gap that was reported with a wrong count. */
    MISCOUNTED,
    /** A session that began before the one before it: a position was lost. */
    WENT_BACK,
    /** A sequence that carried another value when it was delivered again. */
    CHANGED,
    /** Another order than the first listener was given. */
    DIVERGED;

    /**
     * Whether it is a loss.
     *
     * @return true for the three kinds of loss.
     */
    public boolean isLoss() {
        return this == LOST_PREFIX || this == LOST_MIDDLE || this == LOST_POSTFIX;
    }

    /**
     * Whether it means that wrong or wrongly placed messages were delivered.
     *
     * @return false for losses and skipped sequences, which are about messages that were not.
     */
    public boolean isWrongDelivery() {
        return !isLoss() && this != SKIPPED && this != MISCOUNTED && this != WENT_BACK;
    }
}
