package io.hermesmq.reliability.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tools of the system. */
public final class Shell {

    private static final long LIMIT_S = 120;
    private static final List<String> MORE_PLACES = List.of("/usr/sbin", "/sbin");

    private Shell() {}

    /**
     * Runs a command to its end.
     *
     * @param command its words.
     * @return what it printed.
     * @throws IllegalStateException where it fails; the message has its words and what it printed.
     */
    public static String run(final String... command) {
        try {
            final Path output = Files.createTempFile("hermes-shell", ".txt");
            try {
                final Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                final boolean isEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
                if (!isEnded) {
                    process.destroyForcibly();
                }
                final String text = Files.readString(output, StandardCharsets.UTF_8);
                if (!isEnded || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command)
                            + (isEnded ? " ended with " + process.exitValue() : " did not end") + ": " + text.strip());
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(String.join(" ", command) + " cannot be run", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + String.join(" ", command) + " ran", e);
        }
    }

    /**
     * Whether a tool is installed.
     *
     * @param tool its name.
     * @return true where it is found.
     */
    public static boolean has(final String tool) {
        final String path = System.getenv().getOrDefault("PATH", "");
        for (final String place : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(place, tool))) {
                return true;
            }
        }
        return MORE_PLACES.stream().anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    /**
     * Whether this process may mount and make namespaces, as far as its user tells.
     *
     * @return true for root on Linux.
     */
    public static boolean isRoot() {
        return isLinux() && "root".equals(System.getProperty("user.name"));
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }
}
