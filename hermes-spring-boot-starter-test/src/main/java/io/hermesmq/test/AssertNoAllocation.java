package io.hermesmq.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asserts that a listener handles messages without allocating. The method that it stands on is a source of messages: it publishes some,
 * a few hundred say, and is called again and again, first until the compiler has done its work, then to measure.
 *
 * <pre>{@code
 * @Test
 * @AssertNoAllocation("signals")
 * void quotes() {
 *     for (int i = 0; i < 100; i++) {
 *         quotes.publish(new Quote(i, 99.5));
 *     }
 * }
 * }</pre>
 *
 * <p>Measured is what the thread of the listener's lane allocates while the lane works, not what the method allocates. Listeners
 * that share the lane are measured with it; give the listener a lane of its own to tell them apart. A listener that does allocate
 * fails the test with the bytes for each message and the places that the flight recorder has seen. A JVM that cannot measure what a
 * thread allocates aborts the test, which says so: it is neither passed nor failed then.
 *
 * <p>Views are not guarded in a class with such a method: guarding them allocates, and what is measured is to be what runs in production.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(AllocationExtension.class)
public @interface AssertNoAllocation {

    /**
     * The listener to measure.
     *
     * @return its id.
     */
    String value();

    /**
     * How many messages the listener handles before anything is measured.
     *
     * @return messages.
     */
    int warmUp() default 20_000;

    /**
     * How many messages are measured at a time. That is repeated a number of times before the listener is found to allocate.
     *
     * @return messages.
     */
    int messages() default 20_000;

    /**
     * How many bytes a message may cost: less than one by default, which leaves the JVM what it allocates now and then for itself.
     *
     * @return bytes for each message; the test fails at this many and more.
     */
    double belowBytesPerMessage() default 1;
}
