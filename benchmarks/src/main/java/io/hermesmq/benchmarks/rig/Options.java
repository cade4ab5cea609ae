package io.hermesmq.benchmarks.rig;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param benchmark name of the benchmark, or empty.
 * @param help whether to explain instead of running.
 * @param quick whether all has to end within a minute.
 * @param rounds per side and JVM, or 0 for the default.
 * @param forks fresh JVMs per side, or -1 for the default of the benchmark.
 * @param rate messages a second, or 0 for the default.
 * @param messages per round, or 0 to choose by time.
 * @param profile of the Hermes sides, or null for the default of the benchmark.
 * @param producers of the Hermes sides, or null for the default of the benchmark.
 * @param peers that take part; empty for all.
 * @param near whether to draw the cores near.
 * @param journal whether channels have a journal (paced).
 * @param directory that journals are written below, for as long as they are measured; null for the working directory.
 * @param cell the one side that this JVM runs, as a child; empty in the parent.
 * @param budgetMs time that a child has got, or 0.
 * @param rest what another program's command line takes (JMH).
 */
public record Options(
        String benchmark,
        boolean help,
        boolean quick,
        int rounds,
        int forks,
        int rate,
        long messages,
        @Nullable Profile profile,
        @Nullable Producers producers,
        Set<String> peers,
        boolean near,
        boolean journal,
        @Nullable Path directory,
        String cell,
        long budgetMs,
        List<String> rest) {

    /** The benchmark that hands its command line on. */
    public static final String JMH = "jmh";

    private static final int MIN_ROUNDS = 7;

    /**
     * Reads a command line.
     *
     * @param args the words.
     * @return the options.
     * @throws IllegalArgumentException where a word is not understood; the message says which.
     */
    public static Options parse(final String... args) {
        final Parser parser = new Parser();
        int index = 0;
        while (index < args.length) {
            index = parser.take(args, index);
        }
        return parser.options();
    }

    /**
     * The plan of this JVM.
     *
     * @param elapsedMs of the budget that are gone.
     * @return how long the parts take.
     */
    Plan plan(final long elapsedMs) {
        final int wanted = rounds > 0 ? rounds : quick ? MIN_ROUNDS : MIN_ROUNDS + 2;
        if (budgetMs > 0) {
            final long leftNs = Math.max(1, budgetMs - elapsedMs) * 1_000_000L;
            return Plan.within(wanted, messages, leftNs).until(System.nanoTime() + leftNs);
        }
        return Plan.thorough(wanted, messages);
    }

    /**
     * Whether a peer takes part.
     *
     * @param id of the peer.
     * @return true where no peers were named, or this one was.
     */
    public boolean wants(final String id) {
        return peers.isEmpty() || peers.contains(id);
    }

    /** Collects what the words say. */
    private static final class Parser {
        private String benchmark = "";
        private boolean help;
        private boolean quick;
        private int rounds;
        private int forks = -1;
        private int rate;
        private long messages;
        private @Nullable Profile profile;
        private @Nullable Producers producers;
        private Set<String> peers = Set.of();
        private boolean near = true;
        private boolean journal;
        private @Nullable Path directory;
        private String cell = "";
        private long budgetMs;
        private final List<String> rest = new ArrayList<>();

        private int take(final String[] args, final int index) {
            final String word = args[index];
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--quick" -> quick = true;
                case "--journal" -> journal = true;
                default -> {
                    if (word.startsWith("--") && takeValue(word, args, index)) {
                        return index + 2;
                    }
                    takeWord(word);
                }
            }
            return index + 1;
        }

        private boolean takeValue(final String option, final String[] args, final int index) {
            if (index + 1 >= args.length) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            final String value = args[index + 1];
            switch (option) {
                case "--rounds" -> rounds = number(option, value, 1);
                case "--forks" -> forks = number(option, value, 0);
                case "--rate" -> rate = number(option, value, 1);
                case "--messages" -> messages = number(option, value, 1);
                case "--profile" -> profile = Profile.valueOf(constant(value));
                case "--producers" -> producers = Producers.valueOf(constant(value));
                case "--peers" -> peers = Set.of(value.split(",", -1));
                case "--place" -> near = isNear(value);
                case "--dir" -> directory = Path.of(value);
                case "--cell" -> cell = value;
                case "--budget-ms" -> budgetMs = number(option, value, 1);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void takeWord(final String word) {
            if (benchmark.isEmpty() && !word.startsWith("-")) {
                benchmark = word;
            } else if (JMH.equals(benchmark)) {
                rest.add(word);
            } else {
                throw new IllegalArgumentException("what is '" + word + "'? Try --help");
            }
        }

        private static int number(final String option, final String value, final int min) {
            final int number = Integer.parseInt(value);
            if (number < min) {
                throw new IllegalArgumentException(option + " " + value + " is less than " + min);
            }
            return number;
        }

        private static String constant(final String value) {
            return value.toUpperCase(Locale.ROOT).replace('-', '_');
        }

        private static boolean isNear(final String value) {
            return switch (value) {
                case "near" -> true;
                case "any" -> false;
                default -> throw new IllegalArgumentException("--place " + value + " is neither near nor any");
            };
        }

        private Options options() {
            return new Options(
                    benchmark,
                    help,
                    quick,
                    rounds,
                    forks,
                    rate,
                    messages,
                    profile,
                    producers,
                    peers,
                    near,
                    journal,
                    directory,
                    cell,
                    budgetMs,
                    List.copyOf(rest));
        }
    }
}
