package io.hermesmq.spring.app;

import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.Quote;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/** An application whose publishers are package-private interfaces. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class App {

    public final List<Long> received = new ArrayList<>();

    private final QuotePublisher quotes;

    App(final QuotePublisher quotes) {
        this.quotes = quotes;
    }

    public long publish(final Quote quote) {
        return quotes.publish(quote);
    }

    public long publishSpread(final long instrument) {
        return quotes.publish(instrument, 1.0, 2.0);
    }

    public static Class<?> quotePublisher() {
        return QuotePublisher.class;
    }

    @HermesListener(channel = "quotes")
    private void on(final Quote quote) {
        received.add(quote.instrument());
    }
}
