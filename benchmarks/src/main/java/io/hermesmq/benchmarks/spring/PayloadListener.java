package io.hermesmq.benchmarks.spring;

import io.hermesmq.annotation.HermesListener;
import io.hermesmq.benchmarks.side.Receiver;
import org.springframework.stereotype.Component;

/** The listening bean. */
@Component
class PayloadListener {

    static final String LANE = "payloads";

    private final Receiver receiver;

    PayloadListener(final Receiver receiver) {
        this.receiver = receiver;
    }

    @HermesListener(channel = "payloads", lane = LANE)
    void on(
            final long a,
            final long b,
            final long c,
            final long d,
            final long e,
            final long f,
            final long g,
            final long h) {
        receiver.on(a, b, c, d, e, f, g, h);
    }
}
