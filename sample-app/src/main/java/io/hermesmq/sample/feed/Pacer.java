package io.hermesmq.sample.feed;

/** Says how long to wait for the time of a trade. Pure arithmetic: the caller brings the clock and does the waiting. */
public final class Pacer {

    private final double factor;
    private boolean started;
    private long firstNs;
    private long startNs;

    public Pacer(final Speed speed) {
        this.factor = speed.factor();
    }

    /**
     * The time until a trade is due. The first trade is due at once and starts the clock.
     *
     * @param tradeNs time of the trade.
     * @param nowNs now, as of {@link System#nanoTime()}.
     * @return nanoseconds; zero or less where the trade is due.
     */
    public long untilDue(final long tradeNs, final long nowNs) {
        if (!started) {
            started = true;
            firstNs = tradeNs;
            startNs = nowNs;
        }
        return (long) ((tradeNs - firstNs) / factor) - (nowNs - startNs);
    }
}
