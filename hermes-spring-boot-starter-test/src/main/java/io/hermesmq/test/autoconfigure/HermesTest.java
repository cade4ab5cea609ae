package io.hermesmq.test.autoconfigure;

import io.hermesmq.test.LaneMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of listeners and publishers only: no web server, no database, no other auto-configuration.
 *
 * <p>Of the beans that component scanning would find there are: classes with {@link io.hermesmq.annotation.HermesListener} methods,
 * {@link io.hermesmq.annotation.HermesPublisher} interfaces, {@link io.hermesmq.codec.MessageCodec}, {@link
 * io.hermesmq.FailureHandler} and {@link io.hermesmq.spring.HermesConfigCustomizer} beans, and those that {@link #value()} and {@link
 * #includeFilters()} name. What else a listener needs comes from {@code @Import}, or is a mock ({@code @MockitoBean}).
 *
 * <p>The engine belongs to the test as {@link AutoConfigureHermesTest} says: inject a {@link io.hermesmq.test.HermesProbe} and a {@link
 * io.hermesmq.test.TestClock}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@BootstrapWith(HermesTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(HermesTypeExcludeFilter.class)
@AutoConfigureHermesTest
@ImportAutoConfiguration
public @interface HermesTest {

    /**
     * Components that the test needs beside the listeners: what they call, for example.
     *
     * @return classes or annotations that component scanning finds.
     */
    Class<?>[] value() default {};

    /**
     * Who drives the lanes.
     *
     * @return stepped by the probe on the thread of the test, or running on threads that back off while idle.
     */
    @AliasFor(annotation = AutoConfigureHermesTest.class)
    LaneMode lanes() default LaneMode.STEPPED;

    /**
     * How long the probe waits at most, in real time.
     *
     * @return a duration such as {@code 10s}.
     */
    @AliasFor(annotation = AutoConfigureHermesTest.class)
    String timeout() default "10s";

    /**
     * Properties to add to the environment.
     *
     * @return {@code key=value} each.
     */
    String[] properties() default {};

    /**
     * Whether listeners and the other beans named above are there by default.
     *
     * @return false for those of {@link #includeFilters()} only.
     */
    boolean useDefaultFilters() default true;

    /**
     * Further beans of component scanning.
     *
     * @return filters that let in.
     */
    Filter[] includeFilters() default {};

    /**
     * Beans of component scanning to leave out: listeners that this test is not about.
     *
     * @return filters that keep out.
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configuration to leave out.
     *
     * @return the classes.
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
