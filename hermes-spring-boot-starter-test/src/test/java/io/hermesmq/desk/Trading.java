package io.hermesmq.desk;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.MessageContext;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.MessageCodec;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/** The parts of the application, in a class that is none of them: a configuration would take its members in, filters or not. */
public final class Trading {

    private Trading() {}

    public record Quote(long instrument, double price) {}

    public record Signal(long instrument, @MaxLength(16) String text) {}

    public record Amount(long cents) {}

    @HermesPublisher("quotes")
    public interface QuotePublisher {
        long publish(Quote quote);
    }

    @HermesPublisher("signals")
    public interface SignalPublisher {
        long publish(Signal signal);
    }

    /** A listener that publishes: the quotes of even instruments become signals. */
    @Component
    public static class Signals {
        private final SignalPublisher signals;

        public Signals(final SignalPublisher signals) {
            this.signals = signals;
        }

        @HermesListener(channel = "quotes", id = "signals")
        void on(final Quote quote) {
            if (quote.price() < 0) {
                throw new IllegalArgumentException("price " + quote.price());
            }
            if (quote.instrument() % 2 == 0) {
                signals.publish(new Signal(quote.instrument(), "buy"));
            }
        }
    }

    /** Its methods are found although it declares none itself. */
    @Component
    public static class Inherited extends Base {}

    public abstract static class Base {
        public final AtomicLong seen = new AtomicLong();

        @HermesListener(channel = "amounts", id = "inherited")
        void on(final Amount amount) {
            seen.addAndGet(amount.cents());
        }
    }

    /** A type of the application's own. */
    @Component
    public static class AmountCodec implements MessageCodec<Amount> {
        @Override
        public Class<Amount> type() {
            return Amount.class;
        }

        @Override
        public int maxLength() {
            return 8;
        }

        @Override
        public int encodedLength(final Amount message) {
            return 8;
        }

        @Override
        public void encode(final Amount message, final MutableDirectBuffer buffer, final int offset) {
            buffer.putLong(offset, message.cents());
        }

        @Override
        public Amount decode(final DirectBuffer buffer, final int offset, final int length) {
            return new Amount(buffer.getLong(offset));
        }
    }

    /** Halts on one kind of failure. */
    @Component
    public static class Failures implements FailureHandler {
        @Override
        public FailureAction onFailure(
                final String listener, final MessageContext context, final Throwable cause, final int attempt) {
            return cause instanceof IllegalStateException ? FailureAction.HALT : FailureAction.CONTINUE;
        }
    }

    @Component
    public static class Fragile {
        @HermesListener(channel = "commands", id = "fragile")
        void on(final String command) {
            if ("halt".equals(command)) {
                throw new IllegalStateException(command);
            }
        }
    }

    /** Has nothing to do with messages, and would fail. */
    @Service
    public static class Database {
        public Database(final ObjectProvider<Object> any) {
            throw new IllegalStateException("there is no database in a test of listeners");
        }
    }

    @Configuration(proxyBeanMethods = false)
    public static class WebConfiguration {
        public WebConfiguration() {
            throw new IllegalStateException("there is no web in a test of listeners");
        }
    }

    @Service
    public static class Prices {
        public double of(final long instrument) {
            return instrument * 1.5;
        }
    }
}
