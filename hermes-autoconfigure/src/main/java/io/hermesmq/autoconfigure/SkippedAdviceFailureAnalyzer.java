package io.hermesmq.autoconfigure;

import io.hermesmq.spring.SkippedAdviceException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the advice that a listener would lose, and the two ways out. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SkippedAdviceFailureAnalyzer extends AbstractFailureAnalyzer<SkippedAdviceException> {

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final SkippedAdviceException cause) {
        return new FailureAnalysis(
                "Listener " + cause.method() + " of bean '" + cause.beanName()
                        + "' is behind a proxy. Hermes calls the bean itself, which would skip:"
                        + Sentences.list(cause.advice()),
                String.format("Say in its @HermesListener what is meant:%n%n"
                        + "    proxy = ProxyMode.USE     each message goes through the proxy and its advice%n"
                        + "    proxy = ProxyMode.BYPASS  the bean is called without the advice, on purpose"),
                cause);
    }
}
