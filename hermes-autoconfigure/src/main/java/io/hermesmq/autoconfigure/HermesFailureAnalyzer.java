package io.hermesmq.autoconfigure;

import io.hermesmq.HermesException;
import io.hermesmq.channel.journal.IncompatibleLayoutException;
import io.hermesmq.codec.LayoutException;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import io.hermesmq.publish.PublisherBindingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/** Messages and publisher interfaces that cannot work. Failures of a message on its way are left to their stack traces. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class HermesFailureAnalyzer extends AbstractFailureAnalyzer<HermesException> {

    @Override
    protected @Nullable FailureAnalysis analyze(final Throwable rootFailure, final HermesException cause) {
        if (cause instanceof PublisherBindingException publisher) {
            return new FailureAnalysis(
                    Sentences.of(publisher.subject() + " cannot be implemented: " + publisher.reason()),
                    Sentences.of(publisher.action()),
                    cause);
        }
        if (cause instanceof LayoutException layout) {
            return new FailureAnalysis(
                    Sentences.of(String.valueOf(layout.getMessage())),
                    "Change the record: records of primitives, enums, texts, bytes and other such records have a layout. Or"
                            + " annotate it with @JsonMessage, to send it as JSON at the cost of one.",
                    cause);
        }
        if (cause instanceof IncompatibleLayoutException layout) {
            final String text = String.valueOf(layout.getMessage());
            final int end =
                    text.indexOf(layout.difference()) + layout.difference().length();
            return new FailureAnalysis(
                    StringUtils.capitalize(text.substring(0, end)),
                    Sentences.of(text.substring(end).strip()),
                    cause);
        }
        if (cause instanceof UnsupportedMessageTypeException unsupported) {
            return new FailureAnalysis(
                    Sentences.of(unsupported.description()),
                    unsupported.action() == null
                            ? "Use one of these types, or declare a MessageCodec bean for yours."
                            : Sentences.of(unsupported.action()),
                    cause);
        }
        return null;
    }
}
