package io.hermesmq.reliability.record;

import io.hermesmq.reliability.check.ListenerChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hands what a listener was given to its checker, as far as it is written, and removes the segments that are done with: a record
 * stays small, however long the run is.
 */
public final class DeliveryReader {

    private final Path record;
    private final String prefix;
    private final ListenerChecker checker;
    private String session = "";
    private String segment = "";
    private int entry;

    /**
     * Reads from the beginning of a record.
     *
     * @param record its directory.
     * @param listener id of the listener.
     * @param checker what gets the deliveries.
     */
    public DeliveryReader(final Path record, final String listener, final ListenerChecker checker) {
        this.record = record;
        prefix = DeliveryLayout.prefix(listener);
        this.checker = checker;
    }

    /** Hands on whatever has been written since the last call. */
    public void poll() {
        // listed first: what is not the last of the list has no writer any more
        final List<String> names = segments();
        for (int i = 0; i < names.size(); i++) {
            read(names.get(i), i == names.size() - 1);
        }
    }

    private List<String> segments() {
        try (Stream<Path> files = Files.list(record)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("the record " + record + " cannot be listed", e);
        }
    }

    private void read(final String name, final boolean isLast) {
        if (!name.equals(segment)) {
            segment = name;
            entry = 0;
        }
        final String sessionOfName = name.substring(0, prefix.length() + 8);
        if (!sessionOfName.equals(session)) {
            session = sessionOfName;
            checker.session();
        }
        final Path path = record.resolve(name);
        try (MappedFile file = MappedFile.open(path)) {
            drain(file.buffer());
        }
        if (!isLast) {
            remove(path);
        }
    }

    private void drain(final UnsafeBuffer buffer) {
        final int entries = buffer.capacity() / DeliveryLayout.ENTRY_LENGTH;
        while (entry < entries) {
            final int offset = entry * DeliveryLayout.ENTRY_LENGTH;
            final long sequence = buffer.getLongVolatile(offset + DeliveryLayout.SEQUENCE_OFFSET);
            if (sequence == 0) {
                return;
            }
            checker.delivered(
                    sequence,
                    buffer.getLong(offset + DeliveryLayout.VALUE_OFFSET),
                    buffer.getLong(offset + DeliveryLayout.MISSED_OFFSET));
            entry++;
        }
    }

    private static void remove(final Path path) {
        try {
            Files.delete(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        }
    }
}
