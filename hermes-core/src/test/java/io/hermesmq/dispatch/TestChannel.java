package io.hermesmq.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.ChannelConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageHandler;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Timestamps;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.monitor.Counters;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A channel and its listeners without an engine: a test polls their loops itself. */
final class TestChannel {

    static final int CAPACITY = ChannelConfig.MIN_CAPACITY;

    final RingChannel ring;
    final AtomicLong clock = new AtomicLong();
    final HandlerBinder binder = new HandlerBinder(new Codecs(List.of()));
    private final Counters counters = new Counters();

    private TestChannel(final OnFull policy, final int capacity, final Producers producers) {
        final ChannelConfig config = new ChannelConfig(capacity, policy, Duration.ZERO, producers, Timestamps.EVERY);
        ring = RingChannel.create("quotes", config, counters, clock::get, thread -> false, 1_000_000_000);
    }

    static TestChannel blocking() {
        return new TestChannel(OnFull.BLOCK, CAPACITY, Producers.MULTI);
    }

    static TestChannel blocking(final int capacity) {
        return new TestChannel(OnFull.BLOCK, capacity, Producers.MULTI);
    }

    static TestChannel singleProducer() {
        return new TestChannel(OnFull.BLOCK, CAPACITY, Producers.SINGLE);
    }

    static TestChannel overwriting() {
        return new TestChannel(OnFull.OVERWRITE, CAPACITY, Producers.MULTI);
    }

    Listener listen(final MessageHandler<String> handler) {
        return listen(ListenerConfig.of("signals", "quotes"), handler);
    }

    Listener listen(final ListenerConfig config, final MessageHandler<String> handler) {
        return open(config, binder.bind(String.class, handler));
    }

    /** Adds a listener method, told by its name; the channel carries a record, or none where that is null. */
    Listener listen(final Object target, final String method, final Class<? extends Record> type) {
        return open(ListenerConfig.of(method, "quotes"), binder.bind(target, methodOf(target, method), type));
    }

    Listener open(final ListenerConfig config, final BoundHandler handler) {
        return open(config, handler, null);
    }

    /** Adds a listener whose dead letters go to another ring; it waits by the clock of this channel. */
    Listener open(final ListenerConfig config, final BoundHandler handler, final @Nullable Channel deadLetters) {
        return Listener.open(
                config, ring, TypedHandlers.of(handler), counters, clock::get, deadLetters, Channel.LATEST, null);
    }

    static Method methodOf(final Object target, final String name) {
        return Arrays.stream(target.getClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Publishes a text, or returns the refusal. */
    long publish(final String text) {
        return publish(text.getBytes(UTF_8));
    }

    long publish(final byte... payload) {
        final long position = ring.claim(payload.length);
        if (position < 0) {
            return position;
        }
        ring.buffer().putBytes(ring.payloadOffset(position), payload);
        return ring.commit(position);
    }

    void publish(final Record message) {
        final RecordCodec codec = RecordCodec.of(message.getClass());
        try {
            final long position = ring.claim((int) codec.length().invoke(message));
            codec.encode().invoke(ring.buffer(), ring.payloadOffset(position), message);
            ring.commit(position);
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }

    void abort(final int length) {
        ring.abort(ring.claim(length));
    }
}
