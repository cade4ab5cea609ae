package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a message record is in messages that were written before the record had it. With it a component may be
 * added at the end of a record whose channel has a journal.
 *
 * <p>The text is read as the type of the component has it: {@code true}, {@code -12}, {@code 0x1F}, {@code 1.5e3}, one
 * character, the name of an enum constant, a text, or hexadecimal digits for a {@code byte[]}. A nested record has no default of its own;
 * it can be added where each of its components has one. A default that cannot be read is refused when the
 * application starts.
 *
 * <pre>{@code
 * public record Order(long id, int amount, @DefaultValue("EUR") @MaxLength(3) String currency) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DefaultValue {

    /** The text for null, which texts, byte arrays and enums can be. */
    String NULL = "\0null";

    /**
     * The default.
     *
     * @return as text; {@link #NULL} for null.
     */
    String value();
}
