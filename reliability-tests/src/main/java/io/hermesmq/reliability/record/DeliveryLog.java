package io.hermesmq.reliability.record;

import java.nio.file.Path;

/** Notes what a listener is given, in order. Written by the thread of the listener. */
public final class DeliveryLog implements AutoCloseable {

    private final Path record;
    private final String listener;
    private final int session;
    private int segment;
    private int entry;
    private MappedFile file;

    /**
     * Begins the log of a listener in one session.
     *
     * @param record the directory of the record.
     * @param listener its id.
     * @param session number of the session.
     */
    public DeliveryLog(final Path record, final String listener, final int session) {
        this.record = record;
        this.listener = listener;
        this.session = session;
        file = openSegment();
    }

    private MappedFile openSegment() {
        return MappedFile.openOrCreate(
                record.resolve(DeliveryLayout.fileName(listener, session, segment)), DeliveryLayout.SEGMENT_LENGTH);
    }

    /**
     * Notes a delivery.
     *
     * @param sequence of the message, from 1.
     * @param value that was in it.
     * @param missed how many the listener was told to have missed before it.
     */
    public void delivered(final long sequence, final long value, final long missed) {
        if (entry == DeliveryLayout.ENTRIES_PER_SEGMENT) {
            file.close();
            segment++;
            entry = 0;
            file = openSegment();
        }
        final int offset = entry++ * DeliveryLayout.ENTRY_LENGTH;
        file.buffer().putLong(offset + DeliveryLayout.VALUE_OFFSET, value);
        file.buffer().putLong(offset + DeliveryLayout.MISSED_OFFSET, missed);
        file.buffer().putLongVolatile(offset + DeliveryLayout.SEQUENCE_OFFSET, sequence);
    }

    @Override
    public void close() {
        file.close();
    }
}
