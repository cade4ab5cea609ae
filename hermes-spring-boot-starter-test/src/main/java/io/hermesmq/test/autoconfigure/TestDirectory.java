package io.hermesmq.test.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/** The temporary directory for the journals of one context; goes with it. */
final class TestDirectory implements DisposableBean {

    private final Path path;

    TestDirectory() {
        try {
            path = Files.createTempDirectory("hermes-test-");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void destroy() throws IOException {
        FileSystemUtils.deleteRecursively(path);
    }
}
