package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.check.Fault;
import io.hermesmq.reliability.check.Findings;
import java.io.PrintStream;
import java.util.Locale;

/** Adds up what a scenario finds, prints it as it comes, and gives the verdict. */
public final class Tally {

    private static final int PRINTED_PROBLEMS = 40;

    /** All messages that fit into a ring of 1 MiB: more than any batch. */
    private static final int MAX_REDELIVERED = 16 * 1024;

    private final String scenario;
    private final PrintStream out;
    private final Times opened = new Times("reopen");
    private int cycles;
    private long acknowledged;
    private long lost;
    private long duplicates;
    private long corrupt;
    private long silentStalls;
    private long problems;

    /** How a scenario ends. */
    public enum Verdict {
        /** Nothing was found, in at least one cycle and with at least one message. */
        PASS,
        /** Something was found. */
        FAIL,
        /** It could not run here. */
        SKIPPED
    }

    /**
     * Begins with nothing.
     *
     * @param scenario its name.
     * @param out where to print.
     */
    public Tally(final String scenario, final PrintStream out) {
        this.scenario = scenario;
        this.out = out;
    }

    /** How long the engine took to open a journal for reading it back. */
    void opened(final long ms) {
        opened.add(ms);
    }

    Times opened() {
        return opened;
    }

    void cycle() {
        cycles++;
    }

    int cycles() {
        return cycles;
    }

    void acknowledged(final long count) {
        acknowledged += count;
    }

    /** A listener or a publisher that got nowhere, and nobody said why. */
    void silentStall(final String what) {
        silentStalls++;
        problem("silent stall: " + what);
    }

    /** Messages that were acknowledged and not handled, found by something else than a checker of listeners. */
    void lost(final long count) {
        lost += count;
    }

    /** Something that has no number of its own in the verdict and fails the run. */
    void problem(final String what) {
        problems++;
        if (problems <= PRINTED_PROBLEMS) {
            note("PROBLEM " + what);
        }
    }

    /** Messages that were handled again without an excuse. */
    void duplicates(final long messages) {
        duplicates += messages;
    }

    void note(final String text) {
        out.println(text);
    }

    /**
     * Takes what was found about a listener.
     *
     * @param findings of its checker.
     * @param excusedLoss messages that the level of durability does not promise, or that were reported as damaged or removed.
     */
    void add(final Findings findings, final long excusedLoss) {
        note(findings.toString());
        findings.examples().forEach(example -> note("  " + example));
        if (findings.longestRedelivery() > MAX_REDELIVERED) {
            problem(findings.listener() + " was given " + findings.longestRedelivery()
                    + " messages again after one start, more than any batch");
        }
        lost += Math.max(0, findings.lost() - excusedLoss);
        duplicates += findings.count(Fault.DUPLICATED);
        corrupt += findings.count(Fault.CORRUPT);
        for (final Fault fault : Fault.values()) {
            final boolean isCounted = fault.isLoss() || fault == Fault.DUPLICATED || fault == Fault.CORRUPT;
            if (!isCounted && findings.count(fault) > 0) {
                problem(findings.listener() + " " + fault.name().toLowerCase(Locale.ROOT) + "="
                        + findings.count(fault));
            }
        }
    }

    /**
     * The end of the run as it stands.
     *
     * @return pass or fail.
     */
    public Verdict verdict() {
        final boolean isClean = lost == 0 && duplicates == 0 && corrupt == 0 && silentStalls == 0 && problems == 0;
        return isClean && cycles > 0 && acknowledged > 0 ? Verdict.PASS : Verdict.FAIL;
    }

    /**
     * Prints the line that a run ends in.
     *
     * @param verdict its last word.
     */
    public void conclude(final Verdict verdict) {
        note("VERDICT " + scenario + " cycles=" + cycles + " acknowledged=" + acknowledged + " lost=" + lost
                + " duplicates=" + duplicates + " corrupt=" + corrupt + " silent_stalls=" + silentStalls + " "
                + verdict.name().toLowerCase(Locale.ROOT));
    }
}
