package io.hermesmq.benchmarks;

import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Placement;
import java.util.List;
import java.util.Optional;

/** Explains the benchmarks and their method. */
final class Help {

    private static final String USAGE = """
            java -jar benchmarks.jar NAME [options]

            Options
              --quick               ends within 60 seconds: shorter rounds, a smaller heap; for a look, not for figures
              --rounds N            rounds per side and JVM (default 9, with --quick 7)
              --forks N             fresh JVMs per side, sides in turn (default 1; 5 for figures that are to be quoted);
                                    0: all sides in one JVM, in turn round by round (default of paced, paced-journal, journal)
              --profile P           Hermes profile: throughput, low-latency, balanced or small
              --producers P         Hermes producers: single or multi
              --peers a,b           only these peers
              --place near|any      draw the two cores near before each round (default), or take them as they are
              --messages N          messages per round, instead of a number that fits the time
              --rate R              messages a second (paced)
              --journal             paced: channels with a journal, the same as paced-journal
              --dir D               where journals are written while they are measured (default: the working
                                    directory); in a fresh directory below, which is removed afterwards
            """;

    private static final String JMH = """
              jmh: micro-benchmarks of single steps in one thread
                JMH takes the rest of the command line (a pattern, -f, -wi, -i ..; -h for its own help); -prof gc
                is on unless another profiler is named. encode: a record into the ring and no further.
                claimCommitPoll: one message published and taken out again, with Agrona's rings beside. dispatch:
                512 messages to 8 listeners.
            """;

    private static final String GROUPS = """
              groups: four workers that share messages, on the lanes of a Hermes group, executors and Disruptor handlers
                200 ns of arithmetic for each message of 1024 keys. hermes, executor, disruptor: by key, each key in order,
                which is checked; executor is one bounded single-thread executor for each worker. hermes-claim, executor-pool,
                disruptor-claim: any worker takes the next. A million messages a round, the sides in turn in one JVM, the
                medians of 11 rounds (--quick: 300,000 and 5); then the order of each key over 10 million messages.
            """;

    private static final String METHOD = """
            Method
              Messages are 64 bytes: eight longs that are really written and really read. Listeners check number
              and order of every message, its sum, and now and then each field; a benchmark whose check fails ends
              at once with a failure and no figure. A side that cannot keep up holds its publisher; nothing is
              dropped.
              Each round is at least as many messages as fit 0.5 s (with --quick some 0.1 s), after a warm-up.
              Rows show min, median and max of the rounds; with several JVMs the median is that of the JVMs'
              medians, which follow under "jvms": how closely a consumer follows is a lottery of compiler and
              layout, so that one JVM says little.
              B/msg is what publishing and consuming threads allocated in the round, as the JVM counts it.
              others says how much of a CPU other processes and the host used meanwhile, where that is over 5 %%:
              on a busy machine nothing here means anything.
              near and far: on a virtual machine the host may put the two CPUs on one cache or on two. A cache
              line then goes to and fro in some 60 to 110 ns or in 300 to 600 ns, and every transport that spins
              is three to six times slower when far. So each round takes the measure before and after, between its
              own two threads: less than %d ns is near. With --place near the threads block and wake each other
              until they are near, because a host draws threads together that wake each other; where that fails
              for some seconds the round runs far and says so. Rounds whose distance changed are "mixed".
              RATIO lines compare medians of rounds with the same placement: near if both sides have near rounds,
              else far, else mixed; "unlike" where there is no common one, and then the ratio means nothing.
              throughput=1.5: half as much again; p50=0.9 or cost=0.9: a tenth less time. rounds=a/b tells on how
              many rounds each side stands.
            """.formatted((int) Placement.NEAR_BELOW_NS);

    private Help() {}

    /**
     * The help text.
     *
     * @param all benchmarks there are.
     * @param chosen to explain alone, or empty for all.
     * @return the text.
     */
    static String text(final List<Benchmark> all, final Optional<Benchmark> chosen) {
        final StringBuilder text = new StringBuilder(USAGE).append("\nNAME\n");
        for (final Benchmark benchmark : all) {
            if (chosen.isEmpty() || chosen.get() == benchmark) {
                text.append("  ")
                        .append(benchmark.name())
                        .append(": ")
                        .append(benchmark.summary())
                        .append('\n');
                text.append(benchmark.method().indent(4));
            }
        }
        if (chosen.isEmpty()) {
            text.append(GROUPS).append(JMH);
        }
        return text.append('\n').append(METHOD).toString();
    }
}
