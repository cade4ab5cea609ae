package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.Quote;
import io.hermesmq.spring.Trade;
import io.hermesmq.spring.app.App;
import io.hermesmq.spring.app.inner.Publishers;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** Processes an application ahead of time, compiles what comes out, and runs it on this JVM. */
class AheadOfTimeTests {

    @Test
    @CompileWithForkedClassLoader
    void aProcessedApplicationRuns() {
        run((context, hermes) -> {
            final App app = context.getBean(App.class);
            assertThat(app.publish(Quote.of(1))).isPositive();
            assertThat(app.publishSpread(2)).isPositive();
            hermes.step(HermesRunner.LANE);
            assertThat(app.received).containsExactly(1L, 2L);
        });
    }

    @Test
    @CompileWithForkedClassLoader
    void nestedPublisherInterfacesAreThere() {
        run((context, hermes) -> assertThat(
                        Publishers.publish(context.getBean(Publishers.tradePublisher()), new Trade(1, 2)))
                .isPositive());
    }

    @Test
    @CompileWithForkedClassLoader
    void genericPublishersAreInjected() {
        run((context, hermes) -> {
            final Fields fields = context.getBean(Fields.class);
            assertThat(fields.firm.channel()).isEqualTo("firm");
            assertThat(fields.indicative.channel()).isEqualTo("indicative");
            assertThat(fields.trades.getObject().channel()).isEqualTo("trades");
            assertThat(context.getBean(Arguments.class).quotes.channel()).isEqualTo("quotes");
        });
    }

    private static void run(final BiConsumer<GenericApplicationContext, Hermes> test) {
        final AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
        configure(source);
        source.register(
                App.class,
                Beans.class,
                HermesAutoConfiguration.class,
                HermesHealthAutoConfiguration.class,
                PropertyPlaceholderAutoConfiguration.class);
        final TestGenerationContext generation = new TestGenerationContext();
        final ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                configure(context);
                @SuppressWarnings("unchecked")
                final ApplicationContextInitializer<GenericApplicationContext> generated =
                        compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName());
                generated.initialize(context);
                context.refresh();
                test.accept(context, context.getBean(Hermes.class));
            }
        });
    }

    private static void configure(final GenericApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("hermes.profile", "small")));
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        HermesConfigCustomizer stepped() {
            return config -> config.withLane(
                    HermesRunner.LANE, config.lane(HermesRunner.LANE).withStepped(true));
        }

        @Bean
        Fields fields() {
            return new Fields();
        }

        @Bean
        Arguments arguments(@HermesChannel("quotes") final Publisher<Quote> quotes) {
            return new Arguments(quotes);
        }
    }

    static class Fields {
        @Autowired
        @HermesChannel("firm")
        Publisher<Quote> firm;

        @Autowired
        @Qualifier("indicative")
        Publisher<Quote> indicative;

        @Autowired
        @HermesChannel("trades")
        ObjectProvider<Publisher<Trade>> trades;
    }

    record Arguments(Publisher<Quote> quotes) {}
}
