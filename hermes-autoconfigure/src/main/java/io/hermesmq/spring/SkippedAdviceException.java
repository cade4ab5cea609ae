package io.hermesmq.spring;

import io.hermesmq.HermesException;
import java.util.List;

/**
 * A listener method whose bean is behind an AOP proxy with advice for that method. Hermes would call the bean itself, so
 * the advice, a transaction for example, would be skipped; the listener has to say what it wants.
 */
public final class SkippedAdviceException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String beanName;
    private final String method;
    private final String[] advice;

    /**
     * Creates the exception.
     *
     * @param beanName the name of the bean.
     * @param method the listener method, in words.
     * @param advice what would be skipped, at least one name.
     */
    public SkippedAdviceException(final String beanName, final String method, final List<String> advice) {
        super("listener " + method + " of bean '" + beanName
                + "' is behind a proxy, and calling it directly would skip " + String.join(", ", advice)
                + "; say proxy = USE or proxy = BYPASS in its @HermesListener");
        this.beanName = beanName;
        this.method = method;
        this.advice = advice.toArray(String[]::new);
    }

    /**
     * The bean behind the proxy.
     *
     * @return its name.
     */
    public String beanName() {
        return beanName;
    }

    /**
     * The listener method.
     *
     * @return class, method and parameters in words.
     */
    public String method() {
        return method;
    }

    /**
     * The advice that would be skipped.
     *
     * @return a name for each.
     */
    public List<String> advice() {
        return List.of(advice);
    }
}
