package io.hermesmq.benchmarks.dispatch;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.PayloadPublisher;
import io.hermesmq.benchmarks.hermes.PublisherLink;
import io.hermesmq.benchmarks.rig.DispatchSession;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.engine.HermesEngine;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A lane of Hermes, stepped by hand by the thread that also publishes. */
final class HermesLane extends DispatchSession {

    /** Size of the ring of both sides. */
    static final int RING_BYTES = 1 << 17;

    private static final String CHANNEL = "payloads";
    private static final String LANE = "stepped";

    private final Listeners.Sum[] listeners;
    private final Hermes hermes;
    private final Link link;

    HermesLane(final int count, final Profile profile, final UnaryOperator<ListenerConfig> settings) {
        super(count);
        listeners = Arrays.copyOf(Listeners.all(), count);
        hermes = HermesEngine.create(HermesConfig.of(profile)
                .withChannel(CHANNEL, profile.channel().withCapacity(RING_BYTES).withProducers(Producers.SINGLE))
                .withLane(LANE, profile.lane().withStepped(true)));
        for (int i = 0; i < count; i++) {
            final ListenerConfig listener =
                    ListenerConfig.of("listener-" + i, CHANNEL).onLane(LANE);
            hermes.listen(settings.apply(listener), listeners[i], on(listeners[i]));
        }
        link = new PublisherLink(hermes.publisherOf(CHANNEL, PayloadPublisher.class), 1);
        hermes.start();
    }

    @Override
    public void fill(final long first) {
        link.sendAll(first, MESSAGES);
    }

    /** A step delivers up to a limit of bytes to each listener. */
    @Override
    public long drain() {
        long calls = 0;
        int delivered = hermes.step(LANE);
        while (delivered > 0) {
            calls += delivered;
            delivered = hermes.step(LANE);
        }
        return calls;
    }

    @Override
    public long[] sums() {
        return Arrays.stream(listeners).mapToLong(listener -> listener.sum).toArray();
    }

    @Override
    public void close() {
        hermes.close();
    }

    private static Method on(final Listeners.Sum listener) {
        return Arrays.stream(listener.getClass().getDeclaredMethods())
                .filter(method -> "on".equals(method.getName()))
                .findFirst()
                .orElseThrow();
    }
}
