package io.hermesmq.engine;

import io.hermesmq.channel.journal.JournalEvents;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal of one channel has told: logged at once, and kept for snapshots. Safe for any thread. */
final class JournalState implements JournalEvents {

    private static final Logger LOG = LoggerFactory.getLogger(JournalState.class);

    private final String channel;
    private final AtomicLong damages = new AtomicLong();
    private final AtomicLong lostMessages = new AtomicLong();
    private volatile @Nullable String lastDamage;
    private final AtomicLong repairedDamages = new AtomicLong();
    private volatile boolean diskFull;
    private volatile boolean opened;

    JournalState(final String channel) {
        this.channel = channel;
    }

    @Override
    public void damaged(
            final Path file, final long firstSequence, final long lastSequence, final long count, final String cause) {
        final String text = count == 0
                ? "file " + file + " is damaged at sequence " + firstSequence + ", without loss: " + cause
                : "file " + file + " is damaged: " + count + " messages from sequence " + firstSequence + " to "
                        + lastSequence + " are lost: " + cause;
        count();
        lostMessages.addAndGet(count);
        lastDamage = text;
        LOG.error("channel '{}': {}", channel, text);
    }

    @Override
    public void setAside(
            final Path file, final Path kept, final long firstSequence, final long lastSequence, final long count) {
        LOG.warn(
                "channel '{}': file {} was damaged and is now {}; the {} messages that could be read from it, sequences {} to {},"
                        + " are in the journal again",
                channel,
                file,
                kept,
                count,
                firstSequence,
                lastSequence);
    }

    @Override
    public void removed(final Path file, final long firstSequence, final long lastSequence, final long unread) {
        if (unread > 0) {
            LOG.warn(
                    "channel '{}': retention removed {} with {} messages that a listener had not read",
                    channel,
                    file,
                    unread);
        } else {
            LOG.info("channel '{}': retention removed {}", channel, file);
        }
    }

    @Override
    public void diskFull(final boolean full, final long usableBytes, final long reserveBytes) {
        diskFull = full;
        if (full) {
            LOG.error(
                    "channel '{}': the disk of its journal has {} bytes left and {} are kept in reserve; publishing is refused"
                            + " with DISK_FULL until there is space",
                    channel,
                    usableBytes,
                    reserveBytes);
        } else {
            LOG.info("channel '{}': the disk has space again, {} bytes; publishing goes on", channel, usableBytes);
        }
    }

    @Override
    public void positionDamaged(final Path file, final String listener, final String cause) {
        count();
        lastDamage = "file " + file + ": " + cause;
        LOG.error("channel '{}': the position of listener '{}' in {} is damaged: {}", channel, listener, file, cause);
    }

    @Override
    public void failed(final String cause) {
        count();
        lastDamage = cause;
        LOG.error("channel '{}': {}", channel, cause);
    }

    /** Opening has dealt with what was found up to here: set aside, salvaged, passed over. */
    void opened() {
        opened = true;
    }

    private void count() {
        damages.incrementAndGet();
        if (!opened) {
            repairedDamages.incrementAndGet();
        }
    }

    long repairedDamages() {
        return repairedDamages.get();
    }

    long damages() {
        return damages.get();
    }

    long lostMessages() {
        return lostMessages.get();
    }

    @Nullable
    String lastDamage() {
        return lastDamage;
    }

    boolean isDiskFull() {
        return diskFull;
    }
}
