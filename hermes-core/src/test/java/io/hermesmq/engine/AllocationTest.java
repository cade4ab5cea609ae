package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageClaim;
import io.hermesmq.MessageContext;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a publisher through the whole engine to a listener, on one thread that steps the lane. */
@Timeout(60)
final class AllocationTest {

    private static final int BATCH = 100;
    private static final int BATCHES = 1_000;
    private static final int MAX_ATTEMPTS = 30;

    private long sum;

    @HermesPublisher("quotes")
    interface Quotes {
        long publish(Quote quote);

        long publish(long instrument, double bid, double ask, int size, Quote.Side side);
    }

    @SuppressWarnings("unused")
    private final class Listeners {
        @HermesListener(channel = "quotes", id = "record", lane = "test")
        private void onRecord(final Quote quote) {
            sum += quote.instrument() + quote.size();
        }

        @HermesListener(channel = "quotes", id = "spread", lane = "test")
        private void onComponents(final int size, final double bid, final MessageContext context) {
            sum += size + (long) bid + context.sequence() + (context.endOfBatch() ? 1 : 0);
        }

        @HermesListener(channel = "quotes", id = "raw", lane = "test")
        private void onBytes(final DirectBuffer buffer, final int offset, final int length) {
            sum += buffer.getLong(offset) + length;
        }
    }

    private interface Publishing {
        long publish(int number);
    }

    /** Repeats until the compiler has had its time: a busy machine may be slow to compile, but code that allocates stays so. */
    private void assertAllocationFree(final Hermes hermes, final Publishing publishing) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        double bytesPerMessage = Double.MAX_VALUE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && bytesPerMessage >= 1; attempt++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int batch = 0; batch < BATCHES; batch++) {
                for (int i = 0; i < BATCH; i++) {
                    sum += publishing.publish(i);
                }
                hermes.step("test");
            }
            final long allocated = threads.getThreadAllocatedBytes(thread) - before;
            bytesPerMessage = allocated / (double) (BATCHES * BATCH);
        }
        assertThat(sum).isPositive();
        assertThat(bytesPerMessage).isLessThan(1);
    }

    private Hermes started() {
        final Hermes hermes = Engines.create();
        hermes.listen(new Listeners());
        hermes.listen(
                ListenerConfig.of("handler", "quotes").onLane("test"),
                Quote.class,
                (quote, context) -> sum += quote.size() + context.position());
        return hermes;
    }

    @Test
    void shouldCarryARecordWithoutAllocation() {
        try (Hermes hermes = started()) {
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            final Quote quote = Quote.of(1);
            hermes.start();
            assertAllocationFree(hermes, i -> quotes.publish(quote));
        }
    }

    @Test
    void shouldCarryARecordOfAPublisherInterfaceWithoutAllocation() {
        try (Hermes hermes = started()) {
            final Quotes quotes = hermes.publisher(Quotes.class);
            final Quote quote = Quote.of(1);
            hermes.start();
            assertAllocationFree(hermes, i -> quotes.publish(quote));
        }
    }

    @Test
    void shouldCarryComponentsWithoutAllocation() {
        try (Hermes hermes = started()) {
            final Quotes quotes = hermes.publisher(Quotes.class);
            hermes.start();
            assertAllocationFree(hermes, i -> quotes.publish(i, 1.5, 2.5, 100, Quote.Side.BUY));
        }
    }

    @Test
    void shouldCarryAClaimWithoutAllocation() {
        try (Hermes hermes = started()) {
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            hermes.start();
            assertAllocationFree(hermes, i -> {
                try (MessageClaim claim = quotes.claim(29)) {
                    claim.buffer().setMemory(claim.offset(), 29, (byte) 0);
                    return claim.commit();
                }
            });
        }
    }
}
