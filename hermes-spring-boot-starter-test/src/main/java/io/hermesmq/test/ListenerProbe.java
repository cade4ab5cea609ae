package io.hermesmq.test;

import io.hermesmq.HermesSnapshot;
import java.util.function.ToLongFunction;

/**
 * Waits for one listener: {@code probe.await("signals").consumed(3).failed(0)}. Each method waits on its own; a count is exact, so
 * that one too many fails the test as one too few does.
 */
public final class ListenerProbe {

    private final HermesProbe probe;
    private final LaneDriver driver;
    private final String id;

    ListenerProbe(final HermesProbe probe, final LaneDriver driver, final String id) {
        this.probe = probe;
        this.driver = driver;
        this.id = id;
    }

    /**
     * Waits until the listener is done with so many messages: it has returned from them, or they were let go after a failure.
     *
     * @param messages how many, since the test began.
     * @return this probe.
     * @throws AssertionError where it is done with fewer or more.
     */
    public ListenerProbe consumed(final long messages) {
        return count("has consumed", messages, ListenerCounts::consumed);
    }

    /**
     * Waits until so many calls of the listener have thrown; each attempt counts.
     *
     * @param calls how many, since the test began.
     * @return this probe.
     * @throws AssertionError where fewer or more did.
     */
    public ListenerProbe failed(final long calls) {
        return count("has failed on", calls, ListenerCounts::failed);
    }

    /**
     * Waits until so many calls were made again with a message that had failed before.
     *
     * @param calls how many, since the test began.
     * @return this probe.
     * @throws AssertionError where fewer or more were.
     */
    public ListenerProbe retried(final long calls) {
        return count("has retried", calls, ListenerCounts::retried);
    }

    /**
     * Waits until so many messages of the listener have become dead letters.
     *
     * @param messages how many, since the test began.
     * @return this probe.
     * @throws AssertionError where fewer or more have.
     */
    public ListenerProbe deadLettered(final long messages) {
        return count("has dead-lettered", messages, ListenerCounts::deadLettered);
    }

    /**
     * Waits until so many messages were let go after they had failed.
     *
     * @param messages how many, since the test began.
     * @return this probe.
     * @throws AssertionError where fewer or more were.
     */
    public ListenerProbe skipped(final long messages) {
        return count("has skipped", messages, ListenerCounts::skipped);
    }

    /**
     * Waits until the listener has missed so many messages, which were overwritten before it could read them.
     *
     * @param messages how many, since the test began.
     * @return this probe.
     * @throws AssertionError where it has missed fewer or more.
     */
    public ListenerProbe missed(final long messages) {
        return count("has missed", messages, ListenerCounts::missed);
    }

    /**
     * Waits until the listener has handled everything up to a position.
     *
     * @param position as a publish has returned it.
     * @return this probe.
     * @throws AssertionError where it does not get there.
     */
    public ListenerProbe position(final long position) {
        if (!driver.runUntil(() -> now().position() >= position)) {
            throw failure("is at position " + now().position() + " instead of " + position);
        }
        return this;
    }

    /**
     * Waits until the listener has handled everything that is in its channel.
     *
     * @return this probe.
     * @throws AssertionError where something is left.
     */
    public ListenerProbe idle() {
        if (!driver.runUntil(() -> now().backlogBytes() == 0)) {
            throw failure("is not idle");
        }
        return this;
    }

    /**
     * Waits until the listener has halted in front of a message that failed.
     *
     * @return this probe.
     * @throws AssertionError where it goes on.
     */
    public ListenerProbe halted() {
        if (!driver.runUntil(() -> now().halted())) {
            throw failure("has not halted");
        }
        return this;
    }

    private ListenerProbe count(final String done, final long expected, final ToLongFunction<ListenerCounts> counter) {
        driver.runUntil(() -> counter.applyAsLong(probe.counts(id)) >= expected);
        final long actual = counter.applyAsLong(probe.counts(id));
        if (actual != expected) {
            final String text = done + " " + actual + " messages instead of " + expected;
            throw actual > expected ? new AssertionError(text(text) + "\n" + probe.describe(now())) : failure(text);
        }
        return this;
    }

    HermesSnapshot.Listener now() {
        return probe.listener(id);
    }

    private AssertionError failure(final String what) {
        return new AssertionError(text(what) + probe.inVain() + ":\n" + probe.describe(now()));
    }

    private String text(final String what) {
        return "listener '" + id + "' " + what;
    }
}
