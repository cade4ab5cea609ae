package io.hermesmq.sample;

import io.hermesmq.HermesConfig;
import io.hermesmq.channel.journal.ChannelDirectory;
import io.hermesmq.channel.journal.DirectoryLock;
import io.hermesmq.spring.HermesConfigCustomizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Deletes what an earlier run has left in the journals, unless it is to be resumed. Comes before the engine opens them. */
@Component
final class FreshStart implements HermesConfigCustomizer {

    private final boolean resume;

    FreshStart(final SampleProperties properties) {
        this.resume = properties.isResume();
    }

    @Override
    public HermesConfig customize(final HermesConfig config) {
        if (!resume) {
            for (final String channel : List.of("ticks", "orders")) {
                clear(ChannelDirectory.of(config.directory(), channel));
            }
        }
        return config;
    }

    /** Under the lock of the journal, so that no run loses its files while it is under way. */
    private static void clear(final ChannelDirectory directory) {
        if (!Files.isDirectory(directory.path())) {
            return;
        }
        try (DirectoryLock lock = DirectoryLock.acquire(directory.path());
                Stream<Path> files = Files.walk(lock.directory())) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory.lock()) && !file.equals(directory.path())) {
                    Files.delete(file);
                }
            }
        } catch (final IOException cause) {
            throw new UncheckedIOException("cannot delete the journal of an earlier run in " + directory.path(), cause);
        }
    }
}
