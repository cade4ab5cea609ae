package io.hermesmq.channel.ring;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Timestamps;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.monitor.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A ring on its own, with a clock that the test sets and eyes for its frames. */
final class TestRing {

    /** The smallest there is: 128 empty messages, 8 of the largest. */
    static final int CAPACITY = ChannelConfig.MIN_CAPACITY;

    static final int MAX_PAYLOAD = CAPACITY / 8 - HEADER_LENGTH;
    static final long STALL_TIMEOUT_NS = 1_000;

    final RingChannel channel;
    final AtomicLong clock = new AtomicLong();
    private final Counters counters = new Counters();
    private volatile Predicate<Thread> insiders = thread -> false;

    private TestRing(final ChannelConfig config) {
        channel = RingChannel.create(
                "quotes", config, counters, clock::get, thread -> insiders.test(thread), STALL_TIMEOUT_NS);
    }

    /** A ring that refuses at once when it is full. */
    static TestRing of(final Producers producers) {
        return with(config(producers));
    }

    static TestRing with(final ChannelConfig config) {
        return new TestRing(config);
    }

    static ChannelConfig config(final Producers producers) {
        return new ChannelConfig(CAPACITY, OnFull.FAIL, Duration.ZERO, producers, Timestamps.OFF);
    }

    /** Says which threads may publish while the channel drains; the ring asks on the thread that publishes. */
    void insiders(final Predicate<Thread> mayPublish) {
        insiders = mayPublish;
    }

    ReadCursor open(final String id) {
        return channel.openCursor(id, counters.allocate("position of " + id), Channel.LATEST);
    }

    ReadCursor openAtTheBeginning(final String id) {
        return channel.openCursor(id, counters.allocate("position of " + id), 0);
    }

    void holdUntilStart() {
        channel.holdUntilStart(counters.allocate("start"));
    }

    /** Publishes a message with a payload of zeros, or returns the refusal. */
    long publish(final int length) {
        final long position = channel.claim(length);
        return position < 0 ? position : channel.commit(position);
    }

    long publish(final String text) {
        final long position = claim(text);
        return position < 0 ? position : channel.commit(position);
    }

    /** Claims room for a text and writes it. */
    long claim(final String text) {
        final byte[] payload = text.getBytes(US_ASCII);
        final long position = channel.claim(payload.length);
        if (position >= 0) {
            channel.buffer().putBytes(channel.payloadOffset(position), payload);
        }
        return position;
    }

    /** Reads all visible frames, padding too, and moves the cursor behind them. */
    List<Frame> read(final ReadCursor cursor) {
        final List<Frame> frames = new ArrayList<>();
        final long limit = channel.limit().getAcquire();
        long position = cursor.position().get();
        while (position < limit) {
            final Frame frame = frameAt(position);
            frames.add(frame);
            position = frame.end();
        }
        cursor.position().setRelease(position);
        return frames;
    }

    /** The visible messages as {@code sequence:text}; moves the cursor behind them. */
    List<String> texts(final ReadCursor cursor) {
        return read(cursor).stream()
                .filter(Frame::isMessage)
                .map(frame -> frame.sequence() + ":" + frame.text())
                .toList();
    }

    Frame frameAt(final long position) {
        final int offset = (int) position & channel.mask();
        final int length = channel.buffer().getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
        final byte[] payload = new byte[channel.frames.isMessageAt(position) ? length : 0];
        channel.buffer().getBytes(offset + HEADER_LENGTH, payload);
        return new Frame(
                position,
                position + RingChannel.frameLength(length),
                channel.frames.isMessageAt(position),
                channel.buffer().getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN),
                channel.buffer().getLong(offset + TIMESTAMP_OFFSET, LITTLE_ENDIAN),
                payload);
    }

    record Frame(long position, long end, boolean isMessage, long sequence, long timestamp, byte[] payload) {

        String text() {
            return new String(payload, US_ASCII);
        }
    }
}
