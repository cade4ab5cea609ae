package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.InvalidMessageException;
import io.hermesmq.PayloadChecks;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.validation.BeanValidationChecks;
import io.hermesmq.spring.validation.MissingValidation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.validation.annotation.Validated;

class HermesValidationAutoConfigurationTests {

    private final ApplicationContextRunner withoutValidator =
            HermesRunner.stepped().withConfiguration(AutoConfigurations.of(HermesValidationAutoConfiguration.class));
    private final ApplicationContextRunner runner =
            withoutValidator.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));

    @Test
    void anInvalidMessageFailsBeforeItsListener() {
        runner.withBean(Listener.class).withBean(Failures.class).run(context -> {
            publish(
                    context.getBean(Hermes.class),
                    new Order(1, "ACME", 5),
                    new Order(2, " ", -7),
                    new Order(3, "X", 1));

            assertThat(context.getBean(Listener.class).received)
                    .extracting(Order::id)
                    .containsExactly(1L, 3L);
            assertThat(context.getBean(Failures.class).causes)
                    .singleElement()
                    .isInstanceOfSatisfying(InvalidMessageException.class, e -> {
                        assertThat(e)
                                .hasMessage(Order.class.getName()
                                        + " is invalid: quantity must be greater than 0; symbol must not be blank");
                        assertThat(e.violations())
                                .containsExactly("quantity must be greater than 0", "symbol must not be blank");
                    });
            assertThat(context.getBean(Failures.class).sequences).containsExactly(2L);
        });
    }

    @Test
    void groupsAreThoseOfValidated() {
        runner.withBean(Grouped.class).withBean(Failures.class).run(context -> {
            publish(context.getBean(Hermes.class), new Order(13, "", 1), new Order(14, "", 1));

            assertThat(context.getBean(Grouped.class).received)
                    .extracting(Order::id)
                    .containsExactly(14L);
            assertThat(context.getBean(Failures.class).causes)
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageEndingWith(" is invalid: lucky must be true"));
        });
    }

    @Test
    void aListenerThatDoesNotAskIsNotChecked() {
        runner.withBean(Unchecked.class).run(context -> {
            publish(context.getBean(Hermes.class), new Order(1, "", -1));
            assertThat(context.getBean(Unchecked.class).received).hasSize(1);
        });
    }

    @Test
    void onlyAWholeMessageIsValidated() {
        runner.withBean(OfAComponent.class).run(context -> {
            final FailureAnalysis analysis = Analyses.of(context);
            assertThat(analysis.getDescription())
                    .startsWith("Parameter 'long quantity' of listener method")
                    .endsWith("it asks for a check of the message, but is only a part of it.");
            assertThat(analysis.getAction())
                    .isEqualTo("Take the whole message, as a record for example, or leave the annotation out.");
        });
    }

    @Test
    void checksOfTheUserReplaceThem() {
        runner.withBean(PayloadChecks.class, () -> PayloadChecks.NONE)
                .withBean(Listener.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(PayloadChecks.class);
                    publish(context.getBean(Hermes.class), new Order(1, "", -1));
                    assertThat(context.getBean(Listener.class).received).hasSize(1);
                });
    }

    @Test
    void withoutAValidatorTheStartFailsWithTheDependency() {
        withoutValidator.withBean(Listener.class).run(context -> {
            assertThat(context).hasFailed();
            assertAsks(
                    Analyses.of(context),
                    "order",
                    "Listener.on",
                    "the application has no validator" + " (or several, none of them primary)");
        });
    }

    @Test
    void withoutJakartaValidationTheStartFailsWithTheDependency() {
        final FilteredClassLoader classes = new FilteredClassLoader("jakarta.validation");
        withoutValidator
                .withClassLoader(classes)
                .withBean(MissingValidation.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BeanValidationChecks.class));
        withoutValidator.withClassLoader(classes).withBean(Listener.class).run(context -> {
            assertThat(context).hasFailed();
            assertAsks(Analyses.of(context), "order", "Listener.on", "Jakarta Validation is not on the class path");
        });
        withoutValidator
                .withClassLoader(classes)
                .withBean(Grouped.class)
                .run(context -> assertAsks(
                        Analyses.of(context), "order", "Grouped.on", "Jakarta Validation is not on the class path"));
    }

    @Test
    void withoutJakartaValidationOtherListenersWork() {
        withoutValidator
                .withClassLoader(new FilteredClassLoader("jakarta.validation"))
                .withBean(Unchecked.class)
                .run(context -> {
                    publish(context.getBean(Hermes.class), new Order(1, "", -1));
                    assertThat(context.getBean(Unchecked.class).received).hasSize(1);
                });
    }

    private static void assertAsks(
            final FailureAnalysis analysis, final String parameter, final String listener, final String reason) {
        assertThat(analysis.getDescription())
                .isEqualTo("Parameter '" + parameter + "' of listener " + listener + " is to be validated, but "
                        + reason + ".");
        assertThat(analysis.getAction())
                .isEqualTo("Add the dependency org.springframework.boot:spring-boot-starter-validation, or remove the"
                        + " annotation from the parameter.");
    }

    private static void publish(final Hermes hermes, final Order... orders) {
        for (final Order order : orders) {
            hermes.publisher("orders", Order.class).publish(order);
        }
        hermes.step(HermesRunner.LANE);
    }

    interface Lucky {}

    record Order(
            long id,
            @NotBlank @MaxLength(16) String symbol,
            @Positive long quantity) {
        @AssertTrue(groups = Lucky.class)
        boolean isLucky() {
            return id != 13;
        }
    }

    static class Listener {
        final List<Order> received = new ArrayList<>();

        @HermesListener(channel = "orders")
        void on(@Valid final Order order) {
            received.add(order);
        }
    }

    static class Grouped {
        final List<Order> received = new ArrayList<>();

        @HermesListener(channel = "orders")
        void on(@Validated(Lucky.class) final Order order) {
            received.add(order);
        }
    }

    static class Unchecked {
        final List<Order> received = new ArrayList<>();

        @HermesListener(channel = "orders")
        void on(final Order order) {
            received.add(order);
        }
    }

    static class OfAComponent {
        @HermesListener(channel = "orders", message = Order.class)
        void on(@Valid final long quantity) {}
    }

    static class Failures implements FailureHandler {
        final List<Throwable> causes = new ArrayList<>();
        final List<Long> sequences = new ArrayList<>();

        @Override
        public FailureAction onFailure(
                final String listener,
                final io.hermesmq.MessageContext context,
                final Throwable cause,
                final int attempt) {
            causes.add(cause);
            sequences.add(context.sequence());
            return FailureAction.CONTINUE;
        }
    }
}
