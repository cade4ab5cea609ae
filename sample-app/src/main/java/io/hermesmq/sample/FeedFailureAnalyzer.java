package io.hermesmq.sample;

import io.hermesmq.sample.feed.FeedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a feed that cannot be opened into two sentences instead of a stack trace. */
final class FeedFailureAnalyzer extends AbstractFailureAnalyzer<FeedException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final FeedException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
