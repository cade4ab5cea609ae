package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageFilter;
import io.hermesmq.Publisher;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.support.CapturedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FilterTest {

    private final Hermes hermes = Engines.create();
    private final List<Long> seen = new ArrayList<>();
    private final Methods methods = new Methods();

    record Order(long number, int size) {}

    class Base {
        boolean isInherited(final int size) {
            return size > 1;
        }
    }

    final class Methods extends Base {
        void on(final Order order) {
            seen.add(order.number());
        }

        boolean isLarge(final int size) {
            return size >= 100;
        }

        boolean isWhole(final Order order) {
            return order.size() == 100;
        }

        boolean fails(final long number) {
            if (number == 1) {
                throw new IllegalStateException("cannot tell");
            }
            return true;
        }

        boolean unknown(final long price) {
            return true;
        }

        int number(final long number) {
            return 0;
        }

        boolean context(final MessageContext context) {
            return true;
        }

        boolean twice(final long number) {
            return true;
        }

        boolean twice(final int size) {
            return true;
        }
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void listen(final MessageFilter filter) {
        hermes.listen(
                ListenerConfig.of("filtered", "orders").onLane("test").filteredBy(filter),
                methods,
                Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals("on"))
                        .findFirst()
                        .orElseThrow());
    }

    private void publishAndStep() {
        final Publisher<Order> orders = hermes.publisher("orders", Order.class);
        hermes.start();
        orders.publish(new Order(1, 1));
        orders.publish(new Order(2, 100));
        orders.publish(new Order(3, 1000));
        hermes.step("test");
    }

    @Test
    void shouldDeliverWhatAMethodOfComponentsAdmits() {
        listen(MessageFilter.method("isLarge"));
        publishAndStep();

        assertThat(seen).containsExactly(2L, 3L);
        assertThat(hermes.snapshot().listener("filtered").filtered()).isEqualTo(1);
        assertThat(hermes.snapshot().listener("filtered").backlogBytes()).isZero();
    }

    @Test
    void shouldDeliverWhatAMethodOfTheRecordAdmits() {
        listen(MessageFilter.method("isWhole"));
        publishAndStep();

        assertThat(seen).containsExactly(2L);
        assertThat(hermes.snapshot().listener("filtered").filtered()).isEqualTo(2);
    }

    @Test
    void shouldFindAnInheritedMethod() {
        listen(MessageFilter.method("isInherited"));
        publishAndStep();

        assertThat(seen).containsExactly(2L, 3L);
    }

    @Test
    void shouldAskAPredicateOfAnyListener() {
        final Predicate<Order> odd = order -> order.number() % 2 == 1;
        hermes.listen(
                ListenerConfig.of("filtered", "orders").onLane("test").filteredBy(MessageFilter.of(odd)),
                Order.class,
                (order, context) -> seen.add(order.number()));
        publishAndStep();

        assertThat(seen).containsExactly(1L, 3L);
        assertThat(hermes.snapshot().listener("filtered").filtered()).isEqualTo(1);
    }

    @Test
    void shouldTakeAFilterThatThrowsForAFailureOfTheMessage() {
        listen(MessageFilter.method("fails"));
        try (CapturedLog log = CapturedLog.ofHermes()) {
            publishAndStep();
            assertThat(log.causes())
                    .hasSize(1)
                    .first()
                    .satisfies(cause -> assertThat(cause).hasMessage("cannot tell"));
        }

        assertThat(seen).containsExactly(2L, 3L);
        assertThat(hermes.snapshot().listener("filtered").failed()).isEqualTo(1);
        assertThat(hermes.snapshot().listener("filtered").filtered()).isZero();
    }

    @Test
    void shouldRefuseFiltersThatCannotBeAsked() {
        final String end = "; name one method that returns boolean and takes the record or components of it";
        assertThatThrownBy(() -> listen(MessageFilter.method("nothing")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageEndingWith("on(Order): its filter 'nothing' is no method of Methods" + end);
        assertThatThrownBy(() -> listen(MessageFilter.method("twice")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageEndingWith("on(Order): its filter 'twice' is 2 methods of Methods" + end);
        assertThatThrownBy(() -> listen(MessageFilter.method("number")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageEndingWith(
                        "number(long): it is a filter and returns int; return boolean: true for a message that"
                                + " the listener shall get");
        assertThatThrownBy(() -> listen(MessageFilter.method("context")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining("it is a filter, which sees the message only");
        assertThatThrownBy(() -> listen(MessageFilter.method("unknown")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining("record Order has no such component, only long number, int size");
        assertThatThrownBy(() -> hermes.listen(
                        ListenerConfig.of("lambda", "orders").filteredBy(MessageFilter.method("isLarge")),
                        Order.class,
                        (order, context) -> {}))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("filter 'isLarge' names a method, but the listener is no method of a class; use"
                        + " MessageFilter.of(predicate)");
        assertThatThrownBy(() -> MessageFilter.method(" "))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("a filter has neither a method nor a predicate, or both; give one of them");
    }
}
