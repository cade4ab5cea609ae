package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.StartFrom;
import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameVerdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal, also while it is written: message by message, in order, each verified by checksum and sequence before it is
 * shown. For one thread.
 *
 * <p>What is damaged is passed over, what can be read behind it is delivered, and {@link #missed()} says what is missing. A reader
 * never takes a hole for the end: where the writer says that there is more than the files show, the rest of the
 * file is searched for bytes that prove to be a run or a frame, and then the next file is read.
 */
public final class JournalReader implements AutoCloseable {

    /** The place of a message in the stream is not known, because damage has left the message only. */
    public static final long NO_POSITION = -1;

    private final CycleCatalog catalog;
    private @Nullable CycleScanner scanner;
    private @Nullable CycleFile file;
    private boolean atBeginning;
    private boolean fromEarliest = true;
    private boolean isBarren;

    // The run that is being read.
    private UnsafeBuffer run = new UnsafeBuffer(0, 0);
    private boolean loaded;
    private boolean reloaded;
    private int nextOffset;
    private int endOffset;
    private long runPosition;
    private long runLastSequence;
    private long runTimestamp;
    private long seenSequence;

    // The message that was delivered last.
    private int offset;
    private long sequence;
    private long position = NO_POSITION;
    private long endPosition = NO_POSITION;
    private long missed;

    private long expected;
    private long notBefore = Long.MIN_VALUE;
    private @Nullable String damage;
    private @Nullable CycleFile damagedFile;
    private long searchedFor;

    JournalReader(final CycleCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Goes to a start.
     *
     * @param start where {@link #next()} continues.
     */
    public void seek(final StartFrom start) {
        switch (start.anchor()) {
            case EARLIEST -> {
                rest();
                expected = 0;
                fromEarliest = true;
            }
            case LATEST -> seekLatest();
            case SEQUENCE -> seekSequence(start.value());
            case TIMESTAMP -> seekTime(start.value());
        }
    }

    /**
     * Goes to a message. Where it is not there any more, {@link #next()} continues at the first one behind it that is, and
     * {@link #missed()} says how many are missing; where it is not there yet, {@link #next()} is false until it is.
     *
     * @param wanted sequence of the message.
     */
    public void seekSequence(final long wanted) {
        rest();
        expected = Math.max(1, wanted);
        try {
            final CycleFile start = lastFileBeginningBefore(expected, Long.MIN_VALUE);
            if (start != null) {
                open(start, start.offsetForSequence(expected));
            }
        } catch (final IOException e) {
            throw unreadable(e);
        }
    }

    private void seekTime(final long timestamp) {
        rest();
        expected = 0;
        notBefore = timestamp;
        try {
            final CycleFile start = lastFileBeginningBefore(Long.MIN_VALUE, timestamp);
            if (start != null) {
                open(start, start.offsetForTime(timestamp));
            }
        } catch (final IOException e) {
            throw unreadable(e);
        }
    }

    private void seekLatest() {
        final long last = catalog.lastSequence();
        if (last != CycleCatalog.UNKNOWN) {
            seekSequence(last + 1);
            return;
        }
        rest();
        expected = 0;
        try {
            final CycleFile start = lastFileBeginningBefore(Long.MAX_VALUE, Long.MIN_VALUE);
            if (start != null) {
                open(start, start.lastOffset());
                long end = 0;
                while (next()) {
                    end = sequence;
                }
                expected = end + 1;
            }
        } catch (final IOException e) {
            throw unreadable(e);
        }
    }

    private void rest() {
        fromEarliest = false;
        file = null;
        loaded = false;
        missed = 0;
        damage = null;
        searchedFor = 0;
        sequence = 0;
        position = NO_POSITION;
        endPosition = NO_POSITION;
        notBefore = Long.MIN_VALUE;
    }

    /** The youngest file that begins at or before a message, or before a time; null to begin with the oldest. */
    private @Nullable CycleFile lastFileBeginningBefore(final long wanted, final long timestamp) throws IOException {
        final CycleFile[] files = catalog.files();
        for (int i = files.length - 1; i >= 0; i--) {
            final CycleFile candidate = files[i];
            if (!candidate.isKnown()) {
                continue;
            }
            final boolean isBefore = timestamp == Long.MIN_VALUE
                    ? candidate.firstSequence() <= wanted
                    : candidate.firstTimestamp() < timestamp;
            if (isBefore) {
                return candidate;
            }
        }
        return null;
    }

    private void open(final CycleFile next, final long from) throws IOException {
        if (isBarren && file != null && damage == null && file.firstSequence() == 0) {
            suspect("no message can be found in it");
        }
        isBarren = from == 0;
        CycleScanner current = scanner;
        if (current == null) {
            current = new CycleScanner(next);
            current.position(from);
            scanner = current;
        } else {
            current.open(next, from);
        }
        file = next;
        loaded = false;
        atBeginning = from == 0;
    }

    /** Goes on in the next file, if retention has left it there. */
    private CycleFile open(final CycleFile following, final CycleFile current) throws IOException {
        try {
            open(following, 0);
            return following;
        } catch (final NoSuchFileException e) {
            catalog.remove(following, 0);
            return current;
        }
    }

    /**
     * Steps to the next message.
     *
     * @return false where there is none yet.
     * @throws JournalException where the files cannot be read at all.
     */
    public boolean next() {
        try {
            while (!loaded || !nextInRun()) {
                if (!nextRun()) {
                    return false;
                }
            }
            return true;
        } catch (final IOException e) {
            throw unreadable(e);
        }
    }

    private boolean nextInRun() throws IOException {
        final FrameChecksum checksum = scanner().checksum();
        final UnsafeBuffer buffer = run;
        final int end = endOffset;
        int at = nextOffset;
        while (at < end) {
            final long found = buffer.getLong(at + SEQUENCE_OFFSET, BYTE_ORDER);
            if (found > seenSequence
                    && found <= runLastSequence
                    && checksum.verify(buffer, at, end - at, end - at) == FrameVerdict.VALID
                    && isMessage(buffer, at)) {
                seenSequence = found;
                nextOffset = at + (int) RunLayout.alignedFrameLength(buffer.getInt(at + LENGTH_OFFSET, BYTE_ORDER));
                if (found >= expected && isInTime(buffer, at, found)) {
                    take(at, found);
                    return true;
                }
                at = nextOffset;
            } else if (!reloaded) {
                reloaded = true; // what is read while it is written can be torn once, and not twice
                if (!scanner().reloadFrames()) {
                    break;
                }
            } else {
                suspect("a message at offset " + scanner().fileOffset(at) + " is not what was written");
                at += RunLayout.FRAME_ALIGNMENT;
            }
        }
        loaded = false;
        return false;
    }

    private static boolean isMessage(final UnsafeBuffer buffer, final int at) {
        return buffer.getByte(at + TYPE_OFFSET) != TYPE_PADDING
                && (buffer.getShort(at + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) != 0;
    }

    /** Passes over messages that are older than the time that was sought; one that carries no time may be younger. */
    private boolean isInTime(final UnsafeBuffer buffer, final int at, final long found) {
        if (notBefore == Long.MIN_VALUE) {
            return true;
        }
        final long taken = buffer.getLong(at + TIMESTAMP_OFFSET, BYTE_ORDER);
        if (taken != 0 && taken < notBefore) {
            expected = found + 1;
            return false;
        }
        notBefore = Long.MIN_VALUE;
        return true;
    }

    private void take(final int at, final long found) {
        offset = at;
        sequence = found;
        position = runPosition < 0 ? NO_POSITION : runPosition + at - CycleScanner.FRAMES_INDEX;
        endPosition = runPosition < 0 ? NO_POSITION : runPosition + nextOffset - CycleScanner.FRAMES_INDEX;
        missed = found - expected;
        expected = found + 1;
        if (missed != 0
                || (damage != null && runPosition >= 0)) { // behind a lone frame the rest of its run may be missing
            tell();
        }
        atBeginning = false;
    }

    /** Remembers what is wrong until it is known how many messages it costs. */
    private void suspect(final String cause) {
        damage = cause;
        damagedFile = file;
    }

    /** Tells what is missing in front of the message, unless retention has removed it. */
    private void tell() {
        final CycleFile current = damage == null ? file : damagedFile;
        final long first = Math.max(sequence - missed, firstDue(current));
        if (current != null && (damage != null || first < sequence)) {
            final String cause = damage == null ? "messages are missing" : damage;
            catalog.damages().damaged(current.path(), Math.min(first, sequence), Math.max(0, sequence - first), cause);
        }
        damage = null;
    }

    /** The first message that must be there as retention has not removed it. */
    private long firstDue(final @Nullable CycleFile current) {
        final long removed = catalog.removedUpTo();
        if (removed != CycleCatalog.UNKNOWN_REMOVED) {
            return removed + 1;
        }
        return atBeginning && current != null && catalog.isFirst(current) ? sequence : 1;
    }

    /** Where to begin who wants whatever there is: at the first message that must be there, or else at the first that is. */
    private long firstExpected(final long found) {
        final long removed = catalog.removedUpTo();
        return fromEarliest && removed != CycleCatalog.UNKNOWN_REMOVED ? Math.min(found, removed + 1) : found;
    }

    /** Brings the next run with a message that is wanted into memory. */
    private boolean nextRun() throws IOException {
        if (isCaughtUp()) {
            tellWithoutLoss();
            return false;
        }
        CycleFile current = file;
        if (current == null) {
            current = oldest();
            if (current == null) {
                return false;
            }
            open(current, 0);
        }
        for (; ; ) {
            // Both are read before the file is: what they promise must then be there.
            final long known = catalog.lastSequence();
            final CycleFile following = catalog.after(current);
            final CycleScanner look = scanner();
            switch (look.look()) {
                case RUN -> {
                    if (look.lastSequence() < expected) {
                        look.advance();
                        continue;
                    }
                    if (begin()) {
                        return true;
                    }
                }
                case DAMAGE -> {
                    if (!look.isOffChain()) {
                        suspect("the chain of runs is broken at offset " + look.position());
                    }
                }
                case NOTHING -> {
                    if (following == null && !isMoreThanSeen(known)) {
                        return isFollowed(current) && nextRun();
                    }
                    if (look.look() == CycleScanner.Found.RUN) {
                        continue; // it has just been written
                    }
                }
                default -> {
                    if (following == null) {
                        return isFollowed(current) && nextRun();
                    }
                    current = open(following, current);
                    continue;
                }
            }
            if (search(known)) {
                return true;
            }
            if (following == null) {
                tellLostEnd(known);
                return false;
            }
            current = open(following, current);
        }
    }

    /** Whether the writer itself says that there is no more: the usual case, told without a look at the file. */
    private boolean isCaughtUp() {
        return expected != 0 && catalog.lastSequence() < expected;
    }

    private @Nullable CycleFile oldest() throws IOException {
        if (catalog.lastSequence() == CycleCatalog.UNKNOWN && catalog.last() == null) {
            catalog.refresh();
        }
        final CycleFile[] files = catalog.files();
        return files.length == 0 ? null : files[0];
    }

    /** Whether there must be more in the youngest file than can be seen. */
    private boolean isMoreThanSeen(final long known) throws IOException {
        if (known == searchedFor && known != CycleCatalog.UNKNOWN) {
            return false;
        }
        if (known != CycleCatalog.UNKNOWN) {
            return known >= Math.max(1, expected);
        }
        return catalog.isExhaustive() || scanner().isWrittenBehind();
    }

    /** Looks for a younger file where only the directory can tell. */
    private boolean isFollowed(final CycleFile current) throws IOException {
        if (catalog.lastSequence() == CycleCatalog.UNKNOWN) {
            catalog.refresh();
        }
        return catalog.after(current) != null;
    }

    private boolean search(final long known) throws IOException {
        final CycleScanner look = scanner();
        final long broken = look.position();
        final boolean wasOffChain = look.isOffChain();
        final CycleScanner.Found found = look.salvage(Math.max(1, expected), known);
        if (found == CycleScanner.Found.NOTHING) {
            look.position(broken);
            return false;
        }
        if (damage == null && !wasOffChain) {
            suspect("there is a hole at offset " + broken);
        }
        return begin();
    }

    /** The writer has written more than can be found. */
    private void tellLostEnd(final long known) {
        searchedFor = known;
        final CycleFile current = file;
        if (current != null && known != CycleCatalog.UNKNOWN) {
            final long first = Math.max(1, expected);
            catalog.damages()
                    .damaged(
                            current.path(),
                            first,
                            known - first + 1,
                            damage == null ? "the file ends before its last message" : damage);
            damage = null;
        } else {
            tellWithoutLoss();
        }
    }

    private void tellWithoutLoss() {
        final CycleFile current = damagedFile;
        if (damage != null && current != null && !catalog.isExhaustive()) {
            catalog.damages().damaged(current.path(), Math.max(1, expected), 0, damage);
            damage = null;
        }
    }

    private boolean begin() throws IOException {
        final CycleScanner look = scanner();
        if (look.startPosition() >= 0 && !look.loadFrames()) {
            suspect("the file ends within a run at offset " + look.position());
            return false;
        }
        run = look.run();
        nextOffset = CycleScanner.FRAMES_INDEX;
        endOffset = CycleScanner.FRAMES_INDEX + look.framesLength();
        runPosition = look.startPosition();
        runLastSequence = look.lastSequence();
        seenSequence = look.firstSequence() - 1;
        runTimestamp = look.timestamp();
        isBarren = false;
        expected = expected == 0 ? firstExpected(look.firstSequence()) : expected;
        reloaded = runPosition < 0;
        loaded = true;
        look.advance();
        return true;
    }

    private CycleScanner scanner() {
        return Objects.requireNonNull(scanner, "scanner");
    }

    /**
     * The memory of the current message. It is valid until {@link #next()} is called again.
     *
     * @return the buffer, which has changed with {@link #next()}.
     */
    public UnsafeBuffer buffer() {
        return run;
    }

    /**
     * Where the current message begins.
     *
     * @return offset of its frame in {@link #buffer()}.
     */
    public int offset() {
        return offset;
    }

    /**
     * Which message it is.
     *
     * @return its sequence; 0 before the first.
     */
    public long sequence() {
        return sequence;
    }

    /**
     * When the current message was published.
     *
     * @return nanoseconds since the epoch, 0 where it was not taken.
     */
    public long timestamp() {
        return run.getLong(offset + TIMESTAMP_OFFSET, BYTE_ORDER);
    }

    /** The time of the run of the current message; never 0, but for a message outside of a run. */
    long runTimestamp() {
        return runTimestamp;
    }

    /**
     * Where the current message is in the stream.
     *
     * @return bytes of the stream in front of its frame, or {@link #NO_POSITION}.
     */
    public long position() {
        return position;
    }

    /**
     * Where the stream goes on behind the current message. Stays when {@link #next()} finds nothing.
     *
     * @return bytes of the stream up to the end of its frame, or {@link #NO_POSITION}.
     */
    public long endPosition() {
        return endPosition;
    }

    /**
     * How many messages are missing right in front of the current one, lost or removed.
     *
     * @return their number; 0 as a rule.
     */
    public long missed() {
        return missed;
    }

    private static JournalException unreadable(final IOException cause) {
        return new JournalException(
                "the journal cannot be read: " + cause + "; see to the disk and the rights of the directory", cause);
    }

    @Override
    public void close() {
        final CycleScanner current = scanner;
        scanner = null;
        file = null;
        loaded = false;
        run = new UnsafeBuffer(0, 0);
        if (current != null) {
            try {
                current.close();
            } catch (final IOException e) {
                throw unreadable(e);
            }
        }
    }
}
