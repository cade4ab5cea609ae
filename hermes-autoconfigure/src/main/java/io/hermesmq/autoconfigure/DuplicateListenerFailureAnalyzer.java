package io.hermesmq.autoconfigure;

import io.hermesmq.engine.DuplicateListenerException;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names both listeners that have one id. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DuplicateListenerFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateListenerException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final DuplicateListenerException cause) {
        return new FailureAnalysis(
                "Two listeners have the id '" + cause.id() + "':"
                        + Sentences.list(List.of(cause.first(), cause.second())),
                "Give one of them an id of its own: @HermesListener(channel = \"..\", id = \"another-id\"). A listener"
                        + " without an id takes the names of its class and method.",
                cause);
    }
}
