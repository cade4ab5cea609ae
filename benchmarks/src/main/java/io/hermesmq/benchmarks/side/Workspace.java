package io.hermesmq.benchmarks.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh directory, removed when it is closed, or else when the JVM ends. */
public final class Workspace implements AutoCloseable {

    private static final String PREFIX = "hermes-benchmark-";

    private final Path path;
    private final Thread atExit;

    private Workspace(final Path path) {
        this.path = path;
        atExit = new Thread(this::remove, "remove " + path.getFileName());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes a directory.
     *
     * @param base where; made if it is not there.
     * @return the directory, empty.
     */
    public static Workspace below(final Path base) {
        try {
            Files.createDirectories(base);
            return new Workspace(Files.createTempDirectory(base, PREFIX));
        } catch (final IOException e) {
            throw new UncheckedIOException("no directory can be made below " + base + "; name another with --dir", e);
        }
    }

    /**
     * The directory.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    /**
     * Removes all files of a kind but the youngest, whose name is the last in order.
     *
     * @param directory that holds them.
     * @param suffix of their names.
     */
    public static void keepYoungest(final Path directory, final String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            final List<Path> all = files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
            for (int i = 0; i < all.size() - 1; i++) {
                Files.deleteIfExists(all.get(i));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("old files in " + directory + " cannot be removed", e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    private void remove() {
        try (Stream<Path> all = Files.walk(path)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (final NoSuchFileException gone) {
            // that is what is wanted
        } catch (final IOException e) {
            throw new UncheckedIOException(path + " cannot be removed; do it by hand", e);
        }
    }
}
