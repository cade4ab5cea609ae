package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.AckMode;
import io.hermesmq.ListenerConfig;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.monitor.Counter;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one listener of a journaled channel is: which message it expects, whether it reads from the ring or from the journal, and
 * its position that survives. For the thread of its lane, except for {@link #seekTo}.
 */
final class JournalFollower {

    /** The listener takes whatever comes next. */
    static final long UNKNOWN = 0;

    private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);

    private final JournaledChannel channel;
    private final ReadCursor cursor;
    private final Counter written;
    private final AtomicReference<@Nullable Seek> seek = new AtomicReference<>();
    private final StartFrom from;
    private final AckMode acknowledge;
    private final @Nullable HandlerAck ack;
    private PositionFile.Slot stored;
    private long uncommitted = UNKNOWN;
    private long expectedSequence;
    private StartFrom sought = StartFrom.EARLIEST;
    private volatile boolean behind;
    private volatile boolean waitsInVain;
    private boolean pending;
    private @Nullable JournalReader reader;

    /** Another place to read on, what to do on the way, and where to commit from then on; null for where it always was. */
    private record Seek(StartFrom place, PositionFile.@Nullable Slot stored, Runnable onTheWay) {}

    /**
     * Finds out where a listener begins.
     *
     * @param config of the listener.
     * @param member of a group that the listener is, or null.
     * @param channel that it reads.
     * @param cursor of the listener.
     * @param beforeStart whether nothing was read from the ring of this process yet.
     * @param ack by which the listener acknowledges by hand, or null.
     */
    JournalFollower(
            final ListenerConfig config,
            final @Nullable GroupMember member,
            final JournaledChannel channel,
            final ReadCursor cursor,
            final boolean beforeStart,
            final @Nullable HandlerAck ack) {
        this.ack = ack;
        acknowledge = config.acknowledge();
        this.channel = channel;
        this.cursor = cursor;
        from = config.from();
        written = channel.progress().written();
        final PositionFile.Slot shared = member == null ? null : member.position();
        stored = shared == null ? channel.positions().open(config.id()) : shared;
        final long newest = beforeStart
                ? channel.sequenceAtStart()
                : channel.counters().published().get();
        final StartFrom start = startOf(newest);
        if (start.anchor() == StartFrom.Anchor.SEQUENCE && beforeStart && start.value() == newest + 1) {
            expectedSequence = start.value();
            cursor.position().set(channel.startPosition());
            channel.hold(cursor);
        } else {
            cursor.position().set(0);
            behind = true;
            seek.set(new Seek(start, null, () -> {}));
        }
    }

    /** Behind its position, or where a new one begins; that is noted, so that it begins there again if nothing comes. */
    private StartFrom startOf(final long newest) {
        final long handled = stored.position();
        if (handled > PositionFile.EARLIEST) {
            return StartFrom.sequence(handled + 1);
        }
        final StartFrom start = handled == PositionFile.EARLIEST ? StartFrom.EARLIEST : from;
        switch (start.anchor()) {
            case LATEST -> {
                stored.seek(newest);
                return StartFrom.sequence(newest + 1);
            }
            case EARLIEST -> {
                stored.seek(PositionFile.EARLIEST);
                return newest == 0 ? StartFrom.sequence(1) : start;
            }
            case SEQUENCE -> stored.seek(start.value() - 1);
            case TIMESTAMP -> {} // nobody knows the sequence yet
        }
        return start;
    }

    long expectedSequence() {
        return expectedSequence;
    }

    /** Whether it reads from the journal. */
    boolean isBehind() {
        return behind;
    }

    /** Whether it reads from the journal, and not something that will never be acknowledged because the journal has failed. */
    boolean hasUnread() {
        return behind && !waitsInVain;
    }

    /** Notes that the next message is in the journal, but not synced or confirmed yet. */
    void awaitAcknowledgement() {
        waitsInVain = channel.progress().isFailed();
    }

    void cannotRead(final JournalException cause) {
        LOG.error(
                "listener '{}' stops in front of sequence {} of channel '{}', which cannot be read; it goes on there after a"
                        + " restart",
                cursor.id(),
                expectedSequence,
                channel.name(),
                cause);
    }

    /** Asks for another place to read on. For any thread; the lane goes there with its next poll. */
    void seekTo(final StartFrom place) {
        seekTo(place, null, () -> {});
    }

    /** The same with another place for positions, which is moved there already, and something to do on the way. */
    void seekTo(final StartFrom place, final PositionFile.@Nullable Slot position, final Runnable onTheWay) {
        seek.set(new Seek(place, position, onTheWay));
        channel.wakeUp().wake();
    }

    /** Goes on behind the stored position, unless it was told to go elsewhere meanwhile. */
    void resume() {
        final long handled = stored.position();
        final StartFrom place = handled > PositionFile.EARLIEST
                ? StartFrom.sequence(handled + 1)
                : handled == PositionFile.EARLIEST ? StartFrom.EARLIEST : from;
        seek.compareAndSet(null, new Seek(place, null, () -> {}));
    }

    boolean isSeeking() {
        return seek.get() != null;
    }

    /** Goes where it was told to. */
    void seek() {
        final Seek sought = seek.get();
        if (sought == null) {
            return;
        }
        leaveRing(); // it is behind before it no longer seeks, so that there is always a reason to poll
        seek.compareAndSet(sought, null);
        pending = false;
        if (ack != null) {
            ack.forget();
        }
        if (sought.stored() != null) {
            stored = sought.stored();
        }
        sought.onTheWay().run();
        goTo(sought.place());
    }

    private void goTo(final StartFrom place) {
        switch (place.anchor()) {
            case LATEST -> expect(channel.counters().published().get() + 1);
            case SEQUENCE -> expect(place.value());
            case EARLIEST -> {
                stored.seek(PositionFile.EARLIEST);
                expectUnknown(place);
            }
            case TIMESTAMP -> expectUnknown(place);
        }
    }

    private void expectUnknown(final StartFrom place) {
        expectedSequence = UNKNOWN;
        sought = place;
        openReader().seek(place);
    }

    /** Whether a message was published before the time that the listener looks for. */
    boolean isTooEarly(final long timestamp) {
        return expectedSequence == UNKNOWN
                && sought.anchor() == StartFrom.Anchor.TIMESTAMP
                && timestamp != 0
                && timestamp < sought.value();
    }

    /** Reads on from the journal, because what is expected has left the ring. */
    void fallBehind() {
        leaveRing();
        pending = false;
        if (expectedSequence == UNKNOWN) {
            openReader().seek(sought);
        } else {
            openReader().seekSequence(expectedSequence);
        }
    }

    private void expect(final long sequence) {
        expectedSequence = sequence;
        stored.seek(sequence - 1);
        openReader().seekSequence(sequence);
    }

    private void leaveRing() {
        channel.closeCursor(cursor); // where publishers wait for it, they do no longer
        waitsInVain = false;
        behind = true;
    }

    private JournalReader openReader() {
        JournalReader open = reader;
        if (open == null) {
            open = channel.reader();
            reader = open;
        }
        return open;
    }

    /** Where the ring of this process begins. */
    long ringStart() {
        return channel.startPosition();
    }

    /** Up to where the journal has everything. */
    long writtenPosition() {
        return written.getAcquire();
    }

    /** The next message of the journal, the same again until {@link #done}; null where there is none. */
    @Nullable
    JournalReader next() {
        final JournalReader open = openReader();
        if (!pending) {
            pending = open.next();
        }
        return pending ? open : null;
    }

    void done() {
        pending = false;
    }

    /** Goes on in the ring, at the cursor. */
    void join() {
        behind = false;
        channel.hold(cursor);
    }

    /** The message was read, and is not expected again. */
    void read(final long sequence) {
        expectedSequence = sequence + 1;
    }

    /** The handler has returned: commits the position, now or later, as the listener acknowledges. */
    void handled(final long sequence) {
        expectedSequence = sequence + 1;
        switch (acknowledge) {
            case MESSAGE -> stored.commit(sequence);
            case BATCH -> uncommitted = sequence;
            case MANUAL -> commitIfAcked(sequence);
        }
    }

    private void commitIfAcked(final long sequence) {
        if (ack == null || ack.mayCommit()) {
            stored.commit(sequence);
        }
    }

    /** The handler has returned from a batch that ends with a message. */
    void handledBatch(final long lastSequence) {
        commitIfAcked(lastSequence);
    }

    /** The listener has returned from the last message at hand. */
    void endOfPoll() {
        if (uncommitted != UNKNOWN) {
            stored.commit(uncommitted);
            uncommitted = UNKNOWN;
        }
    }

    /** Copies a frame, with its payload in the present layout of its record; returns the length of that payload. */
    int copy(final UnsafeBuffer frames, final int offset, final int length, final UnsafeBuffer copy) {
        final int payload = offset + HEADER_LENGTH;
        final int extension = Math.max(0, FrameExtension.lengthAt(frames, payload, length));
        final int typeId = extension == 0 ? FrameExtension.NO_TYPE : FrameExtension.typeIdAt(frames, payload);
        final PayloadUpgrade upgrade =
                channel.upgradeOf(typeId, frames.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN));
        if (upgrade == null) {
            ensureRoom(copy, HEADER_LENGTH + length);
            copy.putBytes(0, frames, offset, HEADER_LENGTH + length);
            return length;
        }
        ensureRoom(copy, HEADER_LENGTH + length + upgrade.addedLength());
        final int start = HEADER_LENGTH + extension;
        copy.putBytes(0, frames, offset, start);
        final int upgraded = extension + upgrade.upgrade(frames, offset + start, length - extension, copy, start);
        copy.putInt(LENGTH_OFFSET, upgraded, LITTLE_ENDIAN);
        return upgraded;
    }

    /** Frames may have been larger at a time when the ring was. */
    private static void ensureRoom(final UnsafeBuffer copy, final int length) {
        if (length > copy.capacity()) {
            copy.wrap(ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(length)));
        }
    }

    void close() {
        final JournalReader open = reader;
        if (open != null) {
            open.close();
        }
    }
}
