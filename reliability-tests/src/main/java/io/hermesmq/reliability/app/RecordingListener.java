package io.hermesmq.reliability.app;

import io.hermesmq.reliability.record.ControlFile;
import io.hermesmq.reliability.record.DeliveryLog;
import io.hermesmq.reliability.value.Values;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Notes what a listener is given, then does what the message or the options ask for. */
final class RecordingListener implements ApplicationUnderTest.Receiver {

    private static final int HALTED = 137;

    private final DeliveryLog log;
    private final ControlFile control;
    private final long fence;
    private final long handlingNs;
    private final long haltAfter;
    private final boolean isHaltingBefore;
    private final AtomicLong deliveries;
    private long lastSequence;

    RecordingListener(
            final DeliveryLog log, final ControlFile control, final AppOptions options, final AtomicLong deliveries) {
        this.log = log;
        this.control = control;
        this.deliveries = deliveries;
        fence = Values.fence(options.integer(AppOption.SESSION));
        handlingNs = TimeUnit.MICROSECONDS.toNanos(options.number(AppOption.HANDLING_MICROS));
        haltAfter = options.number(AppOption.HALT_AFTER);
        isHaltingBefore = options.flag(AppOption.HALT_BEFORE);
    }

    @Override
    public void onMessage(final long sequence, final long value, final Values.Kind kind, final long missed) {
        final boolean isPoisoned = kind == Values.Kind.THROWS_IN_LISTENER;
        final boolean isRetry = isPoisoned && sequence == lastSequence;
        final boolean isLast = haltAfter > 0 && deliveries.incrementAndGet() >= haltAfter;
        if (isLast && isHaltingBefore) {
            Runtime.getRuntime().halt(HALTED);
        }
        if (!isRetry) {
            log.delivered(sequence, value, missed);
            lastSequence = sequence;
            if (value == fence) {
                control.add(ControlFile.Field.FENCED, 1);
            }
        }
        if (isLast) {
            Runtime.getRuntime().halt(HALTED);
        }
        if (handlingNs > 0) {
            spin();
        }
        if (isPoisoned) {
            control.add(ControlFile.Field.POISONED, isRetry ? 0 : 1);
            control.add(ControlFile.Field.POISONED_CALLS, 1);
            throw new PlannedException("a listener that fails for " + Values.describe(value));
        }
    }

    private void spin() {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < handlingNs) {
            Thread.onSpinWait();
        }
    }
}
