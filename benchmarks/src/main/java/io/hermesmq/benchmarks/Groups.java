package io.hermesmq.benchmarks;

import io.hermesmq.benchmarks.group.GroupRounds;
import java.io.PrintStream;

/** Four workers that share messages: a Hermes group against executors and the Disruptor. Runs in one JVM, the sides in turn. */
final class Groups {

    /** On the command line. */
    static final String NAME = "groups";

    private static final int ROUNDS = 11;
    private static final int QUICK_ROUNDS = 5;
    private static final int MESSAGES = 1_000_000;
    private static final int QUICK_MESSAGES = 300_000;
    private static final int MESSAGES_IN_ORDER = 10_000_000;

    private Groups() {}

    /** Prints the figures; returns the exit code. */
    static int run(final boolean isQuick, final PrintStream out) {
        final GroupRounds rounds =
                new GroupRounds(isQuick ? QUICK_ROUNDS : ROUNDS, isQuick ? QUICK_MESSAGES : MESSAGES, out);
        rounds.compare();
        final long outOfOrder = rounds.checkOrder(MESSAGES_IN_ORDER);
        out.println("RATIO groups hermes/executor " + rounds.ratio("hermes", "executor"));
        out.println("RATIO groups hermes/disruptor " + rounds.ratio("hermes", "disruptor"));
        out.println("RATIO groups hermes-claim/executor-pool " + rounds.ratio("hermes-claim", "executor-pool"));
        out.println("RATIO groups hermes-claim/disruptor-claim " + rounds.ratio("hermes-claim", "disruptor-claim"));
        return outOfOrder == 0 ? 0 : 1;
    }
}
