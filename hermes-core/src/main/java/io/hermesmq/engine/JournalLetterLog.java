package io.hermesmq.engine;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.HermesException;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.journal.PositionFile;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a journaled channel. A position of its own stands in front of the oldest letter that is needed: reading begins there
 * after a restart, and retention keeps what is behind it.
 */
final class JournalLetterLog implements DeadLetterLog {

    private static final String POSITION = "(dead letters)";
    private static final long WRITTEN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final JournaledChannel channel;
    private final PositionFile.Slot stored;
    private @Nullable JournalReader following;
    private @Nullable JournalReader lookup;
    private long lastSequence;

    JournalLetterLog(final JournaledChannel channel) {
        this.channel = channel;
        stored = channel.positions().open(POSITION);
        if (stored.position() < PositionFile.EARLIEST) {
            stored.seek(PositionFile.EARLIEST);
        }
    }

    /** Whether a channel has ever taken dead letters. */
    static boolean hadLetters(final JournaledChannel channel) {
        return channel.positions().positions().containsKey(POSITION);
    }

    @Override
    public void follow(final Visitor visitor) {
        awaitWritten();
        final JournalReader reader = reader();
        while (reader.next()) {
            lastSequence = reader.sequence();
            visit(reader, visitor);
        }
    }

    /** What is in the ring only is not in the journal yet. */
    private void awaitWritten() {
        final long visible = channel.limit().get();
        channel.writerWakeUp().wake();
        if (channel.progress().await(channel.progress().written(), visible, WRITTEN_TIMEOUT_NS) < 0) {
            throw new HermesException("the journal of dead-letter channel '" + channel.name()
                    + "' did not get as far as its publishers; look at its health");
        }
    }

    private JournalReader reader() {
        JournalReader reader = following;
        if (reader == null) {
            reader = channel.reader();
            reader.seek(
                    stored.position() == PositionFile.EARLIEST
                            ? StartFrom.EARLIEST
                            : StartFrom.sequence(stored.position() + 1));
            following = reader;
        }
        return reader;
    }

    private static void visit(final JournalReader reader, final Visitor visitor) {
        visitor.visit(
                reader.buffer(),
                reader.offset() + HEADER_LENGTH,
                reader.buffer().getInt(reader.offset() + LENGTH_OFFSET, LITTLE_ENDIAN),
                reader.sequence(),
                0);
    }

    @Override
    public boolean read(final long sequence, final long place, final Visitor visitor) {
        JournalReader reader = lookup;
        if (reader == null) {
            reader = channel.reader();
            lookup = reader;
        }
        reader.seekSequence(sequence);
        if (!reader.next() || reader.sequence() != sequence) {
            return false;
        }
        visit(reader, visitor);
        return true;
    }

    @Override
    public void keepFrom(final long sequence, final long place) {
        store(sequence - 1);
    }

    @Override
    public void keepNone() {
        store(lastSequence);
    }

    private void store(final long sequence) {
        if (sequence > stored.position()) {
            stored.commit(sequence);
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void close() {
        if (following != null) {
            following.close();
        }
        if (lookup != null) {
            lookup.close();
        }
    }
}
