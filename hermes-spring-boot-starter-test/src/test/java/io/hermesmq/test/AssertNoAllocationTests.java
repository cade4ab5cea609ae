package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesmq.MessageContext;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.spring.ImportHermesPublishers;
import io.hermesmq.test.autoconfigure.HermesTest;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;
import org.opentest4j.TestAbortedException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

@Timeout(120)
class AssertNoAllocationTests {

    record Tick(long instrument, double price) {}

    @HermesPublisher("ticks")
    interface TickPublisher {
        long publish(Tick tick);

        long publish(long instrument, double price);
    }

    @HermesPublisher("silence")
    interface SilentPublisher {
        long publish(Tick tick);
    }

    static final class Vwap {
        private double sum;

        @HermesListener(channel = "ticks", id = "vwap", lane = "vwap")
        void on(final Tick tick, final MessageContext context) {
            sum += tick.price() * context.sequence();
        }
    }

    static final class Boxing {
        private final ArrayDeque<Object> last = new ArrayDeque<>();

        @HermesListener(channel = "ticks", id = "boxing", lane = "boxing")
        void on(final long instrument) {
            last.addLast(new long[] {instrument, 1, 2});
            if (last.size() > 10) {
                last.removeFirst();
            }
        }
    }

    static final class Silent {
        @HermesListener(channel = "silence", id = "silent")
        void on(final Tick tick) {
            throw new IllegalStateException("nobody publishes " + tick);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(types = {TickPublisher.class, SilentPublisher.class})
    static class App {
        @Bean
        Vwap vwap() {
            return new Vwap();
        }

        @Bean
        Boxing boxing() {
            return new Boxing();
        }

        @Bean
        Silent silent() {
            return new Silent();
        }
    }

    @Nested
    @HermesTest
    @ContextConfiguration(classes = App.class)
    class OfAListenerThatAllocatesNothing {

        @Test
        @AssertNoAllocation("vwap")
        void records(@Autowired final TickPublisher ticks) {
            for (int i = 0; i < 100; i++) {
                ticks.publish(new Tick(i, 1.5)); // what the test allocates is its own affair
            }
        }
    }

    @Nested
    @HermesTest(lanes = LaneMode.RUNNING, timeout = "60s")
    @ContextConfiguration(classes = App.class)
    class OfAListenerOnARunningLane {

        @Test
        @AssertNoAllocation("vwap")
        void records(@Autowired final TickPublisher ticks) {
            for (int i = 0; i < 100; i++) {
                ticks.publish(i, 1.5);
            }
        }
    }

    /** Run by hand: the build takes classes that end in Tests. */
    @HermesTest
    @ContextConfiguration(classes = App.class)
    static class OfAListenerThatAllocates {

        @Test
        @AssertNoAllocation(value = "boxing", warmUp = 1000, messages = 5000)
        void arrays(@Autowired final TickPublisher ticks) {
            for (int i = 0; i < 100; i++) {
                ticks.publish(i, 1.5);
            }
        }
    }

    @Test
    void saysHowMuchAListenerAllocatesAndWhere() {
        assertThat(Engine.failures(OfAListenerThatAllocates.class))
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure)
                            .isExactlyInstanceOf(AssertionError.class)
                            .hasMessageMatching(
                                    "(?s)listener 'boxing' on lane 'boxing' allocates \\d+\\.\\d bytes for each message"
                                            + " \\(the best of 30 times 5000 messages, after 1000 to warm up\\), which is not below 1\\.0\\.\n.*")
                            .hasMessageContaining("What the flight recorder has seen:\n")
                            .hasMessageContaining("%: [J in io.hermesmq.test.AssertNoAllocationTests$Boxing.on, line ");
                });
    }

    @HermesTest
    @ContextConfiguration(classes = App.class)
    static class OfAListenerThatGetsNothing {

        @Test
        @AssertNoAllocation("silent")
        void nothing() {}
    }

    @Test
    void saysThatTheTestPublishesNothing() {
        assertThat(Engine.failures(OfAListenerThatGetsNothing.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith(
                                "the test has published nothing that listener 'silent' gets: @AssertNoAllocation calls the"
                                        + " test method again and again for messages; publish a few hundred in it\n  listener 'silent': consumed"
                                        + " 0,"));
    }

    @Test
    void saysThatTheJvmCannotMeasure() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() ->
                        AllocationExtension.measuringThreads(Mockito.mock(java.lang.management.ThreadMXBean.class)))
                .withMessage("@AssertNoAllocation has measured nothing: this JVM (" + System.getProperty("java.vm.name")
                        + ") does not count what a thread allocates (com.sun.management.ThreadMXBean). Run the test on a HotSpot"
                        + " JVM");
        assertThat(AllocationExtension.measuringThreads(ManagementFactory.getThreadMXBean()))
                .isNotNull();
    }
}
