package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.publish.PublisherBindingException;
import io.hermesmq.spring.app.App;
import io.hermesmq.spring.app.Fake;
import io.hermesmq.spring.app.inner.Publishers;
import io.hermesmq.spring.broken.NoInterface;
import io.hermesmq.spring.elsewhere.ElsewherePublisher;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.springframework.aop.SpringProxy;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

class HermesPublisherRegistrarTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped();

    private final ApplicationContextRunner app = runner.withUserConfiguration(App.class);

    @Test
    void interfacesInThePackagesOfTheApplicationBecomeBeans() {
        app.run(context -> {
            assertThat(context).hasBean("quotePublisher").hasSingleBean(App.quotePublisher());
            final App bean = context.getBean(App.class);
            assertThat(bean.publish(Quote.of(1))).isPositive();
            assertThat(bean.publishSpread(2)).isPositive();
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(bean.received).containsExactly(1L, 2L);
        });
    }

    @Test
    void nestedInterfacesBecomeBeansAndPlaceholdersAreResolved() {
        app.withPropertyValues("app.trades=all-trades").run(context -> {
            final Object publisher = context.getBean(Publishers.tradePublisher());
            assertThat(Publishers.publish(publisher, new Trade(1, 2))).isPositive();
            assertThat(context.getBean(Hermes.class)
                            .snapshot()
                            .channel("all-trades")
                            .published())
                    .isOne();
        });
    }

    @Test
    void aPublisherIsMadeWithTheOtherSingletons() {
        app.run(context -> assertThat(context.getBean(Hermes.class).snapshot().channels())
                .extracting(channel -> channel.name())
                .containsExactlyInAnyOrder("quotes", "trades"));
    }

    @Test
    void aPublisherIsNoProxy() {
        app.run(context -> assertThat(context.getBean(App.quotePublisher()))
                .isNotInstanceOf(Proxy.class)
                .isNotInstanceOf(SpringProxy.class));
    }

    @Test
    void theBeanOfTheUserWins() {
        app.withUserConfiguration(Fake.class).run(context -> {
            assertThat(context).hasSingleBean(App.quotePublisher());
            assertThat(context.getBean(App.class).publish(Quote.of(1))).isEqualTo(42);
        });
    }

    @Test
    void aTakenNameIsAvoided() {
        app.withBean("quotePublisher", String.class, () -> "taken")
                .run(context -> assertThat(context.getBeanNamesForType(App.quotePublisher()))
                        .containsExactly("io.hermesmq.spring.app.QuotePublisher"));
    }

    @Test
    void noPublisherIsThereWhenHermesIsDisabled() {
        runner.withUserConfiguration(PackageOnly.class, ImportsType.class)
                .withPropertyValues("hermes.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ElsewherePublisher.class));
    }

    @Test
    void interfacesElsewhereAreImportedByType() {
        runner.withUserConfiguration(ImportsType.class)
                .run(context -> assertThat(
                                context.getBean(ElsewherePublisher.class).publish(Quote.of(1)))
                        .isPositive());
    }

    @Test
    void interfacesElsewhereAreImportedByPackage() {
        runner.withUserConfiguration(ImportsPackage.class)
                .run(context -> assertThat(context).hasSingleBean(ElsewherePublisher.class));
    }

    @Test
    void anImportedInterfaceIsNotRegisteredTwice() {
        runner.withUserConfiguration(ImportsType.class, ElsewhereApp.class)
                .run(context -> assertThat(context).hasSingleBean(ElsewherePublisher.class));
    }

    @Test
    void annotationsOfTheUsersOwnMakePublishers() {
        runner.withUserConfiguration(ImportsMeta.class).run(context -> {
            assertThat(context.getBean(MetaPublisher.class).publish(Quote.of(1)))
                    .isPositive();
            assertThat(context.getBean(Hermes.class)
                            .snapshot()
                            .channel("from-alias")
                            .published())
                    .isOne();
        });
    }

    @Test
    void theAnnotationOnAClassEndsTheStart() {
        runner.withUserConfiguration(BrokenApp.class)
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(ConfigurationException.class)
                                .hasMessageStartingWith(
                                        "@HermesPublisher stands on io.hermesmq.spring.broken.NoInterface, which is no interface"));
    }

    @Test
    void anImportedClassEndsTheStart() {
        runner.withUserConfiguration(ImportsClass.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("names io.hermesmq.spring.broken.NoInterface, which is no interface"));
    }

    @Test
    void anImportedInterfaceWithoutTheAnnotationEndsTheStart() {
        runner.withUserConfiguration(ImportsUnannotated.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("has no @HermesPublisher that names a channel"));
    }

    @Test
    void aMethodThatCannotBeImplementedEndsTheStart() {
        runner.withUserConfiguration(ImportsImpossible.class)
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(PublisherBindingException.class));
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = ElsewherePublisher.class)
    static class PackageOnly {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = ElsewherePublisher.class)
    static class ElsewhereApp {}

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(ElsewherePublisher.class)
    static class ImportsType {}

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(basePackages = "io.hermesmq.spring.elsewhere")
    static class ImportsPackage {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = NoInterface.class)
    static class BrokenApp {}

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(NoInterface.class)
    static class ImportsClass {}

    @HermesPublisher("")
    @Retention(RetentionPolicy.RUNTIME)
    @interface To {
        @AliasFor(annotation = HermesPublisher.class, attribute = "value")
        String channel();
    }

    @To(channel = "from-alias")
    interface MetaPublisher {
        long publish(Quote quote);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(MetaPublisher.class)
    static class ImportsMeta {
        @Bean
        Object unrelated() {
            return new Object();
        }
    }

    interface Unannotated {
        long publish(Quote quote);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(Unannotated.class)
    static class ImportsUnannotated {}

    @HermesPublisher("quotes")
    interface Impossible {
        String publish(Quote quote);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(Impossible.class)
    static class ImportsImpossible {}
}
