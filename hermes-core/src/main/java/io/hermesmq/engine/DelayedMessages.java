package io.hermesmq.engine;

import static io.hermesmq.frame.FrameExtension.TYPE_FIRED;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.MessageContext;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.dispatch.RequestContext;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.publish.PublisherFactory;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one channel that wait for their time. They come through a channel of their own, beside the one that they go to; this
 * is its listener. It keeps a copy of each until the timer publishes it.
 *
 * <p>Where the channels have journals, a message is noted as fired behind its publish, and what is not noted is read again and fired by the
 * next process: at least once. A position of its own stays in front of the oldest message that waits, so that retention
 * leaves it there.
 */
final class DelayedMessages {

    /** What stands behind the name of a channel in the name of that in which its messages wait. */
    static final String SUFFIX = ".delayed";

    /** Id of the listener that reads the waiting messages. */
    static final String LISTENER = " (delay)";

    private static final Logger LOG = LoggerFactory.getLogger(DelayedMessages.class);
    private static final String OLDEST = "(oldest that waits)";
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Channel waiting;
    private final Channel target;
    private final PublisherFactory publishers;
    private final EpochNanoClock clock;
    private final Timers timers;
    private final TreeMap<Long, Delayed> pending = new TreeMap<>();
    private final PositionFile.@Nullable Slot oldest;
    private long seen;
    private long lost;

    /** One message; the buffer holds what its publisher encoded. */
    private record Delayed(long sequence, long dueNs, int typeId, UnsafeBuffer message) {}

    DelayedMessages(
            final Channel waiting,
            final Channel target,
            final PublisherFactory publishers,
            final EpochNanoClock clock,
            final Timers timers) {
        this.waiting = waiting;
        this.target = target;
        this.publishers = publishers;
        this.clock = clock;
        this.timers = timers;
        oldest = waiting instanceof JournaledChannel journaled
                ? journaled.positions().open(OLDEST)
                : null;
    }

    /** Reads what earlier processes left; the types of the messages are known by now. Before its listener is opened. */
    synchronized void recover() {
        if (!(waiting instanceof JournaledChannel journaled) || oldest == null) {
            return;
        }
        seen = journaled.sequenceAtStart();
        if (oldest.position() == PositionFile.NONE) {
            oldest.seek(PositionFile.EARLIEST);
        }
        try (JournalReader reader = journaled.reader()) {
            reader.seekSequence(Math.max(0, oldest.position()) + 1);
            while (reader.sequence() < seen && reader.next()) {
                lost += reader.missed();
                recover(journaled, reader);
            }
        }
        journaled.positions().open(waiting.name() + LISTENER).seek(seen);
        if (lost > 0) {
            LOG.error(
                    "channel '{}': {} notes of delayed messages could not be read; their messages are lost, or are delivered"
                            + " again",
                    waiting.name(),
                    lost);
        }
        pending.values().forEach(this::schedule);
        noteOldest();
    }

    private void recover(final JournaledChannel journaled, final JournalReader reader) {
        final UnsafeBuffer frames = reader.buffer();
        final int payload = reader.offset() + HEADER_LENGTH;
        final int length = frames.getInt(reader.offset() + LENGTH_OFFSET, LITTLE_ENDIAN);
        final int extension = FrameExtension.lengthAt(frames, payload, length);
        if (extension <= 0) {
            lost++;
            return;
        }
        final int typeId = FrameExtension.typeIdAt(frames, payload);
        if (typeId == TYPE_FIRED) {
            pending.remove(frames.getLong(payload + extension, LITTLE_ENDIAN));
            return;
        }
        final PayloadUpgrade upgrade = journaled.upgradeOf(typeId, reader.sequence());
        final int bytes = length - extension;
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[bytes + (upgrade == null ? 0 : upgrade.addedLength())]);
        if (upgrade == null) {
            copy.putBytes(0, frames, payload + extension, bytes);
        } else {
            upgrade.upgrade(frames, payload + extension, bytes, copy, 0);
        }
        final long due = FrameExtension.valueAt(frames, payload, FrameExtension.DUE, 0);
        pending.put(reader.sequence(), new Delayed(reader.sequence(), due, typeId, copy));
    }

    /** A message that begins to wait, or the note that one was fired. */
    void onMessage(final DirectBuffer buffer, final int offset, final int length, final MessageContext context) {
        if (!(context instanceof RequestContext frame)) {
            throw new IllegalStateException("the context of a listener tells the type of its message");
        }
        if (frame.typeId() == TYPE_FIRED) {
            synchronized (this) {
                seen = context.sequence();
                noteOldest();
            }
            return;
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, buffer, offset, length);
        final Delayed message = new Delayed(context.sequence(), frame.due(), frame.typeId(), copy);
        synchronized (this) {
            seen = message.sequence;
            pending.put(message.sequence, message);
            noteOldest();
        }
        schedule(message);
    }

    private void schedule(final Delayed message) {
        timers.schedule(message.dueNs, () -> fire(message));
    }

    /** On the timer's thread. */
    private void fire(final Delayed message) {
        final long result = publishers.publishBytes(target, message.typeId, message.message);
        if (result >= 0) {
            noteFired(message);
        } else if (result == PublishStatus.CLOSED.code()) {
            return; // it still waits, and is counted
        } else if (result != PublishStatus.DROPPED.code() && result != PublishStatus.UNCONFIRMED.code()) {
            timers.schedule(clock.nanoTime() + RETRY_NS, () -> fire(message));
            return;
        }
        synchronized (this) {
            pending.remove(message.sequence);
            noteOldest();
        }
    }

    private void noteFired(final Delayed message) {
        if (oldest == null) {
            return;
        }
        final UnsafeBuffer note = new UnsafeBuffer(new byte[Long.BYTES]);
        note.putLong(0, message.sequence, LITTLE_ENDIAN);
        final long result = publishers.publishBytes(waiting, TYPE_FIRED, note);
        if (result < 0) {
            LOG.warn(
                    "channel '{}' did not take the note that delayed message {} was delivered ({}); it may be delivered again"
                            + " after a restart",
                    waiting.name(),
                    message.sequence,
                    PublishStatus.of(result));
        }
    }

    private void noteOldest() {
        if (oldest != null) {
            oldest.commit(pending.isEmpty() ? seen : pending.firstKey() - 1);
        }
    }

    /** How many messages wait. */
    synchronized int count() {
        return pending.size();
    }

    /** Says how many messages still wait now that nothing is fired any more. */
    void report() {
        final int left = count();
        if (left == 0) {
            return;
        }
        if (oldest == null) {
            LOG.warn(
                    "{} delayed messages of channel '{}' were not due yet and are gone: the channel has no journal",
                    left,
                    target.name());
        } else {
            LOG.info(
                    "{} delayed messages of channel '{}' were not due yet; they are delivered when Hermes is started again",
                    left,
                    target.name());
        }
    }
}
