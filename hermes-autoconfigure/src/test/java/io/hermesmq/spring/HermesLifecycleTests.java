package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot.State;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.engine.HermesEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

class HermesLifecycleTests {

    private final ApplicationContextRunner runner = HermesRunner.plain();

    @Test
    void channelsOutliveTheWebServer() {
        final List<String> events = new ArrayList<>();
        final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.SMALL));
        runner.withBean(Hermes.class, () -> hermes)
                .withBean(
                        "webServer",
                        Edge.class,
                        () -> new Edge(
                                "web server", WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE, hermes, events))
                .withBean(
                        "gracefulShutdown",
                        Edge.class,
                        () -> new Edge(
                                "graceful shutdown",
                                WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
                                hermes,
                                events))
                .withBean(
                        "container",
                        Edge.class,
                        () -> new Edge("container", SmartLifecycle.DEFAULT_PHASE, hermes, events))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(events)
                .containsExactly(
                        "start web server: RUNNING",
                        "start graceful shutdown: RUNNING",
                        "start container: RUNNING",
                        "stop container: RUNNING",
                        "stop graceful shutdown: RUNNING",
                        "stop web server: RUNNING");
        assertThat(hermes.snapshot().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatWasAcceptedIsDrainedAtTheEnd() {
        final Busy[] listener = new Busy[1];
        runner.withUserConfiguration(Busy.class, FreeAtTheEnd.class).run(context -> {
            listener[0] = context.getBean(Busy.class);
            for (int i = 0; i < 50; i++) {
                assertThat(listener[0].quotes.publish(Quote.of(i))).isPositive();
            }
            assertThat(listener[0].received).isEmpty();
        });
        assertThat(listener[0].received).hasSize(50);
    }

    @Test
    void theDrainEndsWithItsBudget() {
        final Hermes[] hermes = new Hermes[1];
        runner.withUserConfiguration(Busy.class)
                .withPropertyValues("hermes.drain-timeout=100ms", "busy.millis=100")
                .run(context -> {
                    hermes[0] = context.getBean(Hermes.class);
                    for (int i = 0; i < 100; i++) {
                        context.getBean(Busy.class).quotes.publish(Quote.of(i));
                    }
                });
        assertThat(hermes[0].snapshot().state()).isEqualTo(State.CLOSED);
        assertThat(hermes[0].snapshot().listeners().get(0).delivered()).isLessThan(100);
    }

    @Test
    void theEngineIsClosedWhenTheContextFailsBeforeItsStart() {
        final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.SMALL));
        runner.withBean(Hermes.class, () -> hermes)
                .withBean("late", SmartInitializingSingleton.class, () -> () -> {
                    throw new IllegalStateException("on purpose");
                })
                .run(context -> assertThat(context).hasFailed());
        assertThat(hermes.snapshot().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aPauseOfTheContextDoesNotCloseTheEngine() {
        runner.withUserConfiguration(Busy.class, FreeAtTheEnd.class).run(context -> {
            context.getSourceApplicationContext().pause();
            assertThat(context.getBean(Hermes.class).snapshot().state()).isEqualTo(State.RUNNING);
            context.getSourceApplicationContext().restart();
            assertThat(context.getBean(Busy.class).quotes.publish(Quote.of(1))).isPositive();
        });
    }

    @Test
    void aContextThatWasStoppedDoesNotStartAgain() {
        runner.withUserConfiguration(Busy.class).run(context -> {
            context.getSourceApplicationContext().stop();
            assertThat(context.getBean(Hermes.class).snapshot().state()).isEqualTo(State.CLOSED);
            assertThatThrownBy(() -> context.getSourceApplicationContext().start())
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Hermes was closed when this application context stopped, and a closed Hermes does not"
                            + " start again: stop() followed by start() is not supported, and neither is a checkpoint"
                            + " (CRaC); close the context and create a new one, or use pause() and restart(), which leave"
                            + " Hermes running");
        });
    }

    @Test
    void messagesFromBeforeTheStartAreDelivered() {
        final Early[] early = new Early[1];
        runner.withUserConfiguration(Early.class).run(context -> early[0] = context.getBean(Early.class));
        assertThat(early[0].received).containsExactly(1L);
    }

    @Test
    void aListenerMayCloseTheContext() {
        runner.withUserConfiguration(Closing.class).run(context -> {
            final Hermes hermes = context.getBean(Hermes.class);
            context.getBean(Closing.class).quotes.publish(Quote.of(1));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(hermes.snapshot().state()).isEqualTo(State.CLOSED));
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("closing.on"));
        });
    }

    private static final class Edge implements SmartLifecycle {

        private final String name;
        private final int phase;
        private final Hermes hermes;
        private final List<String> events;
        private boolean running;

        Edge(final String name, final int phase, final Hermes hermes, final List<String> events) {
            this.name = name;
            this.phase = phase;
            this.hermes = hermes;
            this.events = events;
        }

        @Override
        public void start() {
            running = true;
            events.add("start " + name + ": " + hermes.snapshot().state());
        }

        @Override
        public void stop() {
            running = false;
            events.add("stop " + name + ": " + hermes.snapshot().state());
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Busy {

        final List<Long> received = new CopyOnWriteArrayList<>();
        final CountDownLatch free = new CountDownLatch(1);

        @Value("${busy.millis:60000}")
        long millis;

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @HermesListener(channel = "quotes")
        void on(final Quote quote) throws InterruptedException {
            free.await(millis, TimeUnit.MILLISECONDS);
            received.add(quote.instrument());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FreeAtTheEnd {

        @Autowired
        Busy busy;

        /** Comes before anything is stopped. */
        @EventListener(ContextClosedEvent.class)
        void free() {
            busy.free.countDown();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Early {

        final List<Long> received = new CopyOnWriteArrayList<>();

        Early(@HermesChannel("quotes") final Publisher<Quote> quotes) {
            quotes.publish(Quote.of(1));
        }

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Closing {

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @Autowired
        ConfigurableApplicationContext context;

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            context.close();
        }
    }
}
