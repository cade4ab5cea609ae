package io.hermesmq.channel.journal;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.ConfigurationException;
import io.hermesmq.Confirmations;
import io.hermesmq.JournalConfig;
import io.hermesmq.OnLag;
import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.Publication;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose messages survive: a ring, and a journal that is the ring's first reader.
 *
 * <p>Publishers wait for the journal's cursor and for nobody else, unless {@link OnLag#BLOCK} says so; a listener that is overrun
 * reads on from the journal. What a publish waits for, and from when listeners see a message, is the level of {@link Acknowledge}:
 *
 * <ul>
 *   <li>{@code ACCEPTED}: the ring has it. Listeners see it when the queue has it.
 *   <li>{@code WRITTEN}: the ring has it, with its checksum, and the ring is a mapped file: the kernel keeps that when the process is
 *       killed, and the next start moves what the queue lacks into it. Listeners see it at once.
 *   <li>{@code SYNCED}: the queue has it and is synced. Listeners see it then.
 * </ul>
 *
 * <p>docs/design/journal.md has the protocol and why it is safe.
 */
public final class JournaledChannel implements Channel, Confirmations {

    /** The largest ring: an eighth of it is the longest frame, which has to fit into one excerpt of Chronicle Queue. */
    static final int MAX_CAPACITY = 1 << 26;

    private final RingChannel ring;
    private final JournalConfig journal;
    private final JournalFilesInUse files;
    private final JournalWriter writer;
    private final JournalProgress progress;
    private final Counter limit;
    private final WakeUpSignal wakeUp;
    private final WakeUpSignal writerWakeUp;
    private final Publication publication;
    private final TypeReadings readings = new TypeReadings();

    /** What the channel holds open and has to close, in this order. */
    private record JournalFilesInUse(
            JournalStore store,
            PositionFile positions,
            @Nullable RingFile ringFile,
            DirectoryLock lock,
            FreeSpaceGuard space,
            LayoutFiles layouts) {

        void close() {
            try (lock;
                    space) {
                store.close();
                positions.forgetLostIds(); // every listener that there was has been here since
                positions.force();
            }
        }
    }

    private JournaledChannel(
            final RingChannel ring,
            final JournalConfig journal,
            final JournalFilesInUse files,
            final JournalEvents events,
            final Counters counters,
            final EpochNanoClock clock) {
        this.ring = ring;
        this.journal = journal;
        this.files = files;
        progress = new JournalProgress(counters, ring.name(), ring.startPosition());
        final Counter cursor = counters.allocate("journal position of " + ring.name());
        cursor.set(ring.startPosition());
        ring.holdPublishersAt(new ReadCursor("(journal)", cursor));
        limit = switch (journal.acknowledge()) {
            case ACCEPTED -> progress.written();
            case WRITTEN -> ring.limit();
            case SYNCED -> progress.synced();
        };
        if (journal.acknowledge() == Acknowledge.WRITTEN) {
            wakeUp = ring.wakeUp();
            writerWakeUp = new WakeUpSignal();
            ring.callForRoom(writerWakeUp);
        } else {
            wakeUp = new WakeUpSignal();
            writerWakeUp = ring.wakeUp();
        }
        writer = new JournalWriter(
                ring,
                files.store(),
                progress,
                new DiskGuard(files.space(), ring, events),
                cursor,
                wakeUp,
                journal.acknowledge(),
                clock,
                events);
        publication = publication(ring, journal.acknowledge());
        ring.extensions().begin();
    }

    private Publication publication(final RingChannel ring, final Acknowledge acknowledge) {
        final long timeoutNs = ring.config().blockTimeout().toNanos();
        return switch (acknowledge) {
            case ACCEPTED -> ring.publication();
            case WRITTEN ->
                ring.config().producers() == Producers.SINGLE
                        ? ring.publication() // its commit moves the limit itself
                        : new JournaledPublication(
                                ring.publication(), ring.counters(), limit, JournaledChannel::awaitLimit, timeoutNs);
            case SYNCED ->
                new JournaledPublication(ring.publication(), ring.counters(), limit, progress::await, timeoutNs);
        };
    }

    /** Publishers that claimed earlier and have not committed yet are in front; that is soon over, or reported as a stall. */
    private static long awaitLimit(final Counter limit, final long position, final long timeoutNs) {
        final long startNs = System.nanoTime();
        for (int attempt = 0; limit.getAcquire() < position; attempt++) {
            if (attempt < 1000) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(50_000);
                if (System.nanoTime() - startNs >= timeoutNs
                        || Thread.currentThread().isInterrupted()) {
                    return PublishStatus.UNCONFIRMED.code();
                }
            }
        }
        return position;
    }

    /**
     * Opens the journal of a channel, or begins one. Recovers what a process that was killed left in its ring.
     *
     * @param name of the channel.
     * @param base directory of all journals.
     * @param config its settings, with a journal.
     * @param counters where to allocate its counters.
     * @param clock for timestamps and files.
     * @param insider tells the threads that may still publish while the channel drains.
     * @param stallTimeoutNs after what time an open claim is a stall.
     * @param events told about everything that is not a message.
     * @return the channel; {@link #closeJournal()} ends it.
     * @throws JournalException where the directory is in use, cannot be written or cannot give the level of durability.
     * @throws ConfigurationException where the ring is larger than a journal can write.
     */
    public static JournaledChannel open(
            final String name,
            final Path base,
            final ChannelConfig config,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs,
            final JournalEvents events) {
        final JournalConfig journal = Objects.requireNonNull(config.journal(), "a channel without a journal");
        if (config.capacityBytes() > MAX_CAPACITY) {
            throw new ConfigurationException(
                    "capacity",
                    "capacity " + config.capacityBytes() + " of channel '" + name
                            + "' is more than a journaled channel can have",
                    "use " + MAX_CAPACITY + " or less");
        }
        return new JournalOpening(name, base, config, journal, clock, events).open(opened -> {
            final RingChannel ring =
                    RingChannel.create(name, config, opened.start(), counters, clock, insider, stallTimeoutNs);
            return new JournaledChannel(
                    ring,
                    journal,
                    new JournalFilesInUse(
                            opened.store(),
                            opened.positions(),
                            opened.ringFile(),
                            opened.lock(),
                            opened.space(),
                            opened.layouts()),
                    events,
                    counters,
                    clock);
        });
    }

    // the journal

    /**
     * What moves frames to the queue; for the journal's lane.
     *
     * @return the writer.
     */
    public JournalWriter writer() {
        return writer;
    }

    /**
     * What publishers wait for.
     *
     * @return as configured.
     */
    public Acknowledge acknowledge() {
        return journal.acknowledge();
    }

    /**
     * How far the journal has come.
     *
     * @return its progress.
     */
    public JournalProgress progress() {
        return progress;
    }

    /**
     * A reader of everything that the queue has.
     *
     * @return a reader for one thread; close it.
     */
    public JournalReader reader() {
        return files.store().reader();
    }

    /**
     * The oldest message that can still be read.
     *
     * @return its sequence; one above the last where there is none.
     */
    public long firstSequence() {
        final long kept = files.store().firstSequence();
        return kept > 0 ? kept : ring.startSequence() + 1;
    }

    /**
     * The positions of listeners.
     *
     * @return the file of this channel.
     */
    public PositionFile positions() {
        return files.positions();
    }

    /**
     * Notes a record that messages are of, and finds out how to read those of older layouts of it. Before the first one is
     * published.
     *
     * @param layout of the record.
     * @param typeId of the record.
     * @param isTyped whether the channel carries several records.
     * @throws IncompatibleLayoutException where messages of the journal cannot be read as that record.
     */
    public void carries(final RecordLayout layout, final int typeId, final boolean isTyped) {
        readings.note(
                files.layouts().of(layout, typeId, isTyped),
                name(),
                layout,
                typeId,
                counters().published().get() + 1);
    }

    /**
     * The record of the messages in the journal that state no type.
     *
     * @return its name as it was written, or null where there are none.
     */
    public @Nullable String untypedRecord() {
        return files.layouts().untypedRecord();
    }

    /**
     * How to read a message of the journal.
     *
     * @param typeId that the message states, or 0.
     * @param sequence of the message.
     * @return what makes its payload one of the present layout, or null where it is.
     */
    public @Nullable PayloadUpgrade upgradeOf(final int typeId, final long sequence) {
        return readings.upgradeOf(typeId, sequence);
    }

    /** Maps what will be written next, so that the journal's lane does not wait for that. Any one thread. */
    public void pretouch() {
        files.store().pretouch();
    }

    /**
     * The signal by which the lane of the journal is woken: by each message where somebody waits for the queue, else when room in
     * the ring is wanted.
     *
     * @return the signal.
     */
    public WakeUpSignal writerWakeUp() {
        return writerWakeUp;
    }

    /**
     * The last message that the queue has.
     *
     * @return its sequence, 0 where there is none.
     */
    public long lastWrittenSequence() {
        return files.store().lastSequence();
    }

    /**
     * The file that the next message goes to.
     *
     * @return its path; it appears with its first message.
     */
    public Path currentFile() {
        return files.store().currentFile();
    }

    /**
     * What the disk of the journal had free when it was last looked at, about ten times a second.
     *
     * @return bytes; {@link Long#MAX_VALUE} where that cannot be told.
     */
    public long usableBytes() {
        return files.space().usableBytes();
    }

    /**
     * What has to stay free for publishing to go on.
     *
     * @return bytes, those that other channels on the disk need included.
     */
    public long reserveBytes() {
        return files.space().reserveBytes();
    }

    /**
     * Where the ring of this process begins.
     *
     * @return the position of its first message.
     */
    public long startPosition() {
        return ring.startPosition();
    }

    /**
     * What the journal had when this process opened it.
     *
     * @return the sequence of the last message, 0 if there was none.
     */
    public long sequenceAtStart() {
        return ring.startSequence();
    }

    /**
     * Makes publishers wait for a listener, where the channel says {@link OnLag#BLOCK}.
     *
     * @param cursor of the listener, at a position that is in the ring.
     */
    public void hold(final ReadCursor cursor) {
        if (journal.onLag() == OnLag.BLOCK) {
            ring.holdPublishersAt(cursor);
        }
    }

    /** Writes what is left in the ring and closes all files. The journal's lane and all listeners must have ended. */
    public void closeJournal() {
        writer.writeRest();
        files.close();
    }

    @Override
    public long position() {
        return limit.getAcquire();
    }

    @Override
    public boolean await(final long position, final Duration timeout) {
        final long timeoutNs = timeout.toNanos();
        return journal.acknowledge() == Acknowledge.WRITTEN
                ? awaitLimit(limit, position, timeoutNs) == position
                : progress.await(limit, position, timeoutNs) == position;
    }

    // publishing

    @Override
    public Publication publication() {
        return publication;
    }

    @Override
    public Publication acceptingPublication() {
        return ring.publication();
    }

    @Override
    public long claim(final int payloadLength) {
        return publication.claim(payloadLength);
    }

    @Override
    public long commit(final long framePosition) {
        return publication.commit(framePosition);
    }

    @Override
    public void abort(final long framePosition) {
        publication.abort(framePosition);
    }

    @Override
    public int payloadOffset(final long framePosition) {
        return publication.payloadOffset(framePosition);
    }

    @Override
    public int payloadLength(final long framePosition) {
        return publication.payloadLength(framePosition);
    }

    @Override
    public boolean hasRoom(final int payloadLength) {
        return ring.hasRoom(payloadLength);
    }

    @Override
    public void countFailedEncoding() {
        ring.countFailedEncoding();
    }

    /** Begun from the start: what is in the journal may have extensions. */
    @Override
    public ExtensionUse extensions() {
        return ring.extensions();
    }

    @Override
    public void watch(final OpenClaim claim) {
        ring.watch(claim);
    }

    // reading

    @Override
    public UnsafeBuffer buffer() {
        return ring.buffer();
    }

    @Override
    public int mask() {
        return ring.mask();
    }

    @Override
    public Counter limit() {
        return limit;
    }

    @Override
    public Counter claimed() {
        return ring.claimed();
    }

    @Override
    public Counter newest() {
        return ring.newest();
    }

    @Override
    public ReadCursor openCursor(final String id, final Counter position, final long from) {
        return ring.openCursor(id, position, from);
    }

    @Override
    public void closeCursor(final ReadCursor cursor) {
        ring.closeCursor(cursor);
    }

    @Override
    public WakeUpSignal wakeUp() {
        return wakeUp;
    }

    // life

    /** Nothing has to be kept: the journal does. Only where publishers wait for listeners is it in vain to wait for room. */
    @Override
    public void holdUntilStart(final Counter position) {
        if (journal.onLag() == OnLag.BLOCK) {
            ring.holdUntilStart(position);
        }
    }

    @Override
    public void start() {
        ring.start();
    }

    @Override
    public void drain() {
        ring.drain();
    }

    @Override
    public long close() {
        return ring.close();
    }

    @Override
    public long openPosition() {
        return ring.openPosition();
    }

    @Override
    public @Nullable String checkStall(final long nowNs) {
        return ring.checkStall(nowNs);
    }

    // description

    @Override
    public String name() {
        return ring.name();
    }

    @Override
    public ChannelConfig config() {
        return ring.config();
    }

    @Override
    public int maxPayloadLength() {
        return ring.maxPayloadLength();
    }

    @Override
    public ChannelCounters counters() {
        return ring.counters();
    }

    @Override
    public String toString() {
        return ring.toString();
    }
}
