package io.hermesmq.engine;

import static io.hermesmq.frame.DeadLetterLayout.KIND_LETTER;
import static io.hermesmq.frame.DeadLetterLayout.KIND_MARK;
import static io.hermesmq.frame.DeadLetterLayout.LETTER_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MARK_ATTEMPTS_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MARK_EXCEPTION_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MARK_MESSAGE_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MARK_TEXTS_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.OUTCOME_DROPPED;
import static io.hermesmq.frame.DeadLetterLayout.OUTCOME_FAILED;
import static io.hermesmq.frame.DeadLetterLayout.OUTCOME_HANDLED;
import static io.hermesmq.frame.DeadLetterLayout.OUTCOME_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.OUTCOME_PARKED;
import static io.hermesmq.frame.DeadLetterLayout.REDRIVES_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.DeadLetter;
import io.hermesmq.DeadLetter.State;
import io.hermesmq.DeadLetters;
import io.hermesmq.HermesException;
import io.hermesmq.dispatch.DeadLetterSink;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.dispatch.RedeliveryOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of one channel: the letters that were written to it less what the marks say that were written behind them. So on a
 * journaled channel everything is found again after a restart. Each call first reads what is new.
 *
 * <p>Lanes, which deliver letters again, never wait for the lock of a box: what came of a letter they write to the channel, where that
 * lasts, and leave in a queue for the next call.
 */
final class DeadLetterBox implements DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);

    private final String channel;
    private final DeadLetterLog log;
    private final DeadLetterSink sink;
    private final EpochNanoClock clock;
    private final Function<String, @Nullable Listener> listeners;
    private final TreeMap<Long, Letter> letters = new TreeMap<>();
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private boolean closed;

    DeadLetterBox(
            final DeadLetterLog log,
            final DeadLetterSink sink,
            final EpochNanoClock clock,
            final Function<String, @Nullable Listener> listeners) {
        this.clock = clock;
        channel = sink.channel();
        this.log = log;
        this.sink = sink;
        this.listeners = listeners;
    }

    // what there is

    private void refresh() {
        if (closed) {
            throw new IllegalStateException("the engine of dead-letter channel '" + channel + "' is closed");
        }
        log.follow(this::visit);
        for (Runnable each = news.poll(); each != null; each = news.poll()) {
            each.run();
        }
        tidy();
    }

    private void visit(
            final DirectBuffer buffer, final int offset, final int length, final long sequence, final long place) {
        final byte kind = Letter.kindOf(buffer, offset, length);
        if (kind == KIND_LETTER) {
            letters.put(sequence, Letter.read(buffer, offset, sequence, place));
        } else if (kind == KIND_MARK) {
            apply(buffer, offset);
        }
    }

    private void apply(final DirectBuffer mark, final int offset) {
        final long sequence = mark.getLong(offset + LETTER_OFFSET, LITTLE_ENDIAN);
        final short outcome = mark.getShort(offset + OUTCOME_OFFSET, LITTLE_ENDIAN);
        if (outcome == OUTCOME_HANDLED || outcome == OUTCOME_DROPPED) {
            letters.remove(sequence);
            return;
        }
        final Letter letter = letters.get(sequence);
        if (letter != null) {
            final Letter.Texts texts = new Letter.Texts(mark, offset + MARK_TEXTS_OFFSET);
            letter.failedAgain(
                    mark.getInt(offset + REDRIVES_OFFSET, LITTLE_ENDIAN),
                    mark.getInt(offset + MARK_ATTEMPTS_OFFSET, LITTLE_ENDIAN),
                    texts.next(mark.getInt(offset + MARK_EXCEPTION_LENGTH_OFFSET, LITTLE_ENDIAN)),
                    texts.next(mark.getInt(offset + MARK_MESSAGE_LENGTH_OFFSET, LITTLE_ENDIAN)),
                    Letter.timeOf(mark, offset),
                    outcome == OUTCOME_PARKED ? State.PARKED : State.OPEN);
        }
    }

    /** Lets the channel forget what is in front of the oldest letter. */
    private void tidy() {
        if (letters.isEmpty()) {
            log.keepNone();
        } else {
            final Letter oldest = letters.firstEntry().getValue();
            log.keepFrom(oldest.sequence, oldest.place);
        }
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public synchronized List<DeadLetter> browse() {
        refresh();
        return letters.values().stream().map(Letter::toDeadLetter).toList();
    }

    @Override
    public synchronized Counts counts() {
        refresh();
        return new Counts(count(State.OPEN), count(State.REDRIVING), count(State.PARKED));
    }

    private long count(final State state) {
        return letters.values().stream()
                .filter(letter -> letter.state() == state)
                .count();
    }

    @Override
    public synchronized byte[] frame(final long sequence) {
        refresh();
        return frameOf(require(sequence));
    }

    private Letter require(final long sequence) {
        final Letter letter = letters.get(sequence);
        if (letter == null) {
            throw new HermesException("there is no dead letter " + sequence + " in channel '" + channel
                    + "': it was handled or dropped, or never was there; browse() shows the " + letters.size()
                    + " that are");
        }
        return letter;
    }

    private Letter requireIdle(final long sequence) {
        final Letter letter = require(sequence);
        if (letter.state() == State.REDRIVING) {
            throw new HermesException("dead letter " + sequence + " of channel '" + channel
                    + "' is being re-driven to listener '" + letter.listener + "'; wait for what comes of it");
        }
        return letter;
    }

    private byte[] frameOf(final Letter letter) {
        final List<byte[]> frame = new ArrayList<>(1);
        final boolean found = log.read(
                letter.sequence,
                letter.place,
                (buffer, offset, length, sequence, place) -> frame.add(Letter.frameOf(buffer, offset)));
        if (!found) {
            throw new HermesException("dead letter " + letter.sequence + " of channel '" + channel
                    + "' cannot be read any more: its journal is damaged there, or retention has removed it; drop it");
        }
        return frame.get(0);
    }

    // delivered again

    @Override
    public synchronized void redrive(final long sequence) {
        refresh();
        redrive(requireIdle(sequence), MAX_REDRIVES);
    }

    @Override
    public synchronized int redriveAll(final int maxRedrives) {
        if (maxRedrives < 1) {
            throw new IllegalArgumentException("maxRedrives is " + maxRedrives + "; use 1 or more");
        }
        refresh();
        int count = 0;
        for (final Letter letter : letters.values()) {
            if (letter.state() == State.OPEN) {
                try {
                    redrive(letter, maxRedrives);
                    count++;
                } catch (final HermesException e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return count;
    }

    private void redrive(final Letter letter, final int maxRedrives) {
        final Listener listener = listeners.apply(letter.listener);
        final String obstacle = obstacle(letter, listener);
        if (obstacle != null || listener == null) {
            throw new HermesException("dead letter " + letter.sequence + " of channel '" + channel
                    + "' cannot be re-driven: " + obstacle);
        }
        final byte[] frame = frameOf(letter);
        letter.state(State.REDRIVING);
        listener.redeliver(frame, letter.position, letter.attempts() + 1, new Redrive(letter, maxRedrives));
    }

    private static @Nullable String obstacle(final Letter letter, final @Nullable Listener listener) {
        if (listener == null) {
            return "its listener '" + letter.listener + "' is not registered; register it, or drop the letter";
        }
        if (!listener.channel().name().equals(letter.channel)) {
            return "its listener '" + letter.listener + "' read channel '" + letter.channel + "' and reads '"
                    + listener.channel().name() + "' now; drop the letter";
        }
        if (listener.counters().isHalted()) {
            return "its listener '" + letter.listener + "' has halted; start the application again first";
        }
        if (!listener.reads(letter.fingerprint)) {
            return "its message was written with another layout of the record than listener '" + letter.listener
                    + "' reads now; handle its frame by hand, and drop the letter";
        }
        return null;
    }

    /** Hears what came of a letter, on the lane of its listener. */
    private final class Redrive implements RedeliveryOutcome {

        private final Letter letter;
        private final int redrives;
        private final int attempts;
        private final boolean isLast;

        Redrive(final Letter letter, final int maxRedrives) {
            this.letter = letter;
            redrives = letter.redrives() + 1;
            attempts = letter.attempts() + 1;
            isLast = redrives >= maxRedrives;
        }

        @Override
        public void handled() {
            news.add(() -> letters.remove(letter.sequence));
            mark(OUTCOME_HANDLED, null);
        }

        @Override
        public void failed(final Throwable failure) {
            final String text = String.valueOf(textOf(failure));
            LOG.warn(
                    "listener '{}' failed again on dead letter {} of channel '{}', re-drive {}{}: {}: {}",
                    letter.listener,
                    letter.sequence,
                    channel,
                    redrives,
                    isLast ? ", which parks it" : "",
                    failure.getClass().getName(),
                    text);
            final Instant now = Instant.ofEpochSecond(0, clock.nanoTime());
            news.add(() -> letter.failedAgain(
                    redrives, attempts, failure.getClass().getName(), text, now, isLast ? State.PARKED : State.OPEN));
            mark(isLast ? OUTCOME_PARKED : OUTCOME_FAILED, failure);
        }

        @Override
        public void abandoned() {
            news.add(() -> letter.state(State.OPEN));
        }

        private void mark(final short outcome, final @Nullable Throwable failure) {
            final String refusal =
                    log.isDurable() ? sink.mark(letter.sequence, outcome, redrives, attempts, failure) : null;
            if (refusal != null) {
                LOG.warn(
                        "what came of dead letter {} of channel '{}' could not be noted: {}; after a restart it is as it was",
                        letter.sequence,
                        channel,
                        refusal);
            }
        }
    }

    private static @Nullable String textOf(final Throwable failure) {
        try {
            return failure.getMessage();
        } catch (final RuntimeException e) {
            return "";
        }
    }

    // let go

    @Override
    public synchronized void drop(final long sequence) {
        refresh();
        drop(requireIdle(sequence));
        tidy();
    }

    @Override
    public synchronized int dropAll() {
        refresh();
        final List<Letter> idle = letters.values().stream()
                .filter(letter -> letter.state() != State.REDRIVING)
                .toList();
        try {
            idle.forEach(this::drop);
        } finally {
            tidy();
        }
        return idle.size();
    }

    private void drop(final Letter letter) {
        final String refusal = log.isDurable()
                ? sink.mark(letter.sequence, OUTCOME_DROPPED, letter.redrives(), letter.attempts(), null)
                : null;
        if (refusal != null) {
            throw new HermesException("dead letter " + letter.sequence + " of channel '" + channel
                    + "' cannot be dropped, as the channel cannot note it: " + refusal + "; try again");
        }
        letters.remove(letter.sequence);
    }

    // the end

    /** Says what is lost with the engine. All lanes must have ended. */
    synchronized void close() {
        if (!log.isDurable()) {
            refresh();
            if (!letters.isEmpty()) {
                LOG.warn(
                        "{} dead letters of channel '{}' are in memory only and end with this engine; give the channel a"
                                + " journal to keep them",
                        letters.size(),
                        channel);
            }
        }
        closed = true;
        log.close();
    }
}
