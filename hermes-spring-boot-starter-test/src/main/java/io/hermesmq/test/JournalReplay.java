package io.hermesmq.test;

import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.channel.journal.Journal;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.frame.FrameLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The replay of a recorded journal, from {@link ReplayJournal}. Its messages are published to a channel of the test, as the bytes that
 * they are, so the layout of its record must be the one that they were recorded with. They get new sequences, from the channel, and
 * their old timestamps, from the clock, where the channel takes the time of every message ({@code timestamps: every}).
 *
 * <p>For the thread of the test. The journal is read only, and nothing is locked.
 */
public final class JournalReplay implements AutoCloseable {

    private final Path directory;
    private final String channel;
    private final HermesProbe probe;
    private final @Nullable TestClock clock;
    private final Publisher<byte[]> publisher;
    private final JournalReader reader;
    private long replayed;

    /**
     * Opens a journal.
     *
     * @param directory of the recorded channel.
     * @param channel to publish to.
     * @param probe of the engine that has the channel.
     * @param hermes the engine.
     * @param clock of the engine, or null where it cannot be moved.
     * @throws JournalException where there is no journal.
     */
    JournalReplay(
            final Path directory,
            final String channel,
            final HermesProbe probe,
            final Hermes hermes,
            final @Nullable TestClock clock) {
        this.directory = directory;
        this.channel = channel;
        this.probe = probe;
        this.clock = clock;
        publisher = hermes.publisher(channel, byte[].class);
        reader = Journal.open(directory).reader();
    }

    /**
     * Replays the next message: sets the clock to its time, lets the listeners do what is due by then, publishes it, and waits until every
     * listener has handled it, and what was published because of it.
     *
     * @return false where the journal has ended.
     * @throws AssertionError where the journal is damaged, or the message was refused.
     */
    public boolean next() {
        if (!reader.next()) {
            return false;
        }
        if (reader.missed() > 0 && replayed > 0) {
            throw new AssertionError("the journal in " + directory + " is damaged: " + reader.missed()
                    + " messages in front of sequence " + reader.sequence() + " are missing");
        }
        if (clock != null && reader.timestamp() != 0) {
            clock.setNanos(reader.timestamp());
            probe.driver().runUntil(probe.driver()::isQuiet); // retries and the like that are due by now
        }
        final int frame = reader.offset();
        final int length = reader.buffer().getInt(frame + FrameLayout.LENGTH_OFFSET, FrameLayout.BYTE_ORDER);
        final long position = publisher.publish(reader.buffer(), frame + FrameLayout.HEADER_LENGTH, length);
        HermesProbe.requireAccepted(channel, position);
        probe.driver().runUntil(probe.driver()::isQuiet); // what waits for a later time stays
        replayed++;
        return true;
    }

    /**
     * Replays some messages.
     *
     * @param messages how many at most.
     * @return how many there were.
     * @throws AssertionError where the journal is damaged, or a message was refused.
     */
    public long next(final long messages) {
        long done = 0;
        while (done < messages && next()) {
            done++;
        }
        return done;
    }

    /**
     * Replays everything up to the end of the journal.
     *
     * @return how many messages were replayed by this call.
     * @throws AssertionError where the journal is damaged, or a message was refused.
     */
    public long run() {
        return next(Long.MAX_VALUE);
    }

    /**
     * The sequence that the last message had when it was recorded.
     *
     * @return the sequence; 0 before the first.
     */
    public long recordedSequence() {
        return replayed == 0 ? 0 : reader.sequence();
    }

    /** Closes the files; JUnit does it after the test. */
    @Override
    public void close() {
        reader.close();
    }

    @Override
    public String toString() {
        return "replay of " + directory + " to channel '" + channel + "', " + replayed + " messages so far";
    }
}
