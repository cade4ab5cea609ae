package io.hermesmq.dispatch;

import io.hermesmq.annotation.SendTo;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;

/** Where the results of listener methods go; what publishes is none of this package's business. */
@FunctionalInterface
public interface ReplyWays {

    /**
     * The way of the results of a method.
     *
     * @param method whose results are published.
     * @param annotation that says so.
     * @return {@code (Object result, MessageContext)void}; throws where the result cannot be published.
     */
    MethodHandle of(Method method, SendTo annotation);
}
