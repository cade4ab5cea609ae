package io.hermesmq.sample;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.StartFrom;
import io.hermesmq.spring.HermesLifecycle;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up a run that was killed, so that it ends as if nothing had happened. Everything that the listeners know is in memory and
 * died with the process; everything it was made of is in two journals.
 *
 * <p><b>Ticks.</b> The n-th trade of the source is the tick with the sequence n: {@code on-full: block} leaves none out, and the
 * feed breaks off where it refuses one. So the journal tells how many trades are through, and the feed goes on with the next one. A tick that was in flight is in the journal
 * and counted, or it is not and published again. {@code acknowledge: accepted} is enough, because the source can be read again.
 *
 * <p><b>State.</b> The listeners are sent back to the earliest message, before the engine starts, and read all ticks and all orders
 * again, each once and in order. So their sums are those of the run before, and their own positions, which may be a message
 * behind (at-least-once), do not matter.
 *
 * <p><b>Orders.</b> The same ticks give the same signals, and the n-th signal is the order with the sequence n: after an order was
 * refused there are no more. So a signal whose order is in the journal already is counted but not ordered again. An order
 * cannot be asked for again, therefore {@code acknowledge: written}. Its tick is in the journal before the order is: of an
 * {@code accepted} channel, listeners see what has been written.
 */
@Component
final class Resume implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Resume.class);

    private final Hermes hermes;
    private final boolean wanted;
    private volatile boolean running;
    private volatile long ticks;
    private volatile long orders;

    Resume(final Hermes hermes, final SampleProperties properties) {
        this.hermes = hermes;
        this.wanted = properties.isResume();
    }

    /** Looks what there is, while nothing moves yet. */
    @Override
    public void start() {
        running = true;
        if (wanted) {
            final HermesSnapshot snapshot = hermes.snapshot();
            ticks = lastSequence(snapshot.channel("ticks"));
            orders = lastSequence(snapshot.channel("orders"));
            for (final String listener : List.of("stats", "signals", "executor")) {
                hermes.seek(listener, StartFrom.EARLIEST);
            }
            log.warn("Resuming behind {} ticks and {} orders", ticks, orders);
        }
    }

    private static long lastSequence(final HermesSnapshot.Channel channel) {
        if (channel.journal() == null) {
            throw new IllegalStateException("--sample.resume needs the journal of channel '" + channel.name()
                    + "'; set hermes.channels." + channel.name() + ".journal.enabled to true");
        }
        return channel.published();
    }

    /** Ticks that an earlier run has published. */
    long ticks() {
        return ticks;
    }

    /** Orders that an earlier run has published. */
    long orders() {
        return orders;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the registration of the listeners, before Hermes starts. */
    @Override
    public int getPhase() {
        return HermesLifecycle.PHASE - 1;
    }
}
