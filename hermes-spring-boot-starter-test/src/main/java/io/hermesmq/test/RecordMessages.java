package io.hermesmq.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fills a field or a parameter of type {@code RecordingListener<T>} of a test with a recording of a channel.
 *
 * <pre>{@code
 * @RecordMessages("orders")
 * private RecordingListener<Order> orders;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface RecordMessages {

    /**
     * The channel to record.
     *
     * @return its name; may hold placeholders.
     */
    String value();
}
