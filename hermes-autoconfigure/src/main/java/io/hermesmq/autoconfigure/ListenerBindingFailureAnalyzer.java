package io.hermesmq.autoconfigure;

import io.hermesmq.dispatch.ListenerBindingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the listener method that cannot be called, and the parameter that nothing fills. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ListenerBindingFailureAnalyzer extends AbstractFailureAnalyzer<ListenerBindingException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final ListenerBindingException cause) {
        final String subject = cause.parameter() == null
                ? String.format("Listener method%n%n    %s%n%ncannot be called with messages: ", cause.method())
                : String.format(
                        "Parameter '%s' of listener method%n%n    %s%n%ncannot be filled: ",
                        cause.parameter(), cause.method());
        return new FailureAnalysis(subject + cause.reason() + ".", Sentences.of(cause.action()), cause);
    }
}
