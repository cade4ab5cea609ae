package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Messages of this type travel as JSON: for beans, collections in a wrapper and sealed hierarchies, where comfort counts for more
 * than speed. Nothing becomes JSON without it, so that a record with a component that has no layout is an error and no slow message.
 *
 * <p>On a class, a record or an interface, and for all its subtypes: these are published and read as the annotated type, with
 * whatever tells them apart there (Jackson's {@code @JsonTypeInfo}). A listener takes the annotated type. On a record it wins over the
 * layout that the record would have.
 *
 * <p>Needs a JSON codec: in a Spring Boot application {@code spring-boot-starter-jackson}, elsewhere a
 * {@link io.hermesmq.codec.JsonCodecFactory}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JsonMessage {}
