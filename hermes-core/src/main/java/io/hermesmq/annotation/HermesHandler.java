package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a class with {@link HermesListener}, called with the messages of one type. All methods of the class are one listener: one
 * position, one lane, the messages in their order.
 *
 * <p>The method takes the record, or some of its components where {@link #message} names it, each optionally with a {@link
 * io.hermesmq.MessageContext}. The default handler takes {@code (DirectBuffer buffer, int offset, int length)}, a {@code
 * MessageContext}, or nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface HermesHandler {

    /**
     * Whether the method gets the messages that no other method of the class takes. Without such a method they are passed over and
     * counted.
     *
     * @return true for one method of the class at most.
     */
    boolean isDefault() default false;

    /**
     * The type of the messages, where the parameters are components of a record.
     *
     * @return the record; {@code Void.class} to take it from the one parameter.
     */
    Class<?> message() default Void.class;
}
