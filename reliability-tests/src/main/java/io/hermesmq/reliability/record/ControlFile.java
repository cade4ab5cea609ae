package io.hermesmq.reliability.record;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an application under test and the judge tell each other during one session. A line of the cache for each number, and for
 * each publisher.
 */
@SuppressWarnings("EnumOrdinal") // the file is read by the same classes that write it
public final class ControlFile implements AutoCloseable {

    /** What the application writes where it cannot do what the judge asks for. */
    public static final long UNSUPPORTED = Long.MIN_VALUE;

    private static final Phase[] PHASES = Phase.values();
    private static final int LINE = 64;
    private static final int MAX_PUBLISHERS = 64;
    private static final int ACKNOWLEDGED_OFFSET = LINE * Field.values().length;
    private static final int REFUSED_OFFSET = ACKNOWLEDGED_OFFSET + LINE * MAX_PUBLISHERS;
    private static final int LENGTH = REFUSED_OFFSET + LINE * MAX_PUBLISHERS;

    private final MappedFile file;
    private final UnsafeBuffer buffer;

    /** The numbers, and who writes them. */
    public enum Field {
        /** Judge: 1 tells the application to stop publishing, drain and end. */
        STOP,
        /** Application: ordinal of its {@link Phase}. */
        PHASE,
        /** Application: milliseconds from opening the engine to the first acknowledged publish. */
        FIRST_ACKNOWLEDGED_MS,
        /** Application: milliseconds from opening the engine until it was started. */
        STARTED_MS,
        /** Application: milliseconds from opening the engine to its end where it could not be opened. */
        FAILED_MS,
        /** Application: code of the last refusal. */
        LAST_REFUSAL,
        /** Application: errors of the JVM that a publish ended in, such as a fault in mapped memory. */
        JVM_ERRORS,
        /** Application: damages of the journal that the engine has counted, as its health and meters have them. */
        DAMAGES,
        /** Application: messages of the journal that the engine says are lost. */
        LOST_MESSAGES,
        /** Application: listeners that have seen the fence. */
        FENCED,
        /** Application: messages of {@code THROWS_IN_LISTENER} that reached a listener. */
        POISONED,
        /** Application: how often listeners were called with these. */
        POISONED_CALLS,
        /** Application: dead letters of all sessions. */
        DEAD_LETTERS,
        /** Judge: milliseconds that the clock of the engine is to be stepped by, added up. */
        CLOCK_STEP_MS,
        /** Application: what its clock has been stepped by. */
        CLOCK_STEPPED_MS
    }

    private ControlFile(final MappedFile file) {
        this.file = file;
        buffer = file.buffer();
    }

    /**
     * Opens the file of a session, or makes it.
     *
     * @param record the directory of the record.
     * @param session number of the session.
     * @return the file.
     */
    public static ControlFile open(final Path record, final int session) {
        return new ControlFile(MappedFile.openOrCreate(path(record, session), LENGTH));
    }

    /**
     * Where the file of a session is.
     *
     * @param record the directory of the record.
     * @param session number of the session.
     * @return its path.
     */
    public static Path path(final Path record, final int session) {
        return record.resolve("control-" + session + ".bin");
    }

    /**
     * Reads a number.
     *
     * @param field which.
     * @return the number, 0 while nobody wrote it.
     */
    public long get(final Field field) {
        return buffer.getLongVolatile(field.ordinal() * LINE);
    }

    /**
     * Writes a number.
     *
     * @param field which.
     * @param value the number.
     */
    public void set(final Field field, final long value) {
        buffer.putLongVolatile(field.ordinal() * LINE, value);
    }

    /**
     * Adds to a number. Safe for any number of threads.
     *
     * @param field which.
     * @param value what to add.
     */
    public void add(final Field field, final long value) {
        buffer.getAndAddLong(field.ordinal() * LINE, value);
    }

    /**
     * How far the application is.
     *
     * @return the phase.
     */
    public Phase phase() {
        return PHASES[(int) get(Field.PHASE)];
    }

    /**
     * Notes how far the application is; never goes back.
     *
     * @param phase the phase.
     */
    public synchronized void reached(final Phase phase) {
        if (phase.ordinal() > phase().ordinal()) {
            set(Field.PHASE, phase.ordinal());
        }
    }

    /**
     * Counts an acknowledged publish; for the thread of the publisher.
     *
     * @param publisher its number.
     */
    public void acknowledged(final int publisher) {
        increment(ACKNOWLEDGED_OFFSET + slot(publisher));
    }

    /**
     * Counts a refused publish; for the thread of the publisher.
     *
     * @param publisher its number.
     */
    public void refused(final int publisher) {
        increment(REFUSED_OFFSET + slot(publisher));
    }

    private void increment(final int offset) {
        buffer.putLongVolatile(offset, buffer.getLong(offset) + 1);
    }

    /**
     * Publishes of this session that were acknowledged.
     *
     * @return how many.
     */
    public long acknowledged() {
        return sum(ACKNOWLEDGED_OFFSET);
    }

    /**
     * Publishes of this session that were refused.
     *
     * @return how many.
     */
    public long refused() {
        return sum(REFUSED_OFFSET);
    }

    private long sum(final int offset) {
        long sum = 0;
        for (int i = 0; i < MAX_PUBLISHERS; i++) {
            sum += buffer.getLongVolatile(offset + slot(i));
        }
        return sum;
    }

    private static int slot(final int publisher) {
        return publisher % MAX_PUBLISHERS * LINE;
    }

    @Override
    public void close() {
        file.close();
    }
}
