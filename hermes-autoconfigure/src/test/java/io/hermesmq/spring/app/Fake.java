package io.hermesmq.spring.app;

import io.hermesmq.spring.Quote;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A publisher that a test puts in the place of the real one. */
@Configuration(proxyBeanMethods = false)
public class Fake {

    @Bean
    QuotePublisher fakeQuotes() {
        return new QuotePublisher() {
            @Override
            public long publish(final Quote quote) {
                return 42;
            }

            @Override
            public long publish(final long instrument, final double bid, final double ask) {
                return 42;
            }
        };
    }
}
