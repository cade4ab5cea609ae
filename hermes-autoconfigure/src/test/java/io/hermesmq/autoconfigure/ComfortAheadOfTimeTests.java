package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.JsonMessage;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.events.EventBridge;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
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

/** JSON, validation and bridges in an application that was processed ahead of time, on this JVM. */
class ComfortAheadOfTimeTests {

    @Test
    @CompileWithForkedClassLoader
    void eventsGoToAChannelAsJsonAndAreValidated() {
        final AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
        configure(source);
        source.register(
                Beans.class,
                JacksonAutoConfiguration.class,
                ValidationAutoConfiguration.class,
                HermesJsonAutoConfiguration.class,
                HermesValidationAutoConfiguration.class,
                HermesAutoConfiguration.class,
                HermesEventsAutoConfiguration.class,
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
                final Hermes hermes = context.getBean(Hermes.class);
                context.publishEvent(new Note(List.of("a", "b")));
                context.publishEvent(new Note(List.of()));
                context.getBean(Listener.class).publisher.publish(new Note(List.of("c")));
                hermes.step(HermesRunner.LANE);
                assertThat(context.getBean(Listener.class).received)
                        .containsExactly(new Note(List.of("a", "b")), new Note(List.of("c")));
                assertThat(hermes.snapshot().listeners().get(0).failed()).isEqualTo(1);
            }
        });
    }

    private static void configure(final GenericApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("hermes.profile", "small")));
    }

    @JsonMessage
    record Note(@Size(min = 1) List<String> lines) {}

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        HermesConfigCustomizer stepped() {
            return config -> config.withLane(
                    HermesRunner.LANE, config.lane(HermesRunner.LANE).withStepped(true));
        }

        @Bean
        EventBridge notes() {
            return EventBridge.toChannel(Note.class, "notes");
        }

        @Bean
        Listener listener(@HermesChannel("notes") final Publisher<Note> publisher) {
            return new Listener(publisher);
        }
    }

    static class Listener {
        final List<Note> received = new ArrayList<>();
        final Publisher<Note> publisher;

        Listener(final Publisher<Note> publisher) {
            this.publisher = publisher;
        }

        @HermesListener(channel = "notes")
        void on(@Valid final Note note) {
            received.add(note);
        }
    }
}
