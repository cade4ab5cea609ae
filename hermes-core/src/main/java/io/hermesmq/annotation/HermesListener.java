package io.hermesmq.annotation;

import io.hermesmq.AckMode;
import io.hermesmq.FailurePolicy;
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
     * The group of the listener. Listeners of one group share the messages of the channel instead of each getting all of them.
     *
     * @return its name; empty for a listener that gets every message, or shares them only with its own members ({@link #concurrency}).
     */
    String group() default "";

    /**
     * How many members the listener has in its group, each on a lane of its own.
     *
     * @return a number of at least 1.
     */
    String concurrency() default "1";

    /**
     * The component of the record that keeps messages together: those of equal keys go to one member of the group, in order.
     *
     * @return its name; empty for the one with {@code @MessageKey}, and where there is none, any free member takes the next message.
     */
    String key() default "";

    /**
     * When the position on a journaled channel is committed.
     *
     * @return after each message, after each batch, or when the listener says so.
     */
    AckMode acknowledge() default AckMode.MESSAGE;

    /**
     * How often and when a message is delivered again after the listener threw.
     *
     * @return no retry by default.
     */
    Retry retry() default @Retry;

    /**
     * The channel that takes a message that has failed for the last time.
     *
     * @return its name; empty for {@link #onFailure}.
     */
    String deadLetter() default "";

    /**
     * Where a message ends that has failed for the last time, and there is no {@link #deadLetter} channel.
     *
     * @return skipped and counted, or the listener halts in front of it.
     */
    FailurePolicy.Exhausted onFailure() default FailurePolicy.Exhausted.SKIP;

    /**
     * The name of a bean that is asked about every failure before the retries.
     *
     * @return the name of a {@link io.hermesmq.FailureHandler} bean; empty for the one of all listeners, where there is one.
     */
    String errorHandler() default "";

    /**
     * When the listener stops calling its method for a while, because too many calls fail.
     *
     * @return no circuit breaker by default.
     */
    CircuitBreaker circuitBreaker() default @CircuitBreaker;

    /**
     * A method of the same class that says which messages the listener gets.
     *
     * @return the name of a method that returns boolean and takes the message or components of its record; empty for all messages.
     */
    String filter() default "";

    /**
     * The most messages that one call with a batch gets. Only where the listener takes batches.
     *
     * @return a number of at least 1.
     */
    String batchSize() default "500";

    /**
     * How long the first message of a batch waits for the batch to be full. Only where the listener takes batches.
     *
     * @return a time such as {@code 5ms}; zero to take what is there.
     */
    String batchWait() default "0ms";

    /**
     * Whether the listener starts with the application, or is started by hand.
     *
     * @return {@code true} or {@code false}.
     */
    String autoStartup() default "true";

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
