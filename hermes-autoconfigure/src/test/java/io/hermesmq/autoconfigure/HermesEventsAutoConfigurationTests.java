package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.events.EventBridge;
import io.hermesmq.spring.events.EventBridgeRegistrar;
import io.hermesmq.spring.events.EventsToChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class HermesEventsAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            HermesRunner.stepped().withConfiguration(AutoConfigurations.of(HermesEventsAutoConfiguration.class));

    private ApplicationContextRunner with(final EventBridge... bridges) {
        ApplicationContextRunner result = runner;
        for (int i = 0; i < bridges.length; i++) {
            final EventBridge bridge = bridges[i];
            result = result.withBean("bridge" + i, EventBridge.class, () -> bridge);
        }
        return result;
    }

    private static EventBridge fromChannel(final String channel, final Class<?> type) {
        return EventBridge.fromChannel(
                ListenerConfig.of(channel + "-events", channel).onLane(HermesRunner.LANE), type);
    }

    @Test
    void eventsOfTheTypeGoToTheChannelToo() {
        with(EventBridge.toChannel(Placed.class, "orders"))
                .withBean(Orders.class)
                .withBean(Events.class)
                .run(context -> {
                    context.publishEvent(new Placed(1));
                    context.publishEvent(new Cancelled(2));
                    context.publishEvent(new Placed(3));
                    context.getBean(Hermes.class).step(HermesRunner.LANE);
                    assertThat(context.getBean(Orders.class).received).containsExactly(new Placed(1), new Placed(3));
                    assertThat(context.getBean(Events.class).placed).containsExactly(new Placed(1), new Placed(3));
                });
    }

    @Test
    void messagesOfAChannelBecomeEventsWhenTheirLaneRuns() {
        with(fromChannel("orders", Placed.class)).withBean(Events.class).run(context -> {
            final Hermes hermes = context.getBean(Hermes.class);
            hermes.publisher("orders", Placed.class).publish(new Placed(1));
            assertThat(context.getBean(Events.class).placed).isEmpty();
            hermes.step(HermesRunner.LANE);
            assertThat(context.getBean(Events.class).placed).containsExactly(new Placed(1));
        });
    }

    @Test
    void aListenerOfEventsThatThrowsFailsTheMessage() {
        final List<String> failures = new ArrayList<>();
        final ListenerConfig config = ListenerConfig.of("orders-events", "orders")
                .onLane(HermesRunner.LANE)
                .onFailure((listener, message, cause, attempt) -> {
                    failures.add(listener + " " + message.sequence() + " " + cause.getMessage());
                    return FailureAction.CONTINUE;
                });
        with(EventBridge.fromChannel(config, Cancelled.class))
                .withBean(Events.class)
                .run(context -> {
                    final Hermes hermes = context.getBean(Hermes.class);
                    hermes.publisher("orders", Cancelled.class).publish(new Cancelled(7));
                    hermes.step(HermesRunner.LANE);
                    assertThat(failures).containsExactly("orders-events 1 cannot cancel 7");
                });
    }

    @Test
    void aRefusalReachesWhoPublishesTheEvent() {
        with(EventBridge.toChannel(Placed.class, "orders"))
                .withBean(Orders.class)
                .withPropertyValues("hermes.channels.orders.on-full=fail", "hermes.channels.orders.capacity=4KB")
                .run(context -> {
                    final long accepted = fill(context);
                    assertThatThrownBy(() -> context.publishEvent(new Placed(0)))
                            .isInstanceOfSatisfying(
                                    PublishRefusedException.class,
                                    e -> assertThat(e.status()).isEqualTo(PublishStatus.BACK_PRESSURED));
                    context.getBean(Hermes.class).awaitIdle(Duration.ofSeconds(10));
                    assertThat(context.getBean(Orders.class).received).hasSize((int) accepted);
                    context.publishEvent(new Placed(0));
                });
    }

    @Test
    void aRefusalIsLoggedAndCountedWhereTheBridgeSaysSo(final CapturedOutput output) {
        with(EventBridge.toChannel(Placed.class, "orders").loggingRefusals())
                .withBean(Orders.class)
                .withPropertyValues("hermes.channels.orders.on-full=fail", "hermes.channels.orders.capacity=4KB")
                .run(context -> {
                    final Hermes hermes = context.getBean(Hermes.class);
                    for (int i = 0; i < 1000; i++) {
                        context.publishEvent(new Placed(i));
                    }
                    final var channel = hermes.snapshot().channels().get(0);
                    final long refused = channel.refused().get(PublishStatus.BACK_PRESSURED);
                    assertThat(refused).isPositive();
                    assertThat(channel.published() + refused).isEqualTo(1000);
                    assertThat(output)
                            .contains("channel 'orders' refused an event of type " + Placed.class.getName()
                                    + ": BACK_PRESSURED; 0 more since the last report");
                });
    }

    @Test
    void eventsOfATransactionGoToTheChannelWhenItHasCommitted() {
        with(EventBridge.toChannel(Placed.class, "orders").afterCommit())
                .withBean(Orders.class)
                .run(context -> {
                    final Hermes hermes = context.getBean(Hermes.class);
                    final TransactionTemplate transaction = new TransactionTemplate(new NoResources());
                    transaction.executeWithoutResult(status -> {
                        context.publishEvent(new Placed(1));
                        assertThat(hermes.step(HermesRunner.LANE)).isZero();
                    });
                    transaction.executeWithoutResult(status -> {
                        context.publishEvent(new Placed(2));
                        status.setRollbackOnly();
                    });
                    context.publishEvent(new Placed(3));
                    hermes.step(HermesRunner.LANE);
                    assertThat(context.getBean(Orders.class).received).containsExactly(new Placed(1), new Placed(3));
                });
    }

    @Test
    void waitingForACommitNeedsTransactions() {
        with(EventBridge.toChannel(Placed.class, "orders").afterCommit())
                .withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
                .run(context -> {
                    final FailureAnalysis analysis = Analyses.of(context);
                    assertThat(analysis.getDescription())
                            .isEqualTo(
                                    "Events of type " + Placed.class.getName() + " are to wait for the commit of their"
                                            + " transaction, but spring-tx is not on the class path.");
                    assertThat(analysis.getAction())
                            .isEqualTo("Add the dependency org.springframework:spring-tx, or leave out afterCommit().");
                });
    }

    @Test
    void aCircleIsRefused() {
        with(EventBridge.toChannel(Placed.class, "orders"), fromChannel("orders", Placed.class))
                .run(context -> {
                    final FailureAnalysis analysis = Analyses.of(context);
                    assertThat(analysis.getDescription())
                            .isEqualTo("The events of type " + Placed.class.getName()
                                    + " would go round for ever: 'orders' -> 'orders'.");
                    assertThat(analysis.getAction())
                            .isEqualTo(
                                    "Remove one of the bridges, or use different types of events in the two directions.");
                });
    }

    @Test
    void aCircleOverSeveralChannelsIsRefused() {
        with(
                        fromChannel("a", Placed.class),
                        EventBridge.toChannel(Placed.class, "b"),
                        fromChannel("b", Placed.class),
                        EventBridge.toChannel(Placed.class, "a"))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("would go round for ever: 'a' -> 'b' -> 'b'"));
    }

    @Test
    void bridgesOfDifferentTypesInBothDirectionsWork() {
        with(EventBridge.toChannel(Placed.class, "orders"), fromChannel("cancellations", Cancelled.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EventBridgeRegistrar.class));
    }

    @Test
    void anEventThatNoCodecEncodesEndsTheStart() {
        with(EventBridge.toChannel(Thread.class, "threads"))
                .run(context -> assertThat(Analyses.of(context).getDescription())
                        .startsWith("Cannot publish messages of type java.lang.Thread; "));
    }

    @Test
    void withoutBridgesThereIsNothing() {
        runner.run(context -> assertThat(context).doesNotHaveBean(EventBridgeRegistrar.class));
        with(EventBridge.toChannel(Placed.class, "orders"))
                .withPropertyValues("hermes.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(EventBridgeRegistrar.class));
    }

    @Test
    void aRegistrarOfTheUserReplacesIt() {
        with(EventBridge.toChannel(Placed.class, "orders"))
                .withBean("mine", EventBridgeRegistrar.class)
                .run(context -> assertThat(context.getBeanNamesForType(EventBridgeRegistrar.class))
                        .containsExactly("mine"));
    }

    @Test
    void aBridgeIsReadAsItIsWritten() {
        final EventsToChannel bridge =
                EventBridge.toChannel(Placed.class, "orders").loggingRefusals().afterCommit();
        assertThat(bridge)
                .isEqualTo(new EventsToChannel(
                        Placed.class, "orders", EventBridge.OnRefusal.LOG, EventBridge.When.AFTER_COMMIT));
    }

    /** Publishes until the channel is full and says how many it took. */
    private static long fill(final ApplicationContext context) {
        long accepted = 0;
        try {
            while (accepted < 10_000) {
                context.publishEvent(new Placed(accepted));
                accepted++;
            }
        } catch (final PublishRefusedException expected) {
            return accepted;
        }
        throw new AssertionError("the channel never filled");
    }

    record Placed(long id) {}

    record Cancelled(long id) {}

    static class Orders {
        final List<Placed> received = new ArrayList<>();

        @HermesListener(channel = "orders")
        void on(final Placed placed) {
            received.add(placed);
        }
    }

    static class Events {
        final List<Placed> placed = new ArrayList<>();

        @EventListener
        void on(final Placed event) {
            placed.add(event);
        }

        @EventListener
        void on(final Cancelled event) {
            if (event.id() == 7) {
                throw new IllegalStateException("cannot cancel 7");
            }
        }
    }

    @SuppressWarnings("serial")
    private static final class NoResources extends AbstractPlatformTransactionManager {
        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(final Object transaction, final TransactionDefinition definition) {}

        @Override
        protected void doCommit(final DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(final DefaultTransactionStatus status) {}
    }
}
