package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the type of a message on channels that carry several. Without it that is the simple name of the class, so a record may move
 * to another package, but with another name it is another type. What is in the frames is the 32-bit FNV-1a hash of the name.
 * Types that travel as the JSON of one above them have its name.
 *
 * <pre>{@code
 * @MessageType("order.placed")
 * public record OrderPlaced(long id, int amount) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MessageType {

    /**
     * The name of the type.
     *
     * @return not blank, the same in every program that publishes or reads the messages.
     */
    String value();
}
