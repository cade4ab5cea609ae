package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The most bytes that a text or {@code byte[]} component of a message record may take. Text counts as UTF-8: one to four
 * bytes per character.
 *
 * <p>The maximum bounds what one message can claim of a channel. A longer value is refused when it is published; a longer
 * value in a payload is reported as damage.
 *
 * <pre>{@code
 * public record Order(long id, @MaxLength(32) String account, @MaxLength(256) byte[] signature) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MaxLength {

    /**
     * The most bytes of the value, without its length prefix.
     *
     * @return bytes, at least 1.
     */
    int value();
}
