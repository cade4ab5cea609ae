package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls the method with every message of a channel, on the thread of a lane.
 *
 * <p>The parameters say what the method gets: a record, or some of its components by name and type (then no object is
 * made), text, {@code byte[]}, an SBE decoder, or {@code (DirectBuffer buffer, int offset, int length)}; each optionally
 * with a {@link io.hermesmq.MessageContext}. The method may have any visibility.
 *
 * <p>On a class it makes one listener of all its methods with {@link HermesHandler}, each for one type of messages: the channel then
 * carries several types, told apart by an id in each frame ({@link MessageType}).
 *
 * <p>In a Spring application every attribute may hold a placeholder ({@code ${..}}) or an expression ({@code #{..}}), and
 * the annotation may stand on annotations of your own.
 */
@Documented
@Repeatable(HermesListeners.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface HermesListener {

    /**
     * The channel to read.
     *
     * @return its name.
     */
    String channel();

    /**
     * The id of the listener, unique in its engine; case matters.
     *
     * @return the id; empty for the name of the class and the method, such as {@code quoteListener.on}.
     */
    String id() default "";

    /**
     * The lane that polls the listener.
     *
     * @return its name; empty for the default of the profile: a lane of its own.
     */
    String lane() default "";

    /**
     * Where the listener begins on a journaled channel that has no position for its id yet; from then on it goes on where it was.
     * Channels in memory ignore it.
     *
     * @return {@code latest}, {@code earliest}, the sequence of a message such as {@code 42}, or a time such as {@code
     *     2026-03-01T09:30:00Z}.
     */
    String from() default "latest";

    /**
     * The type of the messages. Needed only where the parameters are components of a record and nobody else in this engine
     * publishes or reads that record whole.
     *
     * @return the record; {@code Void.class} to take it from the parameters or from the channel.
     */
    Class<?> message() default Void.class;

    /**
     * What happens where the object of the method is behind a Spring AOP proxy. Without Spring it is ignored.
     *
     * @return how to treat the proxy.
     */
    ProxyMode proxy() default ProxyMode.REJECT;
}
