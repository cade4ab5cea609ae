package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * Says how a method of a {@link HermesPublisher} that returns {@code CompletableFuture<Reply>} waits for the reply. A last parameter of
 * type {@link java.time.Duration} may give the time limit of one call instead.
 *
 * <p>The future is completed on the lane that reads the replies: what is chained to it must be short, or go elsewhere with an {@code
 * ...Async} method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface HermesRequest {

    /**
     * How long to wait for the reply.
     *
     * @return above zero; 0 where the last parameter of the method says it.
     */
    long timeout() default 0;

    /**
     * Unit of {@link #timeout}.
     *
     * @return the unit.
     */
    TimeUnit unit() default TimeUnit.MILLISECONDS;

    /**
     * The channel that replies come through. It may be shared by any number of publishers of this engine.
     *
     * @return its name; empty for the name of the request's channel with {@code .replies} behind it.
     */
    String replies() default "";
}
