package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of a journal. Each is named by the minute in which it began, and never by an earlier one than the file before it: in
 * the order of their names they are in the order of their messages.
 */
final class CycleNames {

    static final String QUEUE = "queue";
    static final String DAMAGED = "damaged";
    static final String SUFFIX = ".cq4";
    static final long CYCLE_MS = 60_000;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmm");

    private CycleNames() {}

    static String nameOf(final int cycle) {
        return NAME.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(cycle * CYCLE_MS), ZoneOffset.UTC)) + SUFFIX;
    }

    /** The cycle of a file, -1 where the name is not one of a cycle. */
    static int cycleOf(final Path file) {
        final String name = String.valueOf(file.getFileName());
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            final LocalDateTime begin = LocalDateTime.parse(name.substring(0, name.length() - SUFFIX.length()), NAME);
            return Math.toIntExact(begin.toEpochSecond(ZoneOffset.UTC) * 1000 / CYCLE_MS);
        } catch (final DateTimeParseException | ArithmeticException e) {
            return -1;
        }
    }

    /** The files of a journal, the oldest first; none where the directory is missing. */
    static List<Path> list(final Path queueDirectory) throws IOException {
        final List<Path> files = new ArrayList<>();
        if (Files.isDirectory(queueDirectory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(queueDirectory, "*" + SUFFIX)) {
                for (final Path file : found) {
                    if (cycleOf(file) >= 0) {
                        files.add(file);
                    }
                }
            }
        }
        Collections.sort(files);
        return files;
    }
}
