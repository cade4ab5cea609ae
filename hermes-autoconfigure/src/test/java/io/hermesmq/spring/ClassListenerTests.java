package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Classes that are one listener, with a handler for each type of messages. */
final class ClassListenerTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped();

    record Placed(long order) {}

    record Cancelled(long order) {}

    record Amended(long order) {}

    @HermesPublisher("orders")
    interface OrderEvents {
        long publish(Placed placed);

        long publish(Cancelled cancelled);

        long publish(Amended amended);
    }

    @HermesListener(channel = "${app.channel}", filter = "")
    static class OrderDesk {
        final List<String> calls = new ArrayList<>();

        @HermesHandler
        private void placed(final Placed placed) {
            calls.add("placed " + placed.order());
        }

        @HermesHandler
        void cancelled(final Cancelled cancelled) {
            calls.add("cancelled " + cancelled.order());
        }
    }

    static class HandlersWithoutListener {
        @HermesHandler
        void placed(final Placed placed) {}
    }

    @HermesListener(channel = "orders")
    static class ListenerWithoutHandlers {}

    static class Both {
        @HermesHandler
        @HermesListener(channel = "orders")
        void placed(final Placed placed) {}
    }

    @Test
    void messagesGoToTheHandlerOfTheirType() {
        runner.withBean(OrderDesk.class)
                .withPropertyValues("app.channel=orders")
                .run(context -> {
                    final Hermes hermes = context.getBean(Hermes.class);
                    final OrderEvents events = hermes.publisher(OrderEvents.class);
                    events.publish(new Placed(1));
                    events.publish(new Cancelled(2));
                    events.publish(new Amended(3));
                    events.publish(new Placed(4));
                    hermes.step(HermesRunner.LANE);

                    assertThat(context.getBean(OrderDesk.class).calls)
                            .containsExactly("placed 1", "cancelled 2", "placed 4");
                    assertThat(hermes.snapshot().listener("orderDesk").unhandled())
                            .isOne();
                });
    }

    @Test
    void aClassIsLeftOutByItsProperties() {
        runner.withBean(OrderDesk.class)
                .withPropertyValues("app.channel=orders", "hermes.listeners.[orderDesk].enabled=false")
                .run(context -> assertThat(
                                context.getBean(Hermes.class).snapshot().listeners())
                        .isEmpty());
    }

    @Test
    void handlersNeedAListener() {
        assertRefused(
                HandlersWithoutListener.class,
                "HandlersWithoutListener.placed(Placed) has @HermesHandler, but its class has no @HermesListener;"
                        + " add @HermesListener(channel = \"...\") to the class");
    }

    @Test
    void aListenerNeedsHandlers() {
        assertRefused(
                ListenerWithoutHandlers.class,
                ListenerWithoutHandlers.class.getName() + " has @HermesListener, but none of its methods has"
                        + " @HermesHandler; add it to the methods that handle messages");
    }

    @Test
    void aMethodIsOneOfBoth() {
        assertRefused(
                Both.class,
                "Both.placed(Placed) has both @HermesListener and @HermesHandler; keep @HermesHandler for a listener of the"
                        + " class, @HermesListener for one of its own");
    }

    private void assertRefused(final Class<?> bean, final String text) {
        runner.withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessage(text));
    }
}
