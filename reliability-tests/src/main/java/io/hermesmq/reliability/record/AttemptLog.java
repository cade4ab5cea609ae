package io.hermesmq.reliability.record;

import io.hermesmq.reliability.check.Outcome;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one publisher attempted, a byte a message: set to {@link Outcome#IN_DOUBT} before the publish and to its outcome when it
 * has returned. Written by the thread of the publisher, kept across the restarts of the application.
 */
@SuppressWarnings("EnumOrdinal") // the file is read by the class that wrote it
public final class AttemptLog implements AutoCloseable {

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final MappedFile file;
    private final UnsafeBuffer buffer;

    private AttemptLog(final MappedFile file) {
        this.file = file;
        buffer = file.buffer();
    }

    /**
     * Opens the log of a publisher, or begins it.
     *
     * @param record the directory of the record.
     * @param publisher its number.
     * @param capacity how many messages it can send at most.
     * @return the log.
     */
    public static AttemptLog open(final Path record, final int publisher, final int capacity) {
        return new AttemptLog(MappedFile.openOrCreate(path(record, publisher), capacity));
    }

    static Path path(final Path record, final int publisher) {
        return record.resolve("attempts-" + publisher + ".bin");
    }

    /**
     * How many messages the publisher can send at most.
     *
     * @return how many.
     */
    public long capacity() {
        return buffer.capacity();
    }

    /**
     * How many messages were attempted so far.
     *
     * @return how many.
     */
    public long attempted() {
        int low = 0;
        int high = buffer.capacity();
        while (low < high) { // attempts are dense: this finds the first byte that is 0
            final int middle = (low + high) >>> 1;
            if (buffer.getByteVolatile(middle) == 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Notes that a message is about to be published.
     *
     * @param counter of the message.
     */
    public void attempt(final long counter) {
        note(counter, Outcome.IN_DOUBT);
    }

    /**
     * Notes what became of a message.
     *
     * @param counter of the message.
     * @param outcome what its publisher knows.
     */
    public void note(final long counter, final Outcome outcome) {
        buffer.putByteVolatile((int) counter, (byte) outcome.ordinal());
    }

    /**
     * What became of a message.
     *
     * @param counter of the message.
     * @return the outcome.
     */
    public Outcome outcome(final long counter) {
        return counter < buffer.capacity() ? OUTCOMES[buffer.getByteVolatile((int) counter)] : Outcome.NONE;
    }

    @Override
    public void close() {
        file.close();
    }
}
