package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.State;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import io.hermesmq.engine.DuplicateListenerException;
import io.hermesmq.engine.HermesEngine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class ChildContextTests {

    private static final String STAY = "stay registered at the Hermes of its parent";

    @Test
    void listenersOfAChildAreRegisteredAtTheEngineOfItsParent() {
        HermesRunner.stepped()
                .withUserConfiguration(Upper.class)
                .run(parent -> child(parent).run(child -> {
                    final Hermes hermes = parent.getBean(Hermes.class);
                    assertThat(child).getBean(Hermes.class).isSameAs(hermes);
                    parent.getBean(Upper.class).quotes.publish(Quote.of(1));
                    child.getBean(Lower.class).quotes.publish(Quote.of(2));
                    hermes.step(HermesRunner.LANE);
                    assertThat(parent.getBean(Upper.class).received).containsExactly(1L, 2L);
                    assertThat(child.getBean(Lower.class).received).containsExactly(1L, 2L);
                }));
    }

    @Test
    void aChildReadsItsOwnSettings() {
        HermesRunner.stepped()
                .withUserConfiguration(Upper.class)
                .withPropertyValues("hermes.listeners.upper.enabled=false")
                .run(parent -> child(parent)
                        .withPropertyValues("app.channel=firm", "hermes.listeners.lower.lane=trading")
                        .run(child -> {
                            assertThat(child).hasNotFailed();
                            final HermesSnapshot.Listener listener =
                                    child.getBean(Hermes.class).snapshot().listener("lower");
                            assertThat(listener.channel()).isEqualTo("firm");
                            assertThat(listener.lane()).isEqualTo("trading");
                            assertThat(child.getBean(Lower.class).quotes.channel())
                                    .isEqualTo("firm");
                        }));
    }

    @Test
    void settingsOfAListenerThatNoContextHasEndTheStartOfAChild() {
        HermesRunner.stepped()
                .run(parent -> child(parent)
                        .withPropertyValues("hermes.listeners.lowr.lane=trading")
                        .run(child -> assertThat(child)
                                .getFailure()
                                .hasMessageContaining(
                                        "there is no @HermesListener with the id 'lowr'; there are [lower]")));
    }

    @Test
    void listenersOfALazyChildAreRegistered() {
        HermesRunner.stepped()
                .run(parent -> child(parent)
                        .withInitializer(context ->
                                context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                        .run(child -> assertThat(
                                        child.getBean(Hermes.class).snapshot().listeners())
                                .hasSize(1)));
    }

    @Test
    void anIdOfTheParentIsTaken() {
        HermesRunner.stepped()
                .withUserConfiguration(Upper.class)
                .run(parent -> HermesRunner.plain()
                        .withParent(parent.getSourceApplicationContext())
                        .withUserConfiguration(Upper.class)
                        .run(child -> assertThat(child).getFailure().isInstanceOf(DuplicateListenerException.class)));
    }

    @Test
    void aChildThatStopsDrainsAndWarnsOfItsListeners(final CapturedOutput output) {
        HermesRunner.stepped().run(parent -> {
            final Lower[] lower = new Lower[1];
            child(parent).run(child -> {
                lower[0] = child.getBean(Lower.class);
                lower[0].quotes.publish(Quote.of(1));
            });
            assertThat(lower[0].received).containsExactly(1L);
            assertThat(parent.getBean(Hermes.class).snapshot().state()).isEqualTo(State.RUNNING);
            assertThat(output).contains("This context stops, but its listeners [lower] " + STAY);
        });
    }

    @Test
    void aChildWithoutListenersStopsQuietly(final CapturedOutput output) {
        HermesRunner.stepped()
                .run(parent -> HermesRunner.plain()
                        .withParent(parent.getSourceApplicationContext())
                        .run(child -> assertThat(child).hasNotFailed()));
        assertThat(output).doesNotContain(STAY);
    }

    @Test
    void aChildThatGoesWithItsParentIsDrained(final CapturedOutput output) {
        final ConfigurableApplicationContext child = new SpringApplicationBuilder(ParentApp.class)
                .web(WebApplicationType.NONE)
                .child(ChildApp.class)
                .run("--hermes.profile=small");
        final Hermes hermes = child.getBean(Hermes.class);
        final Lower lower = child.getBean(Lower.class);
        for (int i = 1; i <= 3; i++) {
            lower.quotes.publish(Quote.of(i));
        }
        ((ConfigurableApplicationContext) child.getParent()).close();
        assertThat(child.isActive()).isFalse();
        assertThat(hermes.snapshot().state()).isEqualTo(State.CLOSED);
        assertThat(lower.received).containsExactly(1L, 2L, 3L);
        assertThat(output).doesNotContain(STAY);
    }

    @Test
    void channelsThatOnlyAChildConfiguresAreWarnedOf(final CapturedOutput output) {
        HermesRunner.stepped()
                .withPropertyValues("hermes.channels.quotes.capacity=8KB")
                .run(parent -> child(parent)
                        .withPropertyValues("hermes.channels.firm.capacity=8KB", "hermes.lanes.trading.linger=1us")
                        .run(child -> assertThat(output)
                                .contains("Hermes runs in a parent of this context and does not see what is configured"
                                        + " here: channels [firm], lanes [trading]; configure them in the parent")));
    }

    @Test
    void anEngineOfTheChildsOwnIsStartedAndClosed() {
        HermesRunner.stepped().run(parent -> {
            final Hermes own = HermesEngine.create(HermesConfig.of(Profile.SMALL));
            HermesRunner.plain()
                    .withParent(parent.getSourceApplicationContext())
                    .withBean("hermes", Hermes.class, () -> own)
                    .run(child -> {
                        assertThat(child).getBean(Hermes.class).isSameAs(own);
                        assertThat(own.snapshot().state()).isEqualTo(State.RUNNING);
                    });
            assertThat(own.snapshot().state()).isEqualTo(State.CLOSED);
            assertThat(parent.getBean(Hermes.class).snapshot().state()).isEqualTo(State.RUNNING);
        });
    }

    @Test
    void anEngineThatTheParentDoesNotRunIsRunByTheChild() {
        final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.SMALL));
        new ApplicationContextRunner()
                .withBean(Hermes.class, () -> hermes)
                .run(parent -> child(parent)
                        .run(child -> assertThat(
                                        child.getBean(Hermes.class).snapshot().state())
                                .isEqualTo(State.RUNNING)));
    }

    private static ApplicationContextRunner child(final AssertableApplicationContext parent) {
        return HermesRunner.plain()
                .withParent(parent.getSourceApplicationContext())
                .withUserConfiguration(Lower.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Upper {

        final List<Long> received = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @HermesListener(channel = "quotes", id = "upper")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Lower {

        final List<Long> received = new CopyOnWriteArrayList<>();

        @Autowired
        @HermesChannel("${app.channel:quotes}")
        Publisher<Quote> quotes;

        @HermesListener(channel = "${app.channel:quotes}", id = "lower")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({HermesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class})
    static class ParentApp {

        @Bean
        Object unrelated() {
            return new Object();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({HermesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class})
    static class ChildApp {

        @Bean
        Lower lower() {
            return new Lower();
        }
    }
}
