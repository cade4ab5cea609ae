package io.hermesmq.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes beans of {@link io.hermesmq.annotation.HermesPublisher} interfaces that are not in the packages of the application,
 * which are searched anyway: those of a library, or one that is nested in a test class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(HermesPublisherRegistrar.class)
public @interface ImportHermesPublishers {

    /**
     * The interfaces; short for {@link #types()}.
     *
     * @return interfaces with {@code @HermesPublisher}.
     */
    @AliasFor("types")
    Class<?>[] value() default {};

    /**
     * The interfaces.
     *
     * @return interfaces with {@code @HermesPublisher}.
     */
    @AliasFor("value")
    Class<?>[] types() default {};

    /**
     * Packages to search, with those below them.
     *
     * @return names of packages.
     */
    String[] basePackages() default {};
}
