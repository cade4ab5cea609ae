package io.hermesmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the components of a record lie in a payload. The order of the components is the layout.
 *
 * <pre>
 *   +---------------------------------------------+------------------------------------------+
 *   | fixed block: primitives and enums, packed   | texts and byte arrays, in order          |
 *   | little-endian, nested records in place      | each: int32 length or -1, then the bytes |
 *   +---------------------------------------------+------------------------------------------+
 *   0                                   fixedLength()                              maxLength()
 * </pre>
 *
 * <p>A boolean is one byte, 0 or 1. An enum is its ordinal in an unsigned byte, 0xFF for null; an enum of more than 255
 * constants takes two bytes and 0xFFFF. Text is UTF-8. A reader ignores bytes behind the last value it knows.
 */
public final class RecordLayout {

    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Class<? extends Record> type;
    private final List<Component> components;
    private final List<VariableValue> variables;
    private final int fixedLength;
    private final int maxLength;
    private final String description;
    private final long fingerprint;

    RecordLayout(
            final Class<? extends Record> type,
            final List<Component> components,
            final List<VariableValue> variables,
            final int fixedLength,
            final int maxLength) {
        this.type = type;
        this.components = components;
        this.variables = variables;
        this.fixedLength = fixedLength;
        this.maxLength = maxLength;
        description = describe(type, components);
        fingerprint = fingerprintOf(description);
    }

    /**
     * Lays out a record.
     *
     * @param type the record, of any visibility.
     * @return its layout.
     * @throws LayoutException where a component has no binary form, or a text no maximum.
     */
    public static RecordLayout of(final Class<? extends Record> type) {
        return new LayoutBuilder(type).build();
    }

    /**
     * The record.
     *
     * @return the type that was laid out.
     */
    public Class<? extends Record> type() {
        return type;
    }

    /**
     * The components of the record, in order; those of nested records are found in their {@link
     * Component#components()}.
     *
     * @return as many as the record has.
     */
    public List<Component> components() {
        return components;
    }

    /** The variable-length values of the whole tree, in the order of the payload. */
    List<VariableValue> variables() {
        return variables;
    }

    /**
     * Length of the fixed block, which is the shortest a payload can be without its variable-length values.
     *
     * @return bytes.
     */
    public int fixedLength() {
        return fixedLength;
    }

    /**
     * Length of the longest payload.
     *
     * @return bytes.
     */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Whether all payloads have the same length.
     *
     * @return true where there is no text and no byte array.
     */
    public boolean isFixedLength() {
        return variables.isEmpty();
    }

    /**
     * The layout as one canonical line, such as {@code
     * Quote(instrument:int64,bid:float64,side:enum{BUY,SELL},note:utf8[32])}. Two layouts with the same line have the
     * same payloads.
     *
     * @return the line.
     */
    public String describe() {
        return description;
    }

    /**
     * The 64-bit FNV-1a hash of {@link #describe()} in UTF-8. Any change of a name, a type, an order or a maximum
     * changes it; it is the same in every JVM and never 0.
     *
     * @return the fingerprint.
     */
    public long fingerprint() {
        return fingerprint;
    }

    /**
     * The line of {@link #describe()}.
     *
     * @return the description.
     */
    @Override
    public String toString() {
        return description;
    }

    private static String describe(final Class<?> type, final List<Component> components) {
        return components.stream()
                .map(component -> component.name() + ":" + describe(component))
                .collect(Collectors.joining(",", type.getSimpleName() + "(", ")"));
    }

    private static String describe(final Component component) {
        final Class<?> type = component.type();
        final Scalar scalar = Scalar.of(type);
        if (scalar != null) {
            return scalar.name().toLowerCase(Locale.ROOT);
        }
        if (type.isEnum()) {
            return Stream.of(EnumValue.constants(type)).map(Enum::name).collect(Collectors.joining(",", "enum{", "}"));
        }
        if (type.isRecord()) {
            return describe(type, component.components());
        }
        return (VariableValue.isText(type) ? "utf8[" : "bytes[") + component.maxLength() + "]";
    }

    /**
     * The name of the record that a layout is of.
     *
     * @param text as {@link #describe} gave it.
     * @return what stands in front of the components.
     */
    public static String nameIn(final String text) {
        final int end = text.indexOf('(');
        return end < 0 ? text : text.substring(0, end);
    }

    /**
     * The {@link #fingerprint} of a layout of which the line is known only.
     *
     * @param text as {@link #describe} gave it.
     * @return the fingerprint.
     */
    public static long fingerprintOf(final String text) {
        long hash = FNV_OFFSET_BASIS;
        for (final byte b : text.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash == 0 ? 1 : hash;
    }

    /**
     * One component of a record.
     *
     * @param name of the component.
     * @param type of the component.
     * @param offset of its first byte in the fixed block, or {@link #NO_OFFSET} for a text or byte array.
     * @param fixedLength bytes it takes of the fixed block.
     * @param maxLength the most bytes of the value: without its length prefix for a text or byte array, everything that
     *     belongs to it for a nested record.
     * @param components of a nested record; empty for all others.
     */
    public record Component(
            String name, Class<?> type, int offset, int fixedLength, int maxLength, List<Component> components) {

        /** The offset of values that follow the fixed block. */
        public static final int NO_OFFSET = -1;

        /** How many texts and byte arrays there are in this component, nested ones included. */
        int variableCount() {
            if (VariableValue.isVariable(type)) {
                return 1;
            }
            return components.stream().mapToInt(Component::variableCount).sum();
        }
    }
}
