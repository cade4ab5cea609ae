package io.hermesmq.autoconfigure;

import io.hermesmq.HermesConfig;
import io.hermesmq.channel.journal.JournalException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says why a journal cannot be opened, and where its directory comes from when another would help. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class JournalFailureAnalyzer extends AbstractFailureAnalyzer<JournalException> {

    private static final String DIRECTORY = "hermes.directory";

    /** Texts of the core say what happened, and behind the last of these what to do. */
    private static final String BEFORE_ACTION = "; ";

    private final @Nullable Environment environment;

    JournalFailureAnalyzer(final @Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final JournalException cause) {
        final String text = String.valueOf(cause.getMessage());
        final int end = text.lastIndexOf(BEFORE_ACTION);
        final String description = end < 0 ? text : text.substring(0, end);
        final String action = end < 0
                ? "see to the disk, and to the rights of this process in " + DIRECTORY
                : text.substring(end + BEFORE_ACTION.length());
        return new FailureAnalysis(
                Sentences.of(description),
                action.contains(DIRECTORY)
                        ? String.format("%s%n%n    %s", Sentences.of(action), directory())
                        : Sentences.of(action),
                cause);
    }

    private String directory() {
        final String value = environment == null ? null : environment.getProperty(DIRECTORY);
        if (environment == null || value == null) {
            return DIRECTORY + " is not set: it is " + HermesConfig.DEFAULT_DIRECTORY + " in the working directory, "
                    + HermesConfig.DEFAULT_DIRECTORY.toAbsolutePath();
        }
        final Origin origin = PropertyNames.origin(environment, DIRECTORY);
        return DIRECTORY + ": " + value + (origin == null ? "" : " (" + origin + ")");
    }
}
