package io.hermesmq.reliability.app;

import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.record.ControlFile;
import io.hermesmq.reliability.record.DeliveryLog;
import io.hermesmq.reliability.record.Phase;
import io.hermesmq.reliability.value.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One session of the application under test: opens, listens, publishes until it is told to stop or killed; then publishes a fence,
 * waits until every listener has seen it, and closes.
 */
public final class AppMain {

    /** Exit code where the engine could not be opened. */
    public static final int NOT_OPENED = 3;

    /** Exit code where a listener did not get everything. */
    public static final int NOT_DRAINED = 4;

    private static final long TICK_MS = 2;
    private static final long FENCE_RETRY_MS = 20;

    private final AppOptions options;
    private final Path record;
    private final ControlFile control;
    private final List<DeliveryLog> logs = new ArrayList<>();
    private final List<PublisherThread> publishers = new ArrayList<>();

    private AppMain(final AppOptions options) {
        this.options = options;
        record = Path.of(options.text(AppOption.RECORD));
        control = ControlFile.open(record, options.integer(AppOption.SESSION));
    }

    /**
     * Runs a session. Ends the JVM.
     *
     * @param args see {@link AppOption}.
     * @throws Exception where the record cannot be written.
     */
    public static void main(final String[] args) throws Exception {
        final int code = new AppMain(AppOptions.parse(args)).run();
        System.out.flush();
        System.exit(code);
    }

    private int run() throws Exception {
        final ApplicationUnderTest application = Class.forName(options.text(AppOption.APPLICATION))
                .asSubclass(ApplicationUnderTest.class)
                .getConstructor(AppOptions.class)
                .newInstance(options);
        final long openedNs = System.nanoTime();
        final ApplicationUnderTest.Sender sender;
        control.reached(Phase.OPENING);
        try {
            application.open();
            listen(application);
            sender = application.start();
        } catch (final RuntimeException | LinkageError e) {
            control.set(ControlFile.Field.FAILED_MS, elapsedMs(openedNs));
            control.reached(Phase.FAILED);
            e.printStackTrace(System.err);
            return NOT_OPENED;
        }
        control.set(ControlFile.Field.STARTED_MS, elapsedMs(openedNs));
        control.reached(Phase.STARTED);
        publish(sender, openedNs);
        awaitStop(application);
        final boolean isDrained = drain(sender);
        control.set(ControlFile.Field.DAMAGES, application.damages());
        control.set(ControlFile.Field.LOST_MESSAGES, application.lostMessages());
        if (options.flag(AppOption.POISON)) {
            control.set(ControlFile.Field.DEAD_LETTERS, application.deadLetters());
        }
        application.close();
        logs.forEach(DeliveryLog::close);
        control.reached(Phase.CLOSED);
        return isDrained ? 0 : NOT_DRAINED;
    }

    /** Never 0, which is what a number says that nobody wrote. */
    static long elapsedMs(final long startNs) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    private void listen(final ApplicationUnderTest application) {
        final AtomicLong deliveries = new AtomicLong();
        for (final String id : options.list(AppOption.LISTENERS)) {
            final DeliveryLog log = new DeliveryLog(record, id, options.integer(AppOption.SESSION));
            logs.add(log);
            application.listen(id, new RecordingListener(log, control, options, deliveries));
        }
    }

    private void publish(final ApplicationUnderTest.Sender sender, final long openedNs) {
        final int first = options.integer(AppOption.FIRST_PUBLISHER);
        for (int i = 0; i < options.integer(AppOption.PUBLISHERS); i++) {
            final PublisherThread publisher = new PublisherThread(options, first + i, sender, control, openedNs);
            publishers.add(publisher);
            publisher.start();
        }
    }

    private void awaitStop(final ApplicationUnderTest application) throws InterruptedException {
        final long durationMs = options.number(AppOption.DURATION_MS);
        await(durationMs == 0 ? Long.MAX_VALUE : durationMs, () -> {
            stepClock(application);
            return control.get(ControlFile.Field.STOP) != 0
                    || publishers.stream().noneMatch(Thread::isAlive);
        });
    }

    private void stepClock(final ApplicationUnderTest application) {
        final long wantedMs = control.get(ControlFile.Field.CLOCK_STEP_MS);
        final long doneMs = control.get(ControlFile.Field.CLOCK_STEPPED_MS);
        if (wantedMs != doneMs && doneMs != ControlFile.UNSUPPORTED) {
            try {
                application.stepClock(Duration.ofMillis(wantedMs - doneMs));
                control.set(ControlFile.Field.CLOCK_STEPPED_MS, wantedMs);
            } catch (final UnsupportedOperationException e) {
                System.err.println(e.getMessage());
                control.set(ControlFile.Field.CLOCK_STEPPED_MS, ControlFile.UNSUPPORTED);
            }
        }
    }

    private boolean drain(final ApplicationUnderTest.Sender sender) throws InterruptedException {
        publishers.forEach(PublisherThread::stopPublishing);
        for (final PublisherThread publisher : publishers) {
            publisher.join();
        }
        control.reached(Phase.DRAINING);
        final long drainMs = options.number(AppOption.DRAIN_MS);
        final int listeners = logs.size();
        final boolean isDrained = publishFence(sender, drainMs)
                && await(drainMs, () -> control.get(ControlFile.Field.FENCED) >= listeners);
        if (isDrained) {
            control.reached(Phase.DRAINED);
        } else {
            System.err.println("after " + drainMs + " ms " + control.get(ControlFile.Field.FENCED) + " of " + listeners
                    + " listeners have seen the fence");
        }
        return isDrained;
    }

    /** Tries again while it is refused: a full disk may get room. */
    private boolean publishFence(final ApplicationUnderTest.Sender sender, final long timeoutMs)
            throws InterruptedException {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Values.MIN_LENGTH]);
        Values.write(Values.fence(options.integer(AppOption.SESSION)), Values.Kind.GOOD, buffer, 0, Values.MIN_LENGTH);
        final long startNs = System.nanoTime();
        while (true) {
            final long result = sender.publish(buffer, 0, Values.MIN_LENGTH);
            if (!PublishStatus.isRefused(result)) {
                return true;
            }
            if (System.nanoTime() - startNs > TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
                System.err.println("the fence was refused for " + timeoutMs + " ms: " + PublishStatus.of(result));
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(FENCE_RETRY_MS);
        }
    }

    private static boolean await(final long timeoutMs, final BooleanSupplier condition) throws InterruptedException {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) >= timeoutMs) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(TICK_MS);
        }
        return true;
    }
}
