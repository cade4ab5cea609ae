package io.hermesmq.benchmarks;

import io.hermesmq.Acknowledge;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.JournaledSide;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.side.FileMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the benchmarks of journals have in common. */
final class JournalSides {

    private static final long QUICK_BYTES = 512L << 20;
    private static final long BYTES = 2L << 30;

    private JournalSides() {}

    /**
     * Hermes with a journal.
     *
     * @param options of the command line, which may name another profile and other producers.
     * @param id in the report.
     * @param variant in the report.
     * @param level of durability.
     * @param payload bytes of a message.
     * @param profile of the benchmark.
     * @return the side.
     */
    static JournaledSide hermes(
            final Options options,
            final String id,
            final String variant,
            final Acknowledge level,
            final int payload,
            final Profile profile) {
        final Profile chosen = options.profile();
        final Producers producers = options.producers();
        return new JournaledSide(
                id,
                variant,
                level,
                payload,
                chosen == null ? profile : chosen,
                producers == null ? Producers.MULTI : producers,
                directory(options));
    }

    static String word(final Acknowledge level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Where journals are written.
     *
     * @param options of the command line.
     * @return the named directory, or the working directory.
     */
    static Path directory(final Options options) {
        final Path named = options.directory();
        return (named == null ? Path.of("") : named).toAbsolutePath();
    }

    /**
     * For the head of the report.
     *
     * @param options of the command line.
     * @return where the journals are, and on what.
     */
    static String setting(final Options options) {
        final Path directory = directory(options);
        String type;
        try {
            Files.createDirectories(directory);
            type = Files.getFileStore(directory).type();
        } catch (final IOException e) {
            type = "unknown: " + e;
        }
        return "rings of 1 MiB, journals below " + directory + " (" + type + ")";
    }

    /**
     * Makes ready what all sides share: the memory that files are written to, and the library in this JVM. Hermes lets Chronicle Queue
     * release memory in the thread that uses it, unless told otherwise; where that library is a peer in the same JVM it is told to
     * leave things as they come.
     *
     * @param options of the command line.
     */
    static void prepare(final Options options) {
        System.setProperty("background.releaser", "true");
        FileMemory.draw(directory(options), options.quick() ? QUICK_BYTES : BYTES);
    }
}
