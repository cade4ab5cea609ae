package io.hermesmq.test.autoconfigure;

import io.hermesmq.test.HermesExtension;
import io.hermesmq.test.LaneMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Puts the engine of a test's context into the hands of the test: its lanes are stepped, its clock stands still until a {@link
 * io.hermesmq.test.TestClock} moves it, its journals are in a temporary directory, and a {@link io.hermesmq.test.HermesProbe} waits for
 * it. Part of {@link HermesTest}; beside {@code @SpringBootTest} it does the same for the whole application.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration
@ExtendWith(HermesExtension.class)
@PropertyMapping("hermes-test")
public @interface AutoConfigureHermesTest {

    /**
     * Who drives the lanes.
     *
     * @return stepped by the probe on the thread of the test, or running on threads that back off while idle.
     */
    LaneMode lanes() default LaneMode.STEPPED;

    /**
     * How long the probe waits at most, in real time.
     *
     * @return a duration such as {@code 10s}.
     */
    String timeout() default "10s";
}
