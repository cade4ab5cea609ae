package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.InvalidMessageException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.codec.Codecs;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.monitor.EpochClock;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that are checked between their decoding and their listener. */
final class PayloadChecksTest {

    @Retention(RetentionPolicy.RUNTIME)
    @interface Positive {}

    record Amount(long value) {}

    private static final PayloadChecks POSITIVE = parameter -> !parameter.isAnnotationPresent(Positive.class)
            ? null
            : message -> {
                if (message instanceof Amount amount && amount.value() <= 0) {
                    throw new InvalidMessageException("Amount", List.of("value must be positive"));
                }
            };

    private final Hermes hermes = HermesEngine.create(
            HermesConfig.of(Profile.SMALL).withLane("lane", Profile.SMALL.lane().withStepped(true)),
            new Codecs(List.of()),
            POSITIVE,
            EpochClock.INSTANCE);
    private final Methods methods = new Methods();
    private final List<String> failures = new ArrayList<>();

    @SuppressWarnings("unused")
    private static final class Methods {
        final List<Long> received = new ArrayList<>();

        void checked(@Positive final Amount amount) {
            received.add(amount.value());
        }

        void checkedWithContext(final MessageContext context, @Positive final Amount amount) {
            received.add(amount.value());
        }

        void unchecked(final Amount amount) {
            received.add(amount.value());
        }

        void component(@Positive final long value) {}

        void raw(@Positive final DirectBuffer buffer, final int offset, final int length) {}
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void listen(final String name) {
        final Method method = Arrays.stream(Methods.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        hermes.listen(
                ListenerConfig.of(name, "amounts")
                        .onLane("lane")
                        .ofMessage(Amount.class)
                        .onFailure((listener, context, cause, attempt) -> {
                            failures.add(context.sequence() + ": " + cause.getMessage());
                            return FailureAction.CONTINUE;
                        }),
                methods,
                method);
    }

    private void publish(final long... values) {
        final Publisher<Amount> publisher = hermes.publisher("amounts", Amount.class);
        hermes.start();
        for (final long value : values) {
            publisher.publish(new Amount(value));
        }
        hermes.step("lane");
    }

    @Test
    void shouldKeepAnInvalidMessageFromTheListenerAsAFailure() {
        listen("checked");

        publish(1, -2, 3);

        assertThat(methods.received).containsExactly(1L, 3L);
        assertThat(failures).containsExactly("2: Amount is invalid: value must be positive");
        assertThat(hermes.snapshot().listeners().get(0).failed()).isEqualTo(1);
    }

    @Test
    void shouldCheckBesideAContext() {
        listen("checkedWithContext");

        publish(-1, 2);

        assertThat(methods.received).containsExactly(2L);
        assertThat(failures).hasSize(1);
    }

    @Test
    void shouldLeaveOtherListenersAlone() {
        listen("unchecked");

        publish(-1);

        assertThat(methods.received).containsExactly(-1L);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldRefuseACheckOfAPart() {
        assertThatThrownBy(() -> listen("component"))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessage(
                        "listener method io.hermesmq.engine.PayloadChecksTest$Methods.component(long): parameter long"
                                + " value: it asks for a check of the message, but is only a part of it; take the whole"
                                + " message, as a record for example, or leave the annotation out");
        assertThatThrownBy(() -> listen("raw"))
                .hasMessageContaining("parameter DirectBuffer buffer: it asks for a check");
    }

    @Test
    void shouldTellWhatIsInvalid() {
        final InvalidMessageException e = new InvalidMessageException("Amount", List.of("a is 1", "b is 2"));

        assertThat(e).hasMessage("Amount is invalid: a is 1; b is 2");
        assertThat(e.messageType()).isEqualTo("Amount");
        assertThat(e.violations()).containsExactly("a is 1", "b is 2");
    }
}
