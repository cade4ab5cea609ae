package io.hermesmq.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import io.hermesmq.desk.Desk;
import io.hermesmq.desk.Trading;
import io.hermesmq.desk.Trading.Quote;
import io.hermesmq.desk.Trading.Signal;
import io.hermesmq.test.AssertNoAllocation;
import io.hermesmq.test.HermesProbe;
import io.hermesmq.test.LaneMode;
import io.hermesmq.test.RecordMessages;
import io.hermesmq.test.RecordingListener;
import io.hermesmq.test.TestClock;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.ContextConfiguration;

class SliceVariantsTests {

    @Nested
    @HermesTest(lanes = LaneMode.RUNNING, timeout = "20s")
    @ContextConfiguration(classes = Desk.class)
    class WithRunningLanes {

        @RecordMessages("signals")
        private RecordingListener<Signal> signals;

        @Test
        void theProbeWaitsForThem(
                @Autowired final HermesProbe probe,
                @Autowired final Trading.QuotePublisher quotes,
                @Autowired final HermesConfig config) {
            for (int i = 1; i <= 10; i++) {
                quotes.publish(new Quote(i, 1.0));
            }

            probe.await("signals").consumed(10).failed(0).idle();
            assertThat(config.lane("signals").stepped()).isFalse();
            assertThat(signals).hasSize(5);
            assertThat(signals.recorded())
                    .allSatisfy(message -> assertThat(message.thread()).isEqualTo("hermes-lane-recordings"));
        }

        @Test
        void theyCannotBeStepped(@Autowired final HermesProbe probe) {
            org.assertj.core.api.Assertions.assertThatThrownBy(probe::step)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("the lanes of this test run by themselves; use await(..), or let them be stepped with"
                            + " lanes = LaneMode.STEPPED");
        }
    }

    @Nested
    @HermesTest(excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Trading.Fragile.class))
    @ContextConfiguration(classes = Desk.class)
    class WithoutSomeListeners {

        @Test
        void theyAreNotThere(@Autowired final HermesProbe probe) {
            assertThat(probe.snapshot().listeners())
                    .extracting(listener -> listener.id())
                    .contains("signals")
                    .doesNotContain("fragile");
        }
    }

    @Nested
    @HermesTest(
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Trading.Fragile.class))
    @ContextConfiguration(classes = Desk.class)
    class WithNothingButOneListener {

        @Test
        void nothingElseIsThere(@Autowired final ApplicationContext context) {
            assertThat(context.getBeanNamesForType(Trading.Fragile.class)).hasSize(1);
            assertThat(context.getBeanNamesForType(Trading.Signals.class)).isEmpty();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WholeApplication {}

    @Nested
    @SpringBootTest(classes = WholeApplication.class)
    @AutoConfigureHermesTest
    class BesideSpringBootTest {

        @Test
        void theEngineIsTheTestsOwn(@Autowired final Hermes hermes, @Autowired final HermesProbe probe) {
            assertThat(hermes.clock()).isInstanceOf(TestClock.class);
            probe.idle();
        }
    }

    @Nested
    @SpringBootTest(classes = WholeApplication.class)
    class PlainSpringBootTest {

        @Test
        void onlyViewsAreGuarded(
                @Autowired final HermesConfig config,
                @Autowired final Hermes hermes,
                @Autowired final ApplicationContext context) {
            assertThat(config.guardViews()).isTrue();
            assertThat(config.everyLane()).isNull();
            assertThat(config.directory()).isEqualTo(HermesConfig.DEFAULT_DIRECTORY);
            assertThat(hermes.clock()).isNotInstanceOf(TestClock.class);
            assertThat(context.getBeanNamesForType(HermesProbe.class)).isEmpty();
        }
    }

    @Test
    void theDirectoryGoesWithTheContext() {
        final Path[] directory = new Path[1];
        runner().run(context -> {
            directory[0] = context.getBean(HermesConfig.class).directory();
            assertThat(directory[0]).isDirectory();
        });

        assertThat(directory[0]).doesNotExist();
    }

    @Test
    void aClockOfTheTestsOwnIsUsed() {
        runner().withBean(EpochNanoClock.class, SystemEpochNanoClock::new).run(context -> {
            assertThat(context).doesNotHaveBean(TestClock.class);
            assertThat(context.getBean(Hermes.class).clock()).isInstanceOf(SystemEpochNanoClock.class);
        });
    }

    @Test
    void viewsAreNotGuardedWhereAPropertySaysSo() {
        runner().withPropertyValues("hermes-test.guard-views=false")
                .run(context -> assertThat(context.getBean(HermesConfig.class).guardViews())
                        .isFalse());
    }

    @Test
    void viewsAreNotGuardedWhereAllocationIsMeasured() {
        final class Measuring {
            @AssertNoAllocation("signals")
            void quotes() {}
        }
        final AllocationContextCustomizerFactory factory = new AllocationContextCustomizerFactory();

        assertThat(factory.createContextCustomizer(Measuring.class, List.of())).isNotNull();
        assertThat(factory.createContextCustomizer(SliceVariantsTests.class, List.of()))
                .isNull();
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HermesAutoConfiguration.class,
                        HermesTestAutoConfiguration.class,
                        GuardedViewsAutoConfiguration.class));
    }
}
