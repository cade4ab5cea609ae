package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The component of a message record that keeps messages together where listeners share them: those of one value go to one member of
 * the group, in order. At most one component of a record has it; a listener that names a key of its own does not ask for it.
 *
 * <pre>{@code
 * public record Order(long id, @MessageKey @MaxLength(12) String symbol, long price) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MessageKey {}
