package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.channel.ring.RingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps from a directory to a journal that can be written: lock, queue, what the ring file still holds, positions. What was
 * opened is closed again where a later step fails.
 */
final class JournalOpening {

    private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);

    private final String channel;
    private final ChannelDirectory directory;
    private final ChannelConfig config;
    private final JournalConfig journal;
    private final EpochNanoClock clock;
    private final JournalEvents events;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Everything that a journaled channel stands on. */
    record Opened(
            JournalStore store,
            PositionFile positions,
            @Nullable RingFile ringFile,
            DirectoryLock lock,
            FreeSpaceGuard space,
            RingStart start,
            LayoutFiles layouts) {}

    JournalOpening(
            final String channel,
            final Path base,
            final ChannelConfig config,
            final JournalConfig journal,
            final EpochNanoClock clock,
            final JournalEvents events) {
        this.channel = channel;
        directory = ChannelDirectory.of(base, channel);
        this.config = config;
        this.journal = journal;
        this.clock = clock;
        this.events = events;
    }

    /** Opens all files and makes a channel of them. */
    <T> T open(final Function<Opened, T> channelOf) {
        boolean done = false;
        try {
            final T result = channelOf.apply(openFiles());
            done = true;
            return result;
        } finally {
            if (!done) {
                CloseHelper.quietCloseAll(opened);
            }
        }
    }

    private Opened openFiles() {
        directory.create(this::warn);
        final DirectoryLock lock = opening(DirectoryLock.acquire(directory.path()));
        final AtomicReference<@Nullable PositionFile> positions = new AtomicReference<>();
        final JournalStore store = opening(JournalStore.open(new JournalSettings(
                channel,
                directory.path(),
                journal,
                clock,
                events,
                config.capacityBytes() / RingChannel.MAX_FRAMES_SHARE,
                () -> slowest(positions.get()))));
        final RingFile ringFile = recoverRing(store);
        store.skipLost();
        final RingStart start = new RingStart(
                ringFile == null ? RingStart.allocate(config.capacityBytes()) : ringFile.buffer(),
                store.endPosition(),
                store.lastSequence(),
                true,
                false);
        final FreeSpaceGuard space =
                opening(FreeSpaceGuard.of(directory.path(), journal.minFreeSpaceBytes(), config.capacityBytes()));
        final PositionFile file =
                PositionFile.open(directory.positions(), store.lastSequence() > 0, this::positionDamaged);
        setBack(file, store.lastSequence());
        positions.set(file);
        return new Opened(store, file, ringFile, lock, space, start, new LayoutFiles(directory.layout(), this::warn));
    }

    /** A position ahead of the journal is of messages that a loss of power took: their sequences will be given anew. */
    private void setBack(final PositionFile positions, final long lastSequence) {
        positions.positions().forEach((listener, handled) -> {
            if (handled > lastSequence) {
                positions.open(listener).seek(lastSequence);
                warn("listener '" + listener + "' had handled sequence " + handled + ", but the journal ends at "
                        + lastSequence + ": what is in between was lost, and the listener goes on behind "
                        + lastSequence);
            }
        });
    }

    /** Nothing is removed for its age or size before the positions are known. */
    private static long slowest(final @Nullable PositionFile positions) {
        if (positions == null) {
            return 0;
        }
        final long slowest = positions.slowest();
        return slowest == PositionFile.NONE ? Long.MAX_VALUE : slowest;
    }

    /** Moves what the queue lacks from the ring file to the queue, also where the level has been changed since. */
    private @Nullable RingFile recoverRing(final JournalStore store) {
        final boolean needed = journal.acknowledge() == Acknowledge.WRITTEN;
        if (!needed && !Files.exists(directory.ring())) {
            return null;
        }
        final RingFile ringFile = RingFile.open(directory.ring(), config.capacityBytes(), this::warn);
        final RingRecovery recovery = ringFile.recover(
                store.lastSequence(),
                store.endPosition(),
                store.knownSequence(),
                (ring, offset, length, position, count) -> {
                    store.skipTo(ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER));
                    store.append(ring, offset, length, position, count);
                });
        if (recovery.count() > 0) {
            LOG.info(
                    "channel '{}': the process before ended without closing, or files are damaged; {} messages up to sequence {}"
                            + " were still in the ring and are in the journal now",
                    channel,
                    recovery.count(),
                    recovery.lastSequence());
        }
        if (recovery.reason() == RingRecovery.StopReason.DAMAGED) {
            warn(directory.ring() + " is damaged: " + recovery.description());
            store.skipTo(recovery.lastSequence() + 2);
        }
        if (!needed) {
            deleteRing();
            return null;
        }
        ringFile.reset(config.capacityBytes());
        return ringFile;
    }

    private void deleteRing() {
        try {
            Files.delete(directory.ring());
        } catch (final IOException e) {
            throw new JournalException(
                    "channel '" + channel + "': cannot delete " + directory.ring()
                            + ", whose messages are in the journal now",
                    e);
        }
    }

    private <T extends AutoCloseable> T opening(final T file) {
        opened.push(file);
        return file;
    }

    private void warn(final String text) {
        LOG.warn("channel '{}': {}", channel, text);
    }

    private void positionDamaged(final String text) {
        events.positionDamaged(directory.positions(), "", text);
        warn(text);
    }
}
