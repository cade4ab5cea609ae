package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.MessageContext;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import io.hermesmq.engine.DuplicateListenerException;
import io.hermesmq.spring.unreadable.Missing;
import io.hermesmq.spring.unreadable.Unreadable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.ClassUtils;

@ExtendWith(OutputCaptureExtension.class)
class HermesListenerRegistrarTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped();

    @Test
    void methodsOfAnyVisibilityAreListeners() {
        runner.withBean(AnyVisibility.class).run(context -> {
            publish(context.getBean(Hermes.class), 1);
            assertThat(context.getBean(AnyVisibility.class).calls)
                    .containsExactlyInAnyOrder("private", "package", "protected", "public");
        });
    }

    @Test
    void inheritedMethodsAreListeners() {
        runner.withBean(Inheriting.class).run(context -> {
            publish(context.getBean(Hermes.class), 1);
            assertThat(context.getBean(Inheriting.class).calls).containsExactly("inherited");
        });
    }

    @Test
    void aListenerWithoutAnIdIsNamedAfterItsClassAndMethod() {
        runner.withBean(Plain.class)
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).containsExactly("plain.on"));
    }

    @Test
    void placeholdersAreResolvedInEveryAttribute() {
        runner.withBean(Placeholders.class)
                .withPropertyValues("app.channel=quotes", "app.id=signals")
                .run(context -> {
                    final HermesSnapshot.Listener listener =
                            context.getBean(Hermes.class).snapshot().listener("signals");
                    assertThat(listener.channel()).isEqualTo("quotes");
                    assertThat(listener.lane()).isEqualTo("trading");
                });
    }

    @Test
    void expressionsAreResolvedInEveryAttribute() {
        runner.withBean(Expressions.class).withBean("names", Names.class).run(context -> {
            final HermesSnapshot.Listener listener =
                    context.getBean(Hermes.class).snapshot().listener("signals-2");
            assertThat(listener.channel()).isEqualTo("quotes");
            assertThat(listener.lane()).isEqualTo("trading");
        });
    }

    @Test
    void anUnknownPlaceholderEndsTheStart() {
        runner.withBean(Placeholders.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("the id of @HermesListener on Placeholders.on(Quote), \"${app.id}\"")
                        .hasMessageContaining("cannot be resolved"));
    }

    @Test
    void anUnknownPlaceholderEndsTheStartAlsoWhereSpringWouldLeaveIt() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HermesAutoConfiguration.class))
                .withBean(Placeholders.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("cannot be resolved"));
    }

    @Test
    void annotationsOfTheUsersOwnCarryListeners() {
        runner.withBean(MetaAnnotated.class).run(context -> {
            final HermesSnapshot.Listener listener =
                    context.getBean(Hermes.class).snapshot().listener("from-alias");
            assertThat(listener.channel()).isEqualTo("quotes");
            assertThat(listener.lane()).isEqualTo("trading");
        });
    }

    @Test
    void annotationsOfTheUsersOwnNameTheMessage() {
        runner.withBean(MetaAnnotatedSpread.class).run(context -> {
            publish(context.getBean(Hermes.class), 5);
            assertThat(context.getBean(MetaAnnotatedSpread.class).received).containsExactly(5L);
        });
    }

    @Test
    void annotationsOnInterfacesCount() {
        runner.withBean(Implementing.class).run(context -> {
            publish(context.getBean(Hermes.class), 6);
            assertThat(context.getBean(Implementing.class).received).containsExactly(6L);
        });
    }

    @Test
    void oneMethodMayReadSeveralChannels() {
        runner.withBean(Repeated.class).run(context -> {
            final Hermes hermes = context.getBean(Hermes.class);
            hermes.publisher("quotes", Quote.class).publish(Quote.of(1));
            hermes.publisher("indicative", Quote.class).publish(Quote.of(2));
            hermes.step(HermesRunner.LANE);
            assertThat(context.getBean(Repeated.class).received).containsExactlyInAnyOrder("quotes:1", "indicative:2");
        });
    }

    @Test
    void twoListenersWithOneIdEndTheStart() {
        runner.withBean("a", Plain.class)
                .withBean("b", Plain.class)
                .run(context -> assertThat(context).getFailure().isInstanceOf(DuplicateListenerException.class));
    }

    @Test
    void theConfigurationWinsOverTheLaneOfTheAnnotation() {
        runner.withBean(Expressions.class)
                .withBean("names", Names.class)
                .withPropertyValues("hermes.listeners.signals-2.lane=from-yaml")
                .run(context -> assertThat(context.getBean(Hermes.class)
                                .snapshot()
                                .listener("signals-2")
                                .lane())
                        .isEqualTo("from-yaml"));
    }

    @Test
    void aDisabledListenerIsNotRegistered() {
        runner.withBean(Plain.class)
                .withPropertyValues("hermes.listeners.[plain.on].enabled=false")
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).isEmpty());
    }

    @Test
    void settingsOfAListenerThatDoesNotExistEndTheStart() {
        runner.withBean(Plain.class)
                .withPropertyValues("hermes.listeners.signalz.lane=trading")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(
                                "there is no @HermesListener with the id 'signalz'; there are [plain.on]"));
    }

    @Test
    void aPrototypeWithAListenerEndsTheStart() {
        runner.withUserConfiguration(PrototypeListener.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(
                                "listener Plain.on(Quote) stands in bean 'prototypeListener', which is no singleton"));
    }

    @Test
    void aLazyBeanWithAListenerEndsTheStart() {
        runner.withUserConfiguration(LazyListener.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("listener Plain.on(Quote) stands in bean 'lazyListener', which is lazy"));
    }

    @Test
    void aLazyBeanThatSomebodyNeedsIsRegistered() {
        runner.withUserConfiguration(LazyListener.class, NeedsLazy.class)
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).containsExactly("plain.on"));
    }

    @Test
    void lazyBeansWithoutListenersStayAsTheyAre() {
        runner.withUserConfiguration(LazyOther.class)
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("lazyOther"))
                        .isFalse());
    }

    @Test
    void productsOfFactoriesAreSearched() {
        runner.withBean("product", PlainFactory.class)
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).containsExactly("plain.on"));
    }

    @Test
    void singletonsWithoutADefinitionAreSearched() {
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("byHand", new Plain()))
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).containsExactly("plain.on"));
    }

    @Test
    void methodsOfConfigurationClassesAreListeners() {
        runner.withUserConfiguration(ListeningConfiguration.class).run(context -> {
            publish(context.getBean(Hermes.class), 3);
            assertThat(context.getBean(ListeningConfiguration.class).received).containsExactly(3L);
        });
    }

    @Test
    void theTypeOfTheBeanCountsAndNotThatOfItsDefinition() {
        runner.withUserConfiguration(DeclaredAsObject.class)
                .run(context -> assertThat(ids(context.getBean(Hermes.class))).containsExactly("plain.on"));
    }

    @Test
    void unusedChannelsAndLanesAreWarnedOf(final CapturedOutput output) {
        runner.withBean(Plain.class)
                .withPropertyValues("hermes.channels.orders.capacity=4KB", "hermes.lanes.tradign.cpu=0")
                .run(context -> assertThat(output)
                        .contains(
                                "No publisher or listener uses these configured channels, check their names: [orders]")
                        .contains("No listener uses these configured lanes, check their names: [tradign]"));
    }

    @Test
    void theNamesThatWereMeantAreNamed(final CapturedOutput output) {
        runner.withBean(OnTrading.class)
                .withPropertyValues(
                        "hermes.channels.qoutes.capacity=4KB",
                        "hermes.channels.orders.capacity=4KB",
                        "hermes.lanes.tradign.cpu=0")
                .run(context -> assertThat(output)
                        .contains("No publisher or listener uses these configured channels, check their names:"
                                + " [orders, qoutes (did you mean 'quotes'?)]")
                        .contains("No listener uses these configured lanes, check their names:"
                                + " [shared, tradign (did you mean 'trading'?)]"));
    }

    @Test
    void aClassOfTheApplicationThatCannotBeReadEndsTheStart() {
        runner.withUserConfiguration(UnreadableApp.class)
                .withInitializer(HermesListenerRegistrarTests::registerUnreadable)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessage(
                                "bean 'unreadable' cannot be searched for @HermesListener, so that its listeners would"
                                        + " be missing: the methods of io.hermesmq.spring.unreadable.Unreadable cannot be read"
                                        + " (java.lang.ClassNotFoundException: io.hermesmq.spring.unreadable.Missing); add the"
                                        + " class that is missing to the class path, or remove it from the fields and methods of"
                                        + " Unreadable"));
    }

    @Test
    void aClassOfALibraryThatCannotBeReadIsWarnedOf(final CapturedOutput output) {
        runner.withInitializer(HermesListenerRegistrarTests::registerUnreadable).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .contains("Bean 'unreadable' is left without listeners: io.hermesmq.spring.unreadable.Unreadable"
                            + " cannot be searched for @HermesListener");
        });
    }

    @Test
    void aClassOfALibraryThatCannotBeReadDoesNotEndALazyStart(final CapturedOutput output) {
        runner.withInitializer(context -> {
                    context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
                    ((BeanDefinitionRegistry) context)
                            .registerBeanDefinition("unreadable", new RootBeanDefinition(unreadable()));
                })
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).contains("Bean 'unreadable' is left without listeners");
                });
    }

    private static void registerUnreadable(final ConfigurableApplicationContext context) {
        context.getBeanFactory().registerSingleton("unreadable", BeanUtils.instantiateClass(unreadable()));
    }

    /** A class that was loaded without one that a method of it takes. */
    private static Class<?> unreadable() {
        final ClassLoader withoutMissing = new OverridingClassLoader(Unreadable.class.getClassLoader()) {
            @Override
            protected boolean isEligibleForOverriding(final String className) {
                return className.equals(Unreadable.class.getName());
            }

            @Override
            protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
                if (name.equals(Missing.class.getName())) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        return ClassUtils.resolveClassName(Unreadable.class.getName(), withoutMissing);
    }

    private static void publish(final Hermes hermes, final long instrument) {
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        assertThat(quotes.publish(Quote.of(instrument))).isPositive();
        hermes.step(HermesRunner.LANE);
    }

    private static List<String> ids(final Hermes hermes) {
        return hermes.snapshot().listeners().stream()
                .map(HermesSnapshot.Listener::id)
                .toList();
    }

    static class Plain {
        final List<Long> received = new ArrayList<>();

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    static class OnTrading {
        @HermesListener(channel = "quotes", lane = "trading")
        void on(final Quote quote) {}
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Unreadable.class)
    static class UnreadableApp {}

    static class AnyVisibility {
        final List<String> calls = new ArrayList<>();

        @HermesListener(channel = "quotes")
        private void onPrivate(final Quote quote) {
            calls.add("private");
        }

        @HermesListener(channel = "quotes")
        void onPackage(final Quote quote) {
            calls.add("package");
        }

        @HermesListener(channel = "quotes")
        protected void onProtected(final Quote quote) {
            calls.add("protected");
        }

        @HermesListener(channel = "quotes")
        public void onPublic(final Quote quote) {
            calls.add("public");
        }
    }

    abstract static class Base {
        final List<String> calls = new ArrayList<>();

        @HermesListener(channel = "quotes")
        private void on(final Quote quote) {
            calls.add("inherited");
        }
    }

    static class Inheriting extends Base {}

    static class Placeholders {
        @HermesListener(channel = "${app.channel}", id = "${app.id}", lane = "${app.lane:trading}")
        void on(final Quote quote) {}
    }

    static class Names {
        public final String channel = "quotes";
        public final String lane = "trading";
    }

    static class Expressions {
        @HermesListener(channel = "#{@names.channel}", id = "signals-#{1 + 1}", lane = "#{@names.lane}")
        void on(final Quote quote) {}
    }

    @HermesListener(channel = "quotes", lane = "trading")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface QuotesListener {

        @AliasFor(annotation = HermesListener.class, attribute = "id")
        String name();
    }

    static class MetaAnnotated {
        @QuotesListener(name = "from-alias")
        void on(final Quote quote) {}
    }

    @HermesListener(channel = "quotes", message = Quote.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface QuoteParts {}

    static class MetaAnnotatedSpread {
        final List<Long> received = new ArrayList<>();

        @QuoteParts
        void on(final long instrument, final double bid, final double ask) {
            received.add(instrument);
        }
    }

    interface Sink<T> {
        @HermesListener(channel = "quotes")
        void on(T message);
    }

    static class Implementing implements Sink<Quote> {
        final List<Long> received = new ArrayList<>();

        @Override
        public void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    static class Repeated {
        final List<String> received = new ArrayList<>();

        @HermesListener(channel = "quotes", id = "firm")
        @HermesListener(channel = "indicative", id = "indicative")
        void on(final Quote quote, final MessageContext context) {
            received.add(context.channel() + ":" + quote.instrument());
        }
    }

    static class PlainFactory implements FactoryBean<Plain> {

        @Override
        public Plain getObject() {
            return new Plain();
        }

        @Override
        public Class<?> getObjectType() {
            return Plain.class;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeListener {
        @Bean
        @Scope("prototype")
        Plain prototypeListener() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyListener {
        @Bean
        @Lazy
        Plain lazyListener() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsLazy {
        @Bean
        String needsLazy(final Plain listener) {
            return listener.toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyOther {
        @Bean
        @Lazy
        List<String> lazyOther() {
            throw new AssertionError("not needed");
        }
    }

    @Configuration
    static class ListeningConfiguration {
        final List<Long> received = new ArrayList<>();

        @HermesListener(channel = "quotes")
        private void on(final Quote quote) {
            received.add(quote.instrument());
        }

        @Bean
        Object enhanced() {
            return new Object();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DeclaredAsObject {
        @Bean
        Object something() {
            return new Plain();
        }
    }
}
