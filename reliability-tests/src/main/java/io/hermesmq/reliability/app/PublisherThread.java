package io.hermesmq.reliability.app;

import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.check.Outcome;
import io.hermesmq.reliability.record.AttemptLog;
import io.hermesmq.reliability.record.ControlFile;
import io.hermesmq.reliability.record.Phase;
import io.hermesmq.reliability.value.Values;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** Publishes unique values, and notes each before and after. Goes on where the publisher of this number ended last time. */
final class PublisherThread extends Thread {

    private static final int POISON_EVERY = 8;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AppOptions options;
    private final int publisher;
    private final ApplicationUnderTest.Sender sender;
    private final ControlFile control;
    private final long openedNs;
    private final int minLength;
    private final int maxLength;
    private final boolean isPoisoning;
    private final UnsafeBuffer buffer;
    private volatile boolean isStopped;

    PublisherThread(
            final AppOptions options,
            final int publisher,
            final ApplicationUnderTest.Sender sender,
            final ControlFile control,
            final long openedNs) {
        super("publisher-" + publisher);
        this.options = options;
        this.publisher = publisher;
        this.sender = sender;
        this.control = control;
        this.openedNs = openedNs;
        minLength = options.integer(AppOption.MIN_LENGTH);
        maxLength = options.integer(AppOption.MAX_LENGTH);
        isPoisoning = options.flag(AppOption.POISON);
        buffer = new UnsafeBuffer(new byte[Math.max(maxLength, options.integer(AppOption.CAPACITY))]);
        setDaemon(true);
    }

    void stopPublishing() {
        isStopped = true;
    }

    @Override
    public void run() {
        final Path record = Path.of(options.text(AppOption.RECORD));
        try (AttemptLog attempts = AttemptLog.open(record, publisher, options.integer(AppOption.ATTEMPT_CAPACITY))) {
            final long first = attempts.attempted();
            final long messages = options.number(AppOption.MESSAGES);
            final long end = messages == 0 ? attempts.capacity() : Math.min(attempts.capacity(), first + messages);
            final long rate = options.number(AppOption.RATE);
            final long startNs = System.nanoTime();
            for (long counter = first; counter < end && !isStopped; counter++) {
                pace(startNs, counter - first, rate);
                attempts.attempt(counter);
                final Outcome outcome = publish(counter);
                attempts.note(counter, outcome);
                if (outcome == Outcome.ACKNOWLEDGED) {
                    acknowledged();
                }
            }
        }
    }

    private void pace(final long startNs, final long sent, final long rate) {
        if (rate > 0) {
            final long dueNs = startNs + sent * TimeUnit.SECONDS.toNanos(1) / rate;
            while (System.nanoTime() - dueNs < 0 && !isStopped) {
                LockSupport.parkNanos(Math.min(PAUSE_NS, dueNs - System.nanoTime()));
            }
        }
    }

    private Outcome publish(final long counter) {
        try {
            final long result = publishOne(counter);
            if (PublishStatus.isRefused(result)) {
                refused(result);
            }
            return Outcome.of(result);
        } catch (final RuntimeException e) {
            if (!isPoisoning) {
                System.err.println("publisher " + publisher + " at " + counter + ": " + e);
                LockSupport.parkNanos(PAUSE_NS);
            }
            return Outcome.THREW;
        } catch (final VirtualMachineError e) { // a fault in mapped memory, on a full disk
            System.err.println("publisher " + publisher + " at " + counter + ": " + e);
            control.add(ControlFile.Field.JVM_ERRORS, 1);
            LockSupport.parkNanos(PAUSE_NS);
            return Outcome.IN_DOUBT;
        }
    }

    private long publishOne(final long counter) {
        final long value = Values.of(publisher, counter);
        final int length = Values.length(value, minLength, maxLength);
        final int turn = isPoisoning ? (int) (counter % POISON_EVERY) : 0;
        Values.write(value, turn == 1 ? Values.Kind.THROWS_IN_LISTENER : Values.Kind.GOOD, buffer, 0, length);
        return switch (turn) {
            case 3 -> sender.publishBroken(buffer, 0, length);
            case 5 -> sender.publish(buffer, 0, buffer.capacity()); // too large for any ring of this capacity
            default -> sender.publish(buffer, 0, length);
        };
    }

    private void refused(final long result) {
        control.set(ControlFile.Field.LAST_REFUSAL, result);
        control.refused(publisher);
        LockSupport.parkNanos(PAUSE_NS);
    }

    private void acknowledged() {
        control.acknowledged(publisher);
        if (control.get(ControlFile.Field.FIRST_ACKNOWLEDGED_MS) == 0) {
            control.set(ControlFile.Field.FIRST_ACKNOWLEDGED_MS, AppMain.elapsedMs(openedNs));
            control.reached(Phase.PUBLISHING);
        }
    }
}
