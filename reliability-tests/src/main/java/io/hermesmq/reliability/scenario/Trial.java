package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppMain;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import io.hermesmq.reliability.check.ListenerChecker;
import io.hermesmq.reliability.check.Outcome;
import io.hermesmq.reliability.process.ChildJvm;
import io.hermesmq.reliability.process.Namespace;
import io.hermesmq.reliability.record.ControlFile;
import io.hermesmq.reliability.record.DeliveryReader;
import io.hermesmq.reliability.record.RecordedAttempts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One journal with its record: the sessions of the application on it, and the checkers of its listeners. */
final class Trial implements AutoCloseable {

    private final RunOptions run;
    private final Path record;
    private final RecordedAttempts attempts;
    private final Map<String, ListenerChecker> checkers = new LinkedHashMap<>();
    private final List<DeliveryReader> readers = new ArrayList<>();
    private int sessions;

    /**
     * Begins a trial, or goes on with the record of another.
     *
     * @param run the options.
     * @param record directory of the record and the logs.
     */
    Trial(final RunOptions run, final Path record) throws IOException {
        this.run = run;
        this.record = Files.createDirectories(record);
        attempts = new RecordedAttempts(record);
        while (Files.exists(ControlFile.path(record, sessions))) {
            sessions++;
        }
    }

    /** Options of the application for this trial. */
    AppOptions options(final Path journal) {
        return run.application().with(AppOption.RECORD, record).with(AppOption.JOURNAL, journal);
    }

    /** Checks what a listener is given in all sessions from now on. */
    void expect(final String listener, final boolean isFromStart) {
        final ListenerChecker checker = new ListenerChecker(listener, attempts, isFromStart);
        checkers.put(listener, checker);
        readers.add(new DeliveryReader(record, listener, checker));
    }

    Session start(final AppOptions options) {
        return start(options, Namespace.SAME);
    }

    Session start(final AppOptions options, final Namespace namespace) {
        final int number = sessions++;
        final ControlFile control = ControlFile.open(record, number);
        final ChildJvm jvm = ChildJvm.start(
                run.javaHome(),
                namespace,
                AppMain.class,
                options.with(AppOption.SESSION, number).arguments(),
                record.resolve("session-" + number + ".log"));
        return new Session(number, jvm, control);
    }

    /** Hands everything that was delivered since the last call to the checkers. */
    void ingest() {
        readers.forEach(DeliveryReader::poll);
    }

    /**
     * Starts the application once more without publishers, lets the listeners read to the end, and an auditor that is new read all
     * there is.
     *
     * @param options of the application.
     * @param listeners that go on where they are.
     * @param isWhole whether the journal has to have everything from the first message on.
     * @param tally gets what is wrong.
     * @return the auditor, for {@link #finish}.
     */
    String readBack(final AppOptions options, final List<String> listeners, final boolean isWhole, final Tally tally) {
        final String auditor = "auditor-" + sessions;
        expect(auditor, isWhole);
        final List<String> all = new ArrayList<>(listeners);
        all.add(auditor);
        try (Session session = start(options.with(AppOption.PUBLISHERS, 0)
                .with(AppOption.LISTENERS, String.join(",", all))
                .with(AppOption.HANDLING_MICROS, 0)
                .with(AppOption.HALT_AFTER, 0))) {
            session.stop(tally);
            session.isHealthy(tally);
            tally.opened(session.control().get(ControlFile.Field.STARTED_MS));
        } finally {
            ingest();
        }
        return auditor;
    }

    /** What the checker of one listener says now; it is done with. */
    Findings finish(final String listener) {
        return Objects.requireNonNull(checkers.remove(listener), listener).finish();
    }

    /** What all checkers say now; they are done with. */
    List<Findings> finishAll() {
        final List<String> listeners = List.copyOf(checkers.keySet());
        final ListenerChecker first = checkers.get(listeners.get(0));
        for (final ListenerChecker checker : checkers.values()) {
            if (first != null && checker != first) {
                checker.compareOrder(first);
            }
        }
        return listeners.stream().map(this::finish).toList();
    }

    RecordedAttempts attempts() {
        return attempts;
    }

    long acknowledged() {
        return attempts.count(Outcome.ACKNOWLEDGED);
    }

    @Override
    public void close() {
        attempts.close();
    }
}
