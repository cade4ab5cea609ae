package io.hermesmq.sample;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The recorded files, where {@code -Dhermes.data=<folder>} says where they are. */
final class RecordedData {

    private RecordedData() {}

    /** A file by its path in the folder; aborts the test, saying so, where no folder was given. */
    static Path file(final String path) {
        final String folder = System.getProperty("hermes.data", "");
        assumeFalse(folder.isBlank(), "no recorded data: give its folder in -Dhermes.data");
        // Maven runs tests in the folder of the module; a relative path may as well be meant from the one above.
        return Stream.of(Path.of(folder), Path.of("..", folder))
                .map(candidate -> candidate.resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " in -Dhermes.data=" + folder));
    }
}
