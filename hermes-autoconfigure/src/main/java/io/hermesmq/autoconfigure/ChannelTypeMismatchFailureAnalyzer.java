package io.hermesmq.autoconfigure;

import io.hermesmq.engine.ChannelTypeMismatchException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts what a channel carries beside what somebody wants of it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ChannelTypeMismatchFailureAnalyzer extends AbstractFailureAnalyzer<ChannelTypeMismatchException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final ChannelTypeMismatchException cause) {
        return new FailureAnalysis(
                String.format(
                        "Channel '%s' carries%n%n    %s%n%nbut %s wants%n%n    %s",
                        cause.channel(), cause.expected(), cause.user(), cause.actual()),
                "Use the same type on both sides, or another channel.",
                cause);
    }
}
