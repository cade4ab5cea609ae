package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hermesmq.MessageContext;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.test.autoconfigure.HermesTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

@HermesTest
@ContextConfiguration(classes = GuardedViewsTests.App.class)
class GuardedViewsTests {

    static final class Leaky {
        final List<MessageContext> kept = new ArrayList<>();

        @HermesListener(channel = "texts", id = "leaky")
        void on(final String text, final MessageContext context) {
            kept.add(context);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class App {
        @Bean
        Leaky leaky() {
            return new Leaky();
        }
    }

    @Test
    void aContextThatIsKeptSaysWhose(
            @Autowired final HermesProbe probe,
            @Autowired final Leaky leaky,
            @Autowired @HermesChannel("texts") final Publisher<String> texts) {
        probe.publishAndAwait(texts, "hello");

        assertThat(leaky.kept).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(leaky.kept.get(0)::sequence)
                .withMessage(
                        "listener 'leaky' has returned from message 1 of channel 'texts'; its context must not be used any"
                                + " more, as the memory behind it is given to other messages: copy what you need of it before you"
                                + " return");
    }
}
