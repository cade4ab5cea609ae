package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Publishes what a listener method returns. The reply to a request goes to the channel that the request names; everything else goes to the
 * channel named here. A reply carries the correlation of its request.
 *
 * <p>The method returns a record, or what a registered codec encodes. Null is no message: to a request it is a failure. A reply that
 * the channel refuses is a failure of the listener.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface SendTo {

    /**
     * The channel for messages that name none.
     *
     * @return its name; empty where every message must be a request.
     */
    String value() default "";
}
