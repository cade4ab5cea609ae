package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;

import io.hermesmq.StartFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A journal to read, without an application, also while one is writing it. Takes no lock and changes nothing.
 *
 * <p>For any thread; each reader is for one.
 */
public final class Journal {

    private final Path directory;
    private final Path queue;
    private final JournalEvents events;

    private Journal(final Path directory, final Path queue, final JournalEvents events) {
        this.directory = directory;
        this.queue = queue;
        this.events = events;
    }

    /**
     * Opens the journal of a channel.
     *
     * @param channelDirectory of the channel.
     * @return the journal.
     * @throws JournalException where there is none.
     */
    public static Journal open(final Path channelDirectory) {
        return open(channelDirectory, JournalEvents.NONE);
    }

    /**
     * Opens the journal of a channel.
     *
     * @param channelDirectory of the channel.
     * @param events told about damage.
     * @return the journal.
     * @throws JournalException where there is none.
     */
    public static Journal open(final Path channelDirectory, final JournalEvents events) {
        final Path queue = channelDirectory.resolve(CycleNames.QUEUE);
        if (!Files.isDirectory(queue)) {
            throw new JournalException("there is no journal in " + channelDirectory + ": it has no directory '"
                    + CycleNames.QUEUE + "'; name the directory of a channel, which is below hermes.directory");
        }
        return new Journal(channelDirectory, queue, events);
    }

    /**
     * Reads from a start to the end that the journal has now.
     *
     * @param start where to begin.
     * @param consumer of each message.
     * @return how many messages were read.
     * @throws JournalException where the files cannot be read.
     */
    public long read(final StartFrom start, final FrameConsumer consumer) {
        long count = 0;
        try (JournalReader reader = reader()) {
            reader.seek(start);
            while (reader.next()) {
                final int frame = reader.offset();
                consumer.onFrame(
                        reader.buffer(),
                        frame + HEADER_LENGTH,
                        reader.buffer().getInt(frame + LENGTH_OFFSET, BYTE_ORDER),
                        reader.sequence(),
                        reader.timestamp());
                count++;
            }
        }
        return count;
    }

    /**
     * Creates a reader, at the oldest message. It goes on when more is written.
     *
     * @return a reader for one thread, to be closed by it.
     * @throws JournalException where the files cannot be listed.
     */
    public JournalReader reader() {
        try {
            final CycleCatalog catalog = new CycleCatalog(queue, new DamageLog(events), CycleCatalog.UNKNOWN_REMOVED);
            catalog.refresh();
            catalog.removed(EndRecord.removedUpTo(directory)); // last: what is removed meanwhile is not missing
            return new JournalReader(catalog);
        } catch (final IOException e) {
            throw new JournalException("the journal in " + queue + " cannot be listed: " + e, e);
        }
    }
}
