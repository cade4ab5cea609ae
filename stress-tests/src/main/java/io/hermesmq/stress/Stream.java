package io.hermesmq.stress;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.dispatch.BoundHandler;
import io.hermesmq.dispatch.DrainLoop;
import io.hermesmq.dispatch.HandlerBinder;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.dispatch.ListenerCounters;
import io.hermesmq.dispatch.TypedHandlers;
import io.hermesmq.monitor.EpochClock;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Many messages of all lengths through one ring to a real listener, long enough for its drain loop to be compiled.
 *
 * <p>Every word of a payload is the same, and twice the same {@code int} near {@link Integer#MAX_VALUE}: read as the length of
 * a frame, as a reader does that was overrun, it is as harmful as a length can be.
 */
final class Stream {

    /** Enough for the drain loop to be compiled; the short form has no time for so many. */
    private static final int MESSAGES = Integer.getInteger("hermes.stress.messages", 20_000);

    private static final int VALUES = 1 << 10;
    private static final int MAX_WORDS = Rings.LARGEST_PAYLOAD / Long.BYTES;
    private static final HandlerBinder BINDER = new HandlerBinder(new Codecs(List.of()));
    private static final Method ON_MESSAGE = onMessage();

    private final Channel channel;
    private final Listener listener;
    private final AtomicInteger publishersLeft;

    // of the thread that polls
    private long messages;
    private long lastSequence;
    private long missed;
    private boolean isTorn;
    private boolean isOutOfOrder;

    Stream(final Channel channel, final int publishers) {
        this.channel = channel;
        publishersLeft = new AtomicInteger(publishers);
        final BoundHandler handler = Objects.requireNonNull(BINDER.bind(this, ON_MESSAGE, null));
        listener = Listener.open(
                ListenerConfig.of("stream", channel.name()),
                channel,
                TypedHandlers.of(handler),
                Rings.counters(),
                EpochClock.INSTANCE,
                Channel.LATEST);
    }

    private static Method onMessage() {
        try {
            return Stream.class.getDeclaredMethod(
                    "onMessage", DirectBuffer.class, int.class, int.class, MessageContext.class);
        } catch (final NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes its share of the messages; none may be refused. */
    void publish(final int publishers) {
        try {
            for (int i = 0; i < MESSAGES / publishers; i++) {
                if (!publishOne(i)) {
                    throw new IllegalStateException("message " + i + " was refused");
                }
            }
        } finally {
            publishersLeft.decrementAndGet();
        }
    }

    private boolean publishOne(final int number) {
        final int length = (1 + ((number * 0x9E3779B1) >>> 8) % MAX_WORDS) * Long.BYTES;
        final long framePosition = channel.claim(length);
        if (framePosition < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = channel.buffer();
        final int offset = channel.payloadOffset(framePosition);
        final long half = (long) Integer.MAX_VALUE - number % VALUES;
        final long value = half << Integer.SIZE | half;
        for (int i = 0; i < length; i += Long.BYTES) {
            buffer.putLong(offset + i, value, LITTLE_ENDIAN);
        }
        return channel.commit(framePosition) >= 0;
    }

    /** Polls until every publisher is done and nothing is left. */
    void poll() {
        final DrainLoop loop = listener.loop();
        boolean isDone = false;
        while (!isDone) {
            isDone = publishersLeft.get() == 0;
            while (loop.poll() > 0 || (isDone && loop.hasPending())) {
                Thread.onSpinWait();
            }
        }
    }

    /** Called by the drain loop. */
    void onMessage(final DirectBuffer buffer, final int offset, final int length, final MessageContext context) {
        final long value = buffer.getLong(offset, LITTLE_ENDIAN);
        boolean isWhole = (int) value == (int) (value >>> Integer.SIZE);
        for (int i = Long.BYTES; i < length; i += Long.BYTES) {
            isWhole &= buffer.getLong(offset + i, LITTLE_ENDIAN) == value;
        }
        isTorn |= !isWhole;
        isOutOfOrder |= context.sequence() != lastSequence + 1 + context.missed();
        lastSequence = context.sequence();
        missed += context.missed();
        messages++;
    }

    /** How it went, in words. */
    String verdict() {
        final ListenerCounters counters = listener.counters();
        if (isTorn) {
            return "torn";
        }
        if (isOutOfOrder) {
            return "out of order";
        }
        if (counters.delivered().get() != messages || counters.missed().get() != missed) {
            return "miscounted";
        }
        if (messages + missed != channel.counters().published().get()) {
            return "published " + channel.counters().published().get() + ", delivered " + messages + ", missed "
                    + missed;
        }
        return missed == 0 ? "all delivered" : "all accounted for";
    }
}
