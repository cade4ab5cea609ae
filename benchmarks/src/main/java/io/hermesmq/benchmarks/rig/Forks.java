package io.hermesmq.benchmarks.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs one side in a fresh JVM: the same jar with the same words, plus {@code --cell}. The child writes its rounds to
 * its output stream, one line each.
 */
final class Forks {

    /** Starts the line of a round. */
    static final String ROUND = "@ROUND\t";

    /**
     * What a channel with a journal needs, for 17 and 25; {@code java -jar} takes it from the manifest, {@code -cp}
     * does not.
     */
    static final List<String> MODULE_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.misc.unsafe.memory.access=allow");

    private static final long QUICK_LIMIT_MS = TimeUnit.SECONDS.toMillis(45);
    private static final long LIMIT_MS = TimeUnit.SECONDS.toMillis(300);

    private final String mainClass;
    private final List<String> words;
    private final boolean quick;

    Forks(final String mainClass, final List<String> words, final boolean quick) {
        this.mainClass = mainClass;
        this.words = words;
        this.quick = quick;
    }

    /**
     * Runs a side.
     *
     * @param cell the side.
     * @param budgetMs time it has got, or 0.
     * @param rounds gets what it measured.
     * @throws RigException where the child failed.
     */
    void run(final Cell cell, final long budgetMs, final Consumer<Round> rounds) {
        final Process child = start(cell, budgetMs);
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            killAfter(child, budgetMs > 0 ? QUICK_LIMIT_MS : LIMIT_MS);
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith(ROUND)) {
                    rounds.accept(Round.ofLine(line.substring(ROUND.length())));
                } else {
                    System.err.println(line);
                }
                line = lines.readLine();
            }
            final int code = child.waitFor();
            if (code != 0) {
                throw new RigException("the JVM of '" + cell.key() + "' ended with " + code);
            }
        } catch (final IOException e) {
            throw new RigException("the JVM of '" + cell.key() + "' cannot be read: " + e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted while '" + cell.key() + "' ran");
        } finally {
            child.destroyForcibly();
        }
    }

    private Process start(final Cell cell, final long budgetMs) {
        final String heap = quick ? "128m" : "1g";
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MODULE_FLAGS);
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(words);
        command.addAll(List.of("--cell", cell.key()));
        if (budgetMs > 0) {
            command.addAll(List.of("--budget-ms", String.format(Locale.ROOT, "%d", budgetMs)));
        }
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (final IOException e) {
            throw new RigException("no JVM could be started: " + e.getMessage());
        }
    }

    private static void killAfter(final Process child, final long limitMs) {
        final Thread watch = new Thread(() -> {
            try {
                if (!child.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                    Progress.say("a JVM hangs, killed after " + limitMs + " ms");
                    child.destroyForcibly();
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        watch.setDaemon(true);
        watch.start();
    }
}
