package io.hermesmq;

/** What a listener of a journaled channel does to the others when it falls behind by more than the ring. */
public enum OnLag {
    /** Nothing: it reads what it missed from the journal and joins the ring again when it has caught up. The default. */
    READ_JOURNAL,

    /** Publishers wait for it, as they do on a channel in memory. */
    BLOCK
}
