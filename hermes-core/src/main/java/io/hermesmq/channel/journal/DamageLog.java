package io.hermesmq.channel.journal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Tells each damage once, whoever meets it and how often. For any thread. */
final class DamageLog {

    private final JournalEvents events;
    private final Set<String> told = new HashSet<>();

    DamageLog(final JournalEvents events) {
        this.events = events;
    }

    /** How many different damages were told. */
    int size() {
        synchronized (told) {
            return told.size();
        }
    }

    void damaged(final Path file, final long firstSequence, final long count, final String cause) {
        final boolean isNew;
        synchronized (told) {
            // The same messages are missing whichever file shows it.
            isNew = told.add(count == 0 ? file.getFileName() + " " + firstSequence : firstSequence + " " + count);
        }
        if (isNew) {
            events.damaged(file, firstSequence, firstSequence + count - 1, count, cause);
        }
    }
}
