package io.hermesmq.autoconfigure;

import io.hermesmq.ChannelConfig;
import io.hermesmq.MessageTooLargeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the capacity that takes the message. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MessageTooLargeFailureAnalyzer extends AbstractFailureAnalyzer<MessageTooLargeException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final MessageTooLargeException cause) {
        final String action = cause.capacityBytes() > ChannelConfig.MAX_CAPACITY
                ? "Make the message smaller: no ring is large enough for it."
                : String.format(
                        "Give the channel a larger ring:%n%n    %s.capacity: %s%n%nor make the message smaller.",
                        PropertyNames.entry("hermes.channels", cause.channel()),
                        DataSizes.format(cause.capacityBytes()));
        return new FailureAnalysis(
                String.format(
                        "Channel '%s' can never take %s: it needs %d payload bytes, but the ring takes at most %d.",
                        cause.channel(), cause.subject(), cause.length(), cause.maxLength()),
                action,
                cause);
    }
}
