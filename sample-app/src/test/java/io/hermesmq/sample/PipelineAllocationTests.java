package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The promise of the sample: from the feed to the executor nothing is allocated per tick. */
class PipelineAllocationTests {

    private static final long TICKS = 300_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void noThreadAllocatesPerTick(@TempDir final Path directory) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                SampleApplication.class,
                "--sample.rate=300000",
                "--hermes.channels.ticks.capacity=64MB",
                "--hermes.directory=" + directory)) {
            final TickStats stats = context.getBean(TickStats.class);
            await().until(() -> stats.count() > TICKS);

            final Map<String, Long> before = allocatedBytes();
            final long count = stats.count();
            await().until(() -> stats.count() > count + TICKS);
            final Map<String, Long> after = allocatedBytes();

            assertThat(before).containsOnlyKeys("feed", "hermes-lane-market-data", "hermes-lane-execution");
            before.forEach((thread, bytes) -> assertThat(after.get(thread) - bytes)
                    .as("bytes that %s allocated during %d ticks", thread, TICKS)
                    .isLessThan(TICKS));
        }
    }

    private Map<String, Long> allocatedBytes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("feed|hermes-lane-.*"))
                .collect(Collectors.toMap(Thread::getName, thread -> threads.getThreadAllocatedBytes(thread.getId())));
    }
}
