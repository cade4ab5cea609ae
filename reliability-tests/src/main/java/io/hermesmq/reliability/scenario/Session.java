package io.hermesmq.reliability.scenario;

import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.process.ChildJvm;
import io.hermesmq.reliability.record.ControlFile;
import io.hermesmq.reliability.record.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One start of the application under test, until it is killed or ends. */
final class Session implements AutoCloseable {

    /** After this time without any sign of life something hangs. Long, as machines of tests may be stopped for a while. */
    static final long PATIENCE_MS = 90_000;

    private static final int SHOWN_LINES = 12;

    private final int number;
    private final ChildJvm jvm;
    private final ControlFile control;

    Session(final int number, final ChildJvm jvm, final ControlFile control) {
        this.number = number;
        this.jvm = jvm;
        this.control = control;
    }

    ControlFile control() {
        return control;
    }

    ChildJvm jvm() {
        return jvm;
    }

    boolean await(final long timeoutMs, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) > timeoutMs) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    /**
     * Waits until a publish was acknowledged.
     *
     * @param tally gets what is wrong where that does not happen.
     * @return whether it has happened.
     */
    boolean awaitPublishing(final Tally tally) {
        await(PATIENCE_MS, () -> control.acknowledged() > 0 || !jvm.isAlive());
        if (control.acknowledged() > 0) {
            return true;
        }
        if (jvm.isAlive()) {
            tally.silentStall("session " + number + " has not published within " + PATIENCE_MS + " ms");
        } else {
            tally.problem("session " + number + " ended with " + jvm.exitCode() + " before it published");
        }
        showLog(tally);
        return false;
    }

    /**
     * Lets it go on for a while.
     *
     * @param tally gets what is wrong where it ends by itself.
     * @param ms how long.
     * @return whether it is still alive.
     */
    boolean run(final Tally tally, final long ms) {
        if (await(ms, () -> !jvm.isAlive())) {
            tally.problem("session " + number + " ended by itself with " + jvm.exitCode());
            showLog(tally);
            return false;
        }
        return true;
    }

    /**
     * Looks for what must not happen in a scenario that is about something else: refused publishes, and errors of Hermes.
     *
     * @param tally gets what is wrong.
     * @return whether nothing is.
     */
    boolean isHealthy(final Tally tally) {
        final long refused = control.refused();
        if (refused > 0) {
            tally.problem("session " + number + ": " + refused + " publishes were refused, the last with "
                    + PublishStatus.of(control.get(ControlFile.Field.LAST_REFUSAL)));
        }
        // that a listener failed is said by it, and was planned
        final List<String> errors = reports().stream()
                .filter(line -> line.contains(" ERROR ") && !line.contains(".FailureLog "))
                .toList();
        errors.stream().findFirst().ifPresent(line -> tally.problem("session " + number + ": " + line));
        return refused == 0 && errors.isEmpty();
    }

    void kill() {
        jvm.kill();
    }

    void askToStop() {
        control.set(ControlFile.Field.STOP, 1);
    }

    /**
     * Has it stop publishing, give its listeners the rest and end, and waits for that.
     *
     * @param tally gets what is wrong where that does not happen.
     * @return whether every listener has got everything.
     */
    boolean stop(final Tally tally) {
        askToStop();
        if (!jvm.hasEnded(2 * PATIENCE_MS)) {
            tally.silentStall("session " + number + " does not end, in phase " + control.phase());
            showLog(tally);
            kill();
            return false;
        }
        if (control.phase() == Phase.CLOSED && jvm.exitCode() == 0) {
            return true;
        }
        if (control.phase() == Phase.CLOSED) {
            tally.silentStall("session " + number + ": a listener was not given everything");
        } else {
            tally.problem("session " + number + " ended with " + jvm.exitCode() + " in phase " + control.phase());
        }
        showLog(tally);
        return false;
    }

    /** What it printed. */
    List<String> logLines() {
        try (Stream<String> lines = Files.lines(jvm.log(), StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Warnings and errors that Hermes itself logged. */
    List<String> reports() {
        return logLines().stream()
                .filter(line -> (line.contains(" WARN ") || line.contains(" ERROR "))
                        && line.contains(" io.hermesmq.")
                        && !line.contains(" io.hermesmq.reliability."))
                .toList();
    }

    void showLog(final Tally tally) {
        final List<String> lines = logLines();
        lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()).forEach(line -> tally.note("  | " + line));
    }

    @Override
    public void close() {
        jvm.close();
        control.close();
    }
}
