package io.hermesmq.publish;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Publisher;
import io.hermesmq.Timestamps;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.monitor.Counters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A channel that publishers are made for, and what they left in it. */
final class TestChannel {

    final Channel channel;
    final PublisherFactory factory;
    private final ReadCursor cursor;
    private long lastSequence;

    TestChannel(final MessageCodec<?>... codecs) {
        this(OnFull.FAIL, codecs);
    }

    TestChannel(final OnFull policy, final MessageCodec<?>... codecs) {
        final Counters counters = new Counters();
        final ChannelConfig config =
                new ChannelConfig(ChannelConfig.MIN_CAPACITY, policy, Duration.ZERO, Producers.MULTI, Timestamps.OFF);
        channel = RingChannel.create("quotes", config, counters, () -> 0, thread -> false, 1);
        cursor = channel.openCursor("reader", counters.allocate("reader"), Channel.LATEST);
        factory = new PublisherFactory(
                new Codecs(List.of(codecs)), () -> 0, (target, codec) -> target, (target, replies, reply) -> {
                    throw new AssertionError("no test asks");
                });
    }

    <T> Publisher<T> publisher(final Class<T> type) {
        return factory.create(channel, type, false);
    }

    /** Implements a publisher interface. */
    <P> P implement(final Class<P> type) {
        return factory.create(channel, PublisherShape.of(type), false);
    }

    /** Fills the ring until it refuses. */
    void fill() {
        final Publisher<String> filler = publisher(String.class);
        while (filler.publish("") > 0) {
            Thread.onSpinWait();
        }
    }

    /** The payloads that became visible since the last call. */
    List<byte[]> payloads() {
        final List<byte[]> payloads = new ArrayList<>();
        final UnsafeBuffer buffer = channel.buffer();
        long position = cursor.position().get();
        while (position < channel.limit().get()) {
            final int offset = (int) position & channel.mask();
            final int length = buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
            if (buffer.getByte(offset + TYPE_OFFSET) != TYPE_PADDING) {
                final byte[] payload = new byte[length];
                buffer.getBytes(offset + HEADER_LENGTH, payload);
                payloads.add(payload);
                lastSequence = buffer.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
            }
            position += RingChannel.frameLength(length);
        }
        cursor.position().setRelease(position);
        return payloads;
    }

    /** The sequence of the last payload that was read. */
    long lastSequence() {
        return lastSequence;
    }

    List<String> texts() {
        return payloads().stream().map(payload -> new String(payload, UTF_8)).toList();
    }

    /** What became visible since the last call, decoded. */
    List<String> records(final Class<? extends Record> type) {
        final RecordCodec codec = RecordCodec.of(type);
        final List<String> records = new ArrayList<>();
        for (final byte[] payload : payloads()) {
            final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(payload.length));
            buffer.putBytes(0, payload);
            try {
                records.add(codec.decode().invoke(buffer, 0, payload.length).toString());
            } catch (final Throwable e) {
                throw new AssertionError(e);
            }
        }
        return records;
    }

    /** Whether every claim was ended. */
    boolean isQuiet() {
        return channel.openPosition() == channel.limit().get();
    }
}
