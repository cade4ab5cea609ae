package io.hermesmq.channel.journal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells each damage once, and each lost message once, whoever meets them, how often and in which pieces. For any thread. */
final class DamageLog {

    private final JournalEvents events;
    private final Set<String> toldWithoutLoss = new HashSet<>();

    /** The first sequence of each range that was told, and the last; ranges neither overlap nor touch. */
    private final TreeMap<Long, Long> lost = new TreeMap<>();

    private int size;

    DamageLog(final JournalEvents events) {
        this.events = events;
    }

    /** How many different damages were told. */
    synchronized int size() {
        return size;
    }

    /** Damage that cost nothing, or so many messages. */
    synchronized void damaged(final Path file, final long firstSequence, final long count, final String cause) {
        if (count > 0) {
            tellLost(file, firstSequence, firstSequence + count - 1, cause);
        } else if (toldWithoutLoss.add(file.getFileName() + " " + firstSequence)) {
            tell(file, firstSequence, firstSequence - 1, cause);
        }
    }

    /** The same messages are missing whichever file shows it, and wherever a reader begins. */
    private void tellLost(final Path file, final long first, final long last, final String cause) {
        long from = first;
        while (from <= last) {
            final Map.Entry<Long, Long> before = lost.floorEntry(from);
            if (before != null && before.getValue() >= from) {
                from = before.getValue() + 1;
                continue;
            }
            final Long next = lost.higherKey(from);
            final long to = next == null ? last : Math.min(last, next - 1);
            note(from, to);
            tell(file, from, to, cause);
            from = to + 1;
        }
    }

    private void note(final long first, final long last) {
        final Map.Entry<Long, Long> before = lost.floorEntry(first);
        final long from = before != null && before.getValue() == first - 1 ? before.getKey() : first;
        final Long joined = lost.remove(last + 1);
        lost.put(from, joined == null ? last : joined);
    }

    private void tell(final Path file, final long first, final long last, final String cause) {
        size++;
        events.damaged(file, first, last, last - first + 1, cause);
    }
}
