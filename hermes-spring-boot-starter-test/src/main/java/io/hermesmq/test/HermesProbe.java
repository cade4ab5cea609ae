package io.hermesmq.test;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for what an engine has done, on exact counters and positions, without sleeping. A bean of a test's context.
 *
 * <pre>{@code
 * quotes.publish(new Quote(1, 99.5));
 * probe.await("signals").consumed(1).failed(0);
 * }</pre>
 *
 * <p>With {@linkplain LaneMode#STEPPED stepped} lanes every call steps them on the thread of the test, until what it waits for is so or nothing
 * is left to do. With {@linkplain LaneMode#RUNNING running} lanes it parks between looks at the counters, up to a time limit. Either way a
 * wait in vain ends in an {@link AssertionError} that says what was there instead.
 *
 * <p>Messages are counted from the beginning of the test method, or from {@link #startCounting()}. For the thread of the test.
 */
public final class HermesProbe {

    private final Hermes hermes;
    private final LaneDriver driver;
    private final Map<String, RecordingListener<?>> recordings = new LinkedHashMap<>();
    private final Map<String, HermesSnapshot.Listener> listenersBefore = new HashMap<>();
    private final Map<String, HermesSnapshot.Channel> channelsBefore = new HashMap<>();

    /**
     * Creates a probe that counts from now on.
     *
     * @param hermes to look at; its lanes must be of the mode.
     * @param lanes who drives the lanes.
     * @param timeout how long to wait at most, in real time.
     */
    public HermesProbe(final Hermes hermes, final LaneMode lanes, final Duration timeout) {
        this.hermes = hermes;
        driver = new LaneDriver(hermes, lanes, timeout);
        startCounting();
    }

    /** Counts begin at zero here, and recordings are empty. What has not been handled yet is handled, and counted, later. */
    public void startCounting() {
        final HermesSnapshot snapshot = hermes.snapshot();
        listenersBefore.clear();
        snapshot.listeners().forEach(listener -> listenersBefore.put(listener.id(), listener));
        channelsBefore.clear();
        snapshot.channels().forEach(channel -> channelsBefore.put(channel.name(), channel));
        recordings.values().forEach(RecordingListener::clear);
    }

    /** A new test begins: what the one before has left is handled first, as far as it can be. */
    void beginTest() {
        driver.runUntil(driver::isQuiet);
        startCounting();
    }

    /**
     * Waits for a listener.
     *
     * @param listener its id.
     * @return what can be waited for.
     * @throws AssertionError where there is no such listener.
     */
    public ListenerProbe await(final String listener) {
        final List<String> ids = hermes.snapshot().listeners().stream()
                .map(HermesSnapshot.Listener::id)
                .toList();
        if (!ids.contains(listener)) {
            throw new AssertionError(
                    "there is no listener '" + listener + "' in this test; there are " + ids
                            + ". A class with @HermesListener is part of @HermesTest when the component scan of the application finds it");
        }
        return new ListenerProbe(this, driver, listener);
    }

    /**
     * Waits until every listener has handled everything that was published, what listeners published meanwhile included.
     *
     * @return this probe.
     * @throws AssertionError where a listener cannot; says which, and what it waits for.
     */
    public HermesProbe idle() {
        if (!driver.runUntil(driver::isQuiet)) {
            final List<String> busy = new ArrayList<>();
            for (final HermesSnapshot.Listener listener : hermes.snapshot().listeners()) {
                if (listener.backlogBytes() > 0) {
                    busy.add(describe(listener));
                }
            }
            throw new AssertionError(
                    "not every listener is done with what was published" + inVain() + ":\n" + String.join("\n", busy));
        }
        return this;
    }

    /**
     * Polls every lane once, on this thread.
     *
     * @return how many messages were delivered.
     * @throws IllegalStateException where lanes run by themselves.
     */
    public int step() {
        requireStepped();
        return driver.stepAll();
    }

    /**
     * Polls one lane once, on this thread.
     *
     * @param lane its name: that of the listener where it names none.
     * @return how many messages were delivered.
     * @throws IllegalStateException where lanes run by themselves, or there is no such lane.
     */
    public int step(final String lane) {
        requireStepped();
        return driver.step(lane);
    }

    private void requireStepped() {
        if (driver.mode() != LaneMode.STEPPED) {
            throw new IllegalStateException(
                    "the lanes of this test run by themselves; use await(..), or let them be stepped with"
                            + " lanes = LaneMode.STEPPED");
        }
    }

    /**
     * Publishes a message and waits until every listener of its channel has handled it.
     *
     * @param publisher to publish with.
     * @param message to publish.
     * @param <T> of the message.
     * @return the position behind the message.
     * @throws AssertionError where the message was refused, or a listener does not get to it.
     */
    public <T> long publishAndAwait(final Publisher<T> publisher, final T message) {
        return awaitHandled(publisher.channel(), publisher.publish(message));
    }

    /**
     * Waits until every listener of a channel has handled what was published up to a position. Listeners that have halted are not
     * waited for.
     *
     * @param channel its name.
     * @param position as a publish has returned it.
     * @return the position.
     * @throws AssertionError where the position is a refusal, or a listener does not get there.
     */
    public long awaitHandled(final String channel, final long position) {
        requireAccepted(channel, position);
        if (!driver.runUntil(() -> behind(channel, position).isEmpty())) {
            throw new AssertionError("not every listener of channel '" + channel + "' has come to position " + position
                    + inVain() + ":\n"
                    + String.join(
                            "\n",
                            behind(channel, position).stream()
                                    .map(this::describe)
                                    .toList()));
        }
        return position;
    }

    static void requireAccepted(final String channel, final long position) {
        if (position < 0) {
            throw new AssertionError("the message was not published: channel '" + channel + "' refused it with "
                    + PublishStatus.of(position));
        }
    }

    private List<HermesSnapshot.Listener> behind(final String channel, final long position) {
        return hermes.snapshot().listeners().stream()
                .filter(listener ->
                        listener.channel().equals(channel) && !listener.halted() && listener.position() < position)
                .toList();
    }

    /**
     * Records the messages of a channel from now on. The same channel and type give the same recording.
     *
     * @param channel its name.
     * @param type of the messages.
     * @param <T> of the messages.
     * @return the recording.
     * @throws IllegalArgumentException where messages of that type are views, which cannot be kept.
     */
    @SuppressWarnings("unchecked") // by the type in the id
    public <T> RecordingListener<T> record(final String channel, final Class<T> type) {
        return (RecordingListener<T>) recordings.computeIfAbsent(
                "recording of " + channel + " as " + type.getTypeName(),
                id -> RecordingListener.register(id, channel, type, hermes, driver));
    }

    /**
     * What the engine says of itself.
     *
     * @return its counters, from its start on.
     */
    public HermesSnapshot snapshot() {
        return hermes.snapshot();
    }

    LaneDriver driver() {
        return driver;
    }

    Hermes hermes() {
        return hermes;
    }

    HermesSnapshot.Listener listener(final String id) {
        return hermes.snapshot().listener(id);
    }

    /** What a listener has done since the counts began. */
    ListenerCounts counts(final String id) {
        return ListenerCounts.between(listenersBefore.get(id), listener(id));
    }

    /** Why a wait was over. */
    String inVain() {
        return driver.mode() == LaneMode.STEPPED
                ? ", and nothing is left to do that would change it"
                : " within " + driver.patience().toMillis() + " ms";
    }

    private String waiting(final HermesSnapshot.Waiting waiting) {
        final Duration left =
                Duration.ofNanos(Math.max(0, waiting.untilNs() - hermes.clock().nanoTime()));
        final String reason = switch (waiting.reason()) {
            case RETRY ->
                "the message in front of it has failed " + waiting.attempts() + " times and is delivered again";
            case CIRCUIT_BREAKER -> "its circuit breaker is open and lets a message through";
            case DEAD_LETTER_CHANNEL ->
                "its dead-letter channel has refused the message in front of it and is asked again";
        };
        return "\n    it waits: " + reason + " in " + left.toMillis()
                + " ms of the engine's clock, which TestClock.advance(..) moves";
    }

    String describe(final HermesSnapshot.Listener listener) {
        final HermesSnapshot.Channel channel = hermes.snapshot().channel(listener.channel());
        final HermesSnapshot.Channel before = channelsBefore.get(channel.name());
        final long published = channel.published() - (before == null ? 0 : before.published());
        final StringBuilder text = new StringBuilder("  listener '")
                .append(listener.id())
                .append("': ")
                .append(counts(listener.id()))
                .append("; its position is ")
                .append(listener.position())
                .append(", that of channel '")
                .append(channel.name())
                .append("' ")
                .append(channel.position())
                .append(" after ")
                .append(published)
                .append(" messages");
        if (listener.halted()) {
            text.append("\n    it has halted after a failure and reads no more");
        } else if (listener.waiting() != null) {
            text.append(waiting(listener.waiting()));
        } else if (listener.backlogBytes() > 0) {
            text.append("\n    it does not take what is in front of it (")
                    .append(listener.backlogBytes())
                    .append(" bytes): ")
                    .append(
                            driver.mode() == LaneMode.STEPPED
                                    ? "it is paused, or waits for a time; TestClock.advance(..) moves that"
                                    : "it has not returned yet, is paused, or waits for a time; TestClock.advance(..) moves that");
        } else if (published == 0) {
            text.append("\n    nothing was published to its channel since the test began");
        }
        return text.toString();
    }
}
