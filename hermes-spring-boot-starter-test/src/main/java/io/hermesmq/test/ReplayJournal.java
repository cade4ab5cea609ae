package io.hermesmq.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Feeds a recorded journal to the listeners of a test: message by message, each handled before the next, each at the time at which it was
 * published, which the {@link TestClock} shows meanwhile.
 *
 * <p>On a test method, the whole journal is replayed before the method is called. On a parameter of type {@link JournalReplay}, the
 * method replays it as it likes.
 *
 * <pre>{@code
 * @Test
 * @ReplayJournal("classpath:journals/quotes")
 * void signalsOfTheCrash() {
 *     probe.await("signals").consumed(812);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(ReplayExtension.class)
public @interface ReplayJournal {

    /**
     * The directory of the channel in the recorded {@code hermes.directory}; it is only read.
     *
     * @return a path, or {@code classpath:} and a resource; may hold placeholders.
     */
    String value();

    /**
     * The channel to publish to.
     *
     * @return its name; empty for the name of the directory.
     */
    String channel() default "";
}
