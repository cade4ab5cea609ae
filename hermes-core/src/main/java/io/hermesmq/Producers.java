package io.hermesmq;

/** How many threads publish to a channel. */
public enum Producers {
    /** One thread only: no compare-and-set per message. A second thread corrupts the channel; checked with {@code -ea}. */
    SINGLE,

    /** Any number of threads. */
    MULTI
}
