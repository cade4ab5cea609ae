package io.hermesmq.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what another thread is about to do. */
public final class Soon {

    private Soon() {}

    /** Looks every millisecond, for up to 20 seconds. */
    public static void await(final Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(condition);
    }
}
