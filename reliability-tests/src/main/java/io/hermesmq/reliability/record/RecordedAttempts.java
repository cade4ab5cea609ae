package io.hermesmq.reliability.record;

import io.hermesmq.reliability.check.Attempts;
import io.hermesmq.reliability.check.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The attempts of all publishers as their logs say; publishers that begin later are found later. */
public final class RecordedAttempts implements Attempts, AutoCloseable {

    private final Path record;
    private final List<AttemptLog> logs = new ArrayList<>();

    /**
     * Reads a record.
     *
     * @param record its directory.
     */
    public RecordedAttempts(final Path record) {
        this.record = record;
    }

    @Override
    public int publishers() {
        while (Files.exists(AttemptLog.path(record, logs.size()))) {
            logs.add(AttemptLog.open(record, logs.size(), 0));
        }
        return logs.size();
    }

    @Override
    public long attempted(final int publisher) {
        return logs.get(publisher).attempted();
    }

    @Override
    public Outcome outcome(final int publisher, final long counter) {
        if (publisher >= logs.size() && publisher >= publishers()) {
            return Outcome.NONE;
        }
        return logs.get(publisher).outcome(counter);
    }

    /**
     * Counts the messages with an outcome.
     *
     * @param outcome which.
     * @return how many.
     */
    public long count(final Outcome outcome) {
        long count = 0;
        for (int publisher = 0; publisher < publishers(); publisher++) {
            final AttemptLog log = logs.get(publisher);
            final long attempted = log.attempted();
            for (long counter = 0; counter < attempted; counter++) {
                if (log.outcome(counter) == outcome) {
                    count++;
                }
            }
        }
        return count;
    }

    @Override
    public void close() {
        logs.forEach(AttemptLog::close);
        logs.clear();
    }
}
