package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.LaneConfig;
import io.hermesmq.support.CapturedLog;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CpuPinningTest {

    private static final int NO_SUCH_CPU = 9999;

    private final CapturedLog log = CapturedLog.ofHermes();

    /** The warning is given once in a JVM, which runs other tests too. */
    @BeforeEach
    void forgetTheWarning() throws ReflectiveOperationException {
        final Field warned = CpuPinning.class.getDeclaredField("WARNED");
        warned.setAccessible(true);
        ((AtomicBoolean) warned.get(null)).set(false);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** On a thread that ends, whatever happens to it. */
    private List<String> pin(final String lane, final int cpu) throws InterruptedException {
        final Thread thread = new Thread(() -> CpuPinning.pin(lane, cpu));
        thread.start();
        thread.join();
        return log.lines();
    }

    @Test
    void shouldWarnOnceWhereALaneCannotBePinned() throws InterruptedException {
        assertThat(pin("trading", NO_SUCH_CPU))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN lane 'trading' cannot be pinned to CPU 9999 (")
                        .endsWith("); it runs wherever the operating system puts it."
                                + " Lanes that follow are not reported again."));
        assertThat(pin("orders", NO_SUCH_CPU)).hasSize(1);
    }

    @Test
    void shouldDoNothingForALaneWithoutCpu() throws InterruptedException {
        assertThat(pin("trading", LaneConfig.NO_CPU)).isEmpty();
    }

    /** Where the platform cannot pin, it warns; it never fails. */
    @Test
    void shouldPinToACpuThatThereIs() throws InterruptedException {
        assertThat(pin("trading", 0)).hasSizeLessThanOrEqualTo(1);
    }
}
