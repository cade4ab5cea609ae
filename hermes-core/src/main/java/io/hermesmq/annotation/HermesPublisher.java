package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface whose abstract methods publish to a channel. Hermes implements it by a plain class and, in a Spring
 * application, makes it a bean.
 *
 * <p>A method takes one message, or the components of its record as parameters of the same names and types (then no
 * object is made at all). It returns the {@code long} of {@link io.hermesmq.Publisher#publish}, or {@code void} and then
 * throws {@link io.hermesmq.PublishRefusedException} where the channel refuses.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface HermesPublisher {

    /**
     * The channel to publish to.
     *
     * @return its name; placeholders are resolved in a Spring application.
     */
    String value();

    /**
     * The type of the messages. Needed only where every method takes the components of a record and none the record.
     *
     * @return the record; {@code Void.class} to take it from the method that publishes a whole message.
     */
    Class<?> message() default Void.class;
}
