package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.LaneConfig;
import io.hermesmq.support.CapturedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class CpuPinningTest {

    private static final int NO_SUCH_CPU = 1023;

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
                        .startsWith("WARN lane 'trading' cannot be pinned to CPU 1023 (")
                        .endsWith("); it runs wherever the operating system puts it."
                                + " Lanes that follow are not reported again."));
        assertThat(pin("orders", NO_SUCH_CPU)).hasSize(1);
    }

    @Test
    void shouldWarnWhereAMaskCannotNameTheCpu() throws InterruptedException {
        assertThat(pin("trading", 1 << 20))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN lane 'trading' cannot be pinned to CPU 1048576 (no machine has so many)"));
    }

    @Test
    void shouldDoNothingForALaneWithoutCpu() throws InterruptedException {
        assertThat(pin("trading", LaneConfig.NO_CPU)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldPinTheThreadThatAsksAndNoOther() throws Exception {
        final List<String> before = allowedCpus();
        final int cpu = Integer.parseInt(before.get(0).split("[-,]")[0]);
        final List<String> pinned = new ArrayList<>();

        final Thread thread = new Thread(() -> {
            CpuPinning.pin("trading", cpu);
            pinned.addAll(allowedCpus());
        });
        thread.start();
        thread.join();

        assertThat(log.lines()).isEmpty();
        assertThat(pinned).containsExactly(String.valueOf(cpu));
        assertThat(allowedCpus()).isEqualTo(before);
    }

    /** Of the calling thread, as the kernel tells. */
    private static List<String> allowedCpus() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
