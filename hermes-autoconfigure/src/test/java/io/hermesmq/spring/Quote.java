package io.hermesmq.spring;

/** The message of most tests. */
public record Quote(long instrument, double bid, double ask) {

    public static Quote of(final long instrument) {
        return new Quote(instrument, instrument - 0.5, instrument + 0.5);
    }
}
