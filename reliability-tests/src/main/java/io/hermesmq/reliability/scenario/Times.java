package io.hermesmq.reliability.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Milliseconds that something took, again and again. */
final class Times {

    private final String what;
    private final List<Long> times = new ArrayList<>();

    Times(final String what) {
        this.what = what;
    }

    void add(final long ms) {
        times.add(ms);
    }

    long percentile(final double part) {
        if (times.isEmpty()) {
            return 0;
        }
        final List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(Math.floor(part * sorted.size()))));
    }

    /** Prints them, and says where they are over their limits. */
    void judge(final Tally tally, final RunOptions run, final long limitMs99, final long limitMsMax) {
        final long p99 = percentile(0.99);
        final long max = percentile(1);
        tally.note("TIME " + what + " n=" + times.size() + " p50_ms=" + percentile(0.5) + " p99_ms=" + p99 + " max_ms="
                + max + " limit_p99_ms=" + limitMs99 + " limit_max_ms=" + limitMsMax);
        final boolean isOver = max > limitMsMax || (times.size() >= 100 && p99 > limitMs99);
        if (isOver && run.isLenient()) {
            tally.note("over the limit, not judged as the run is lenient: " + what);
        } else if (isOver) {
            tally.problem(what + " took longer than its limit");
        }
    }
}
