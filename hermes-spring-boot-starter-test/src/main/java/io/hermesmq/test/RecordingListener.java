package io.hermesmq.test;

import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.sbe.Flyweight;
import org.assertj.core.api.AssertProvider;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Records the messages of a channel: {@code assertThat(recording).containsExactly(..)} compares them as a list.
 *
 * <p>A listener of its own, on a lane of its own. Whoever asks it gets everything that was published before: it reads up first. Made by
 * {@link RecordMessages} or {@link HermesProbe#record}, and empty at the beginning of each test method. For any thread.
 *
 * @param <T> of the messages.
 */
public final class RecordingListener<T> implements AssertProvider<ListAssert<T>> {

    private static final String LANE = "recordings";

    private final String id;
    private final Hermes hermes;
    private final LaneDriver driver;
    private final List<RecordedMessage<T>> recorded = new ArrayList<>();

    private RecordingListener(final String id, final Hermes hermes, final LaneDriver driver) {
        this.id = id;
        this.hermes = hermes;
        this.driver = driver;
    }

    static <T> RecordingListener<T> register(
            final String id, final String channel, final Class<T> type, final Hermes hermes, final LaneDriver driver) {
        if (DirectBuffer.class.isAssignableFrom(type) || Flyweight.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("messages of type " + type.getName()
                    + " cannot be recorded: they are views of memory that the next message gets; record channel '"
                    + channel
                    + "' as byte[] or as a record");
        }
        final RecordingListener<T> recording = new RecordingListener<>(id, hermes, driver);
        hermes.listen(
                ListenerConfig.of(id, channel).onLane(LANE),
                type,
                (message, context) -> recording.add(new RecordedMessage<>(
                        message,
                        context.sequence(),
                        context.timestamp(),
                        context.position(),
                        Thread.currentThread().getName())));
        return recording;
    }

    private synchronized void add(final RecordedMessage<T> message) {
        recorded.add(message);
    }

    private synchronized List<RecordedMessage<T>> copy() {
        return List.copyOf(recorded);
    }

    /** Forgets what was recorded so far. */
    public synchronized void clear() {
        recorded.clear();
    }

    /**
     * What was published since the test began.
     *
     * @return an immutable copy, in the order of the channel.
     */
    public List<T> messages() {
        return recorded().stream().map(RecordedMessage::message).toList();
    }

    /**
     * What was published since the test began, with all that is known of it.
     *
     * @return an immutable copy, in the order of the channel.
     * @throws AssertionError where the recording cannot read on.
     */
    public List<RecordedMessage<T>> recorded() {
        if (!readUp()) {
            throw new AssertionError("the recording cannot read what is in its channel: "
                    + hermes.snapshot().listener(id));
        }
        return copy();
    }

    private boolean readUp() {
        if (driver.mode() == LaneMode.STEPPED) {
            while (driver.step(LANE) > 0) {
                Thread.onSpinWait(); // delivers to recordings only: the listeners of the application are left alone
            }
        }
        return driver.mode() == LaneMode.STEPPED
                || driver.runUntil(() -> hermes.snapshot().listener(id).backlogBytes() == 0);
    }

    /**
     * Waits until so many messages were published, by listeners that are stepped meanwhile for example.
     *
     * @param messages how many at least, since the test began.
     * @return what was published so far.
     * @throws AssertionError where there are fewer; says which came.
     */
    public List<T> await(final int messages) {
        if (!driver.runUntil(() -> copy().size() >= messages)) {
            final List<T> came = messages();
            throw new AssertionError(
                    "the " + id + " has " + came.size() + " messages instead of " + messages + ": " + came);
        }
        return messages();
    }

    @Override
    public ListAssert<T> assertThat() {
        return Assertions.assertThat(messages());
    }

    @Override
    public String toString() {
        return id;
    }
}
