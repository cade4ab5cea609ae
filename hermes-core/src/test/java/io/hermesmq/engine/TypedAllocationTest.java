package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hermesmq.Hermes;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.SendTo;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What lies in front of payloads costs no object: types, times to live, results that are sent on. */
@Timeout(120)
final class TypedAllocationTest {

    private static final int BATCH = 100;
    private static final int BATCHES = 1_000;
    private static final int MAX_ATTEMPTS = 30;

    record Placed(long id, int amount) {}

    record Cancelled(long id) {}

    record Confirmed(long id) {}

    @HermesPublisher("events")
    interface Events {
        long publish(Placed placed);

        long publish(Cancelled cancelled);

        long publish(Confirmed confirmed);
    }

    private long sum;

    @HermesListener(channel = "events", id = "desk", lane = "test")
    @SuppressWarnings("unused")
    private final class Desk {
        @HermesHandler
        void on(final Placed placed) {
            sum += placed.amount();
        }

        @HermesHandler(message = Cancelled.class)
        void onCancelled(final long id) {
            sum += id;
        }

        @HermesHandler(isDefault = true)
        void other(final DirectBuffer buffer, final int offset, final int length) {
            sum += length;
        }
    }

    @SuppressWarnings("unused")
    private final class Answering {

        /** What a listener returns is the user's own object. */
        private final Confirmed confirmation = new Confirmed(1);

        @SendTo("confirmed")
        @HermesListener(channel = "placed", id = "answering", lane = "test")
        Confirmed on(final Placed placed) {
            sum += placed.id();
            return confirmation;
        }

        @HermesListener(channel = "confirmed", id = "confirmed", lane = "test")
        void on(final Confirmed confirmed) {
            sum += confirmed.id();
        }
    }

    private interface Publishing {
        long publish(int number);
    }

    /** Repeats until the compiler has had its time, as {@link AllocationTest} does. */
    private void assertAllocationFree(final Hermes hermes, final Publishing publishing) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        double bytesPerMessage = Double.MAX_VALUE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && bytesPerMessage >= 1; attempt++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int batch = 0; batch < BATCHES; batch++) {
                for (int i = 0; i < BATCH; i++) {
                    assertPublished(publishing.publish(i));
                }
                hermes.step("test");
            }
            bytesPerMessage = (threads.getThreadAllocatedBytes(thread) - before) / (double) (BATCHES * BATCH);
        }
        assertThat(sum).isPositive();
        assertThat(bytesPerMessage).isLessThan(1);
    }

    private static void assertPublished(final long result) {
        if (result < 0) {
            throw new AssertionError("refused with " + result);
        }
    }

    @Test
    void shouldCarrySeveralTypesWithoutAllocation() {
        try (Hermes hermes = Engines.create()) {
            hermes.listen(new Desk());
            final Events events = hermes.publisher(Events.class);
            final Placed placed = new Placed(1, 2);
            final Cancelled cancelled = new Cancelled(3);
            final Confirmed confirmed = new Confirmed(4);
            hermes.start();
            assertAllocationFree(hermes, i -> switch (i % 3) {
                case 0 -> events.publish(placed);
                case 1 -> events.publish(cancelled);
                default -> events.publish(confirmed);
            });
        }
    }

    @Test
    void shouldLetMessagesExpireWithoutAllocation() {
        try (Hermes hermes = HermesEngine.create(Engines.config()
                .withChannel(
                        "placed",
                        Profile.BALANCED.channel().withCapacity(1 << 16).withTimeToLive(Duration.ofHours(1))))) {
            hermes.listen(new Answering());
            final Publisher<Placed> placed = hermes.publisher("placed", Placed.class);
            final Placed message = new Placed(1, 2);
            hermes.start();
            assertAllocationFree(
                    hermes, i -> i % 2 == 0 ? placed.publish(message) : placed.publishFor(message, 3_600_000_000_000L));
        }
    }
}
