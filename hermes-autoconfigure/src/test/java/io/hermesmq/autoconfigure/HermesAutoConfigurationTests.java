package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesListenerRegistry;
import io.hermesmq.HermesSnapshot.State;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesLifecycle;
import io.hermesmq.spring.HermesListenerRegistrar;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.InjectedPublishers;
import io.hermesmq.spring.PublisherInjectionPostProcessor;
import io.hermesmq.spring.Quote;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class HermesAutoConfigurationTests {

    private final ApplicationContextRunner runner = HermesRunner.plain();

    @Test
    void anApplicationRunsWithoutAnyProperty() {
        runner.withUserConfiguration(Pipeline.class).run(context -> {
            assertThat(context).hasNotFailed();
            final Pipeline pipeline = context.getBean(Pipeline.class);
            assertThat(pipeline.quotes.publish(Quote.of(7))).isPositive();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(pipeline.received).containsExactly(Quote.of(7)));
            assertThat(context.getBean(Hermes.class).snapshot().state()).isEqualTo(State.RUNNING);
        });
    }

    @Test
    void nothingIsSetUpWhenHermesIsDisabled() {
        runner.withPropertyValues("hermes.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Hermes.class)
                        .doesNotHaveBean(HermesConfig.class)
                        .doesNotHaveBean(HermesProperties.class)
                        .doesNotHaveBean(HermesLifecycle.class)
                        .doesNotHaveBean(HermesListenerRegistrar.class)
                        .doesNotHaveBean(InjectedPublishers.class)
                        .doesNotHaveBean(PublisherInjectionPostProcessor.class)
                        .doesNotHaveBean(InjectedPublishers.PUBLISHER_BEAN_NAME));
    }

    @Test
    void theSettingsOfTheUserWin() {
        final HermesConfig config = HermesConfig.of(Profile.SMALL);
        runner.withBean(HermesConfig.class, () -> config)
                .run(context -> assertThat(context).getBean(HermesConfig.class).isSameAs(config));
    }

    @Test
    void theEngineOfTheUserWinsAndIsStartedAndClosed() {
        final Hermes own = HermesEngine.create(HermesConfig.of(Profile.SMALL));
        runner.withBean("own", Hermes.class, () -> own).run(context -> {
            assertThat(context).getBean(Hermes.class).isSameAs(own);
            assertThat(own.snapshot().state()).isEqualTo(State.RUNNING);
        });
        assertThat(own.snapshot().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void theCodecsOfTheUserWin() {
        final Codecs own = new Codecs(List.of());
        runner.withBean("own", Codecs.class, () -> own)
                .run(context -> assertThat(context).getBean(Codecs.class).isSameAs(own));
    }

    @Test
    void aCodecBeanAddsATypeOfMessages() {
        HermesRunner.stepped()
                .withBean(SymbolCodec.class)
                .withUserConfiguration(Symbols.class)
                .run(context -> {
                    final Symbols symbols = context.getBean(Symbols.class);
                    symbols.publisher.publish(new Symbol('x'));
                    context.getBean(Hermes.class).step(HermesRunner.LANE);
                    assertThat(symbols.received).containsExactly('x');
                });
    }

    @Test
    void theListenerRegistrarOfTheUserWins() {
        runner.withUserConfiguration(OwnRegistrar.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(HermesListenerRegistrar.class)
                        .hasBean("ownRegistrar"));
    }

    @Test
    void theLifecycleOfTheUserWins() {
        runner.withUserConfiguration(OwnLifecycle.class)
                .run(context ->
                        assertThat(context).hasSingleBean(HermesLifecycle.class).hasBean("ownLifecycle"));
    }

    @Test
    void theSourceOfInjectedPublishersOfTheUserWins() {
        runner.withUserConfiguration(OwnInjectedPublishers.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(InjectedPublishers.class)
                        .hasBean("ownInjectedPublishers"));
    }

    @Test
    void thePostProcessorOfTheUserWins() {
        runner.withUserConfiguration(OwnPostProcessor.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(PublisherInjectionPostProcessor.class)
                        .hasBean("ownPostProcessor"));
    }

    @Test
    void thePublisherBeanOfTheUserWins() {
        runner.withUserConfiguration(OwnPublisher.class)
                .run(context -> assertThat(context.getBean(InjectedPublishers.PUBLISHER_BEAN_NAME))
                        .isEqualTo("own"));
    }

    @Test
    void theLazinessFilterOfTheUserWins() {
        runner.withUserConfiguration(OwnFilter.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(LazyInitializationExcludeFilter.class)
                        .hasNotFailed());
    }

    @Test
    void customizersAreAppliedInOrderAfterTheProperties() {
        runner.withPropertyValues("hermes.drain-timeout=3s")
                .withUserConfiguration(Customizers.class)
                .run(context -> assertThat(context.getBean(HermesConfig.class).drainTimeout())
                        .isEqualTo(Duration.ofSeconds(3).plusSeconds(1).multipliedBy(2)));
    }

    @Test
    void aFailureHandlerBeanDecidesForListeners() {
        HermesRunner.stepped().withUserConfiguration(FailingOnce.class).run(context -> {
            final FailingOnce failing = context.getBean(FailingOnce.class);
            failing.quotes.publish(Quote.of(1));
            for (int i = 0; i < 4; i++) {
                context.getBean(Hermes.class).step(HermesRunner.LANE);
            }
            assertThat(failing.attempts).containsExactly(1L, 1L);
        });
    }

    @Test
    void theRegistryOfListenersIsABean() {
        runner.withUserConfiguration(Pipeline.class).run(context -> {
            final HermesListenerRegistry registry = context.getBean(HermesListenerRegistry.class);

            assertThat(registry).isSameAs(context.getBean(Hermes.class).listeners());
            assertThat(registry.ids()).containsExactly("pipeline.on");
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void severalFailureHandlersAreToldOfWhereNoneIsForAll(final CapturedOutput output) {
        HermesRunner.stepped()
                .withUserConfiguration(OwnHandler.class)
                .run(context -> assertThat(output)
                        .contains(
                                "There are 2 FailureHandler beans and none of them is primary: listeners that name none with"
                                        + " errorHandler have none. Make the one for all listeners @Primary, or name one at each"
                                        + " listener."));
    }

    @Test
    void aListenerNamesItsOwnErrorHandler() {
        HermesRunner.stepped()
                .withUserConfiguration(OwnHandler.class)
                .withPropertyValues("hermes.listeners.configured.error-handler=thrice")
                .run(context -> {
                    final OwnHandler failing = context.getBean(OwnHandler.class);
                    failing.quotes.publish(Quote.of(1));
                    for (int i = 0; i < 4; i++) {
                        context.getBean(Hermes.class).step(HermesRunner.LANE);
                    }
                    assertThat(failing.calls)
                            .containsExactlyInAnyOrder(
                                    "annotated", "annotated", "configured", "configured", "configured", "plain");
                });
    }

    @Test
    void anErrorHandlerThatDoesNotExistEndsTheStart() {
        HermesRunner.stepped()
                .withUserConfiguration(OwnHandler.class)
                .withPropertyValues("hermes.listeners.plain.error-handler=twise")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "listener 'plain' names the error handler 'twise', but there is no FailureHandler bean"
                                        + " of that name; there are [twice, thrice]; correct the name, or define a bean of type"
                                        + " FailureHandler"));
    }

    @Test
    void listenersAreRegisteredInALazyApplicationToo() {
        runner.withUserConfiguration(Pipeline.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(
                                context.getBean(Hermes.class).snapshot().listeners())
                        .hasSize(1));
    }

    @Configuration(proxyBeanMethods = false)
    static class Pipeline {

        final List<Quote> received = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            received.add(quote);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingOnce {

        final List<Long> attempts = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @Bean
        FailureHandler retryOnce() {
            return (listener, context, cause, attempt) -> attempt == 1 ? FailureAction.RETRY : FailureAction.CONTINUE;
        }

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            attempts.add(quote.instrument());
            throw new IllegalStateException("on purpose");
        }
    }

    /** With several handlers, none of them primary, each is for the listeners that name it. */
    @Configuration(proxyBeanMethods = false)
    static class OwnHandler {

        final List<String> calls = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @Bean
        FailureHandler twice() {
            return (listener, context, cause, attempt) -> attempt < 2 ? FailureAction.RETRY : FailureAction.CONTINUE;
        }

        @Bean
        FailureHandler thrice() {
            return (listener, context, cause, attempt) -> attempt < 3 ? FailureAction.RETRY : FailureAction.CONTINUE;
        }

        @HermesListener(channel = "quotes", id = "annotated", errorHandler = "twice")
        void annotated(final Quote quote) {
            fail("annotated");
        }

        @HermesListener(channel = "quotes", id = "configured", errorHandler = "twice")
        void configured(final Quote quote) {
            fail("configured");
        }

        @HermesListener(channel = "quotes", id = "plain")
        void plain(final Quote quote) {
            fail("plain");
        }

        private void fail(final String listener) {
            calls.add(listener);
            throw new IllegalStateException("on purpose");
        }
    }

    /** No record, so nothing but its codec knows how to write it. */
    static final class Symbol {
        private final char value;

        Symbol(final char value) {
            this.value = value;
        }
    }

    static class SymbolCodec implements MessageCodec<Symbol> {

        @Override
        public Class<Symbol> type() {
            return Symbol.class;
        }

        @Override
        public int encodedLength(final Symbol message) {
            return Character.BYTES;
        }

        @Override
        public void encode(final Symbol message, final MutableDirectBuffer buffer, final int offset) {
            buffer.putChar(offset, message.value);
        }

        @Override
        public Symbol decode(final DirectBuffer buffer, final int offset, final int length) {
            return new Symbol(buffer.getChar(offset));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Symbols {

        final List<Character> received = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("symbols")
        Publisher<Symbol> publisher;

        @HermesListener(channel = "symbols")
        void on(final Symbol symbol) {
            received.add(symbol.value);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        HermesConfigCustomizer doubling() {
            return config -> config.withDrainTimeout(config.drainTimeout().multipliedBy(2));
        }

        @Bean
        @Order(1)
        HermesConfigCustomizer adding() {
            return config -> config.withDrainTimeout(config.drainTimeout().plusSeconds(1));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistrar {

        @Bean
        HermesListenerRegistrar ownRegistrar(final ConfigurableListableBeanFactory beanFactory, final Hermes hermes) {
            return new HermesListenerRegistrar(beanFactory, hermes, null, Map.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnLifecycle {

        @Bean
        HermesLifecycle ownLifecycle(final Hermes hermes, final HermesConfig config) {
            return new HermesLifecycle(hermes, config);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnInjectedPublishers {

        @Bean
        InjectedPublishers ownInjectedPublishers(final Hermes hermes, final ConfigurableBeanFactory beanFactory) {
            return new InjectedPublishers(hermes, beanFactory);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPostProcessor {

        @Bean
        static PublisherInjectionPostProcessor ownPostProcessor() {
            return new PublisherInjectionPostProcessor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPublisher {

        @Bean(InjectedPublishers.PUBLISHER_BEAN_NAME)
        String own() {
            return "own";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFilter {

        @Bean
        static LazyInitializationExcludeFilter hermesListenerLazyInitializationExcludeFilter() {
            return (name, definition, type) -> false;
        }
    }
}
