package io.hermesmq.codec;

import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.RecordLayout.Component;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks a record depth-first, gives every component its place and refuses what has none. For one use.
 */
final class LayoutBuilder {

    /** The JVM passes at most 255 words to a method; some are for the buffer, positions and the listener's own use. */
    static final int MAX_ARGUMENT_WORDS = 240;

    private final Class<? extends Record> root;
    private final Set<Class<?>> enclosing = new LinkedHashSet<>();
    private final List<VariableValue> variables = new ArrayList<>();
    private int fixedLength;
    private int widestRecord;

    LayoutBuilder(final Class<? extends Record> root) {
        this.root = root;
    }

    RecordLayout build() {
        final List<Component> components = componentsOf(root, "");
        final int words = widestRecord + variables.size();
        if (words > MAX_ARGUMENT_WORDS) {
            throw LayoutException.ofRecord(
                    root,
                    "takes " + words
                            + " argument words (one per component of its widest record, two for long and double,"
                            + " one more per text or byte[]), at most " + MAX_ARGUMENT_WORDS
                            + " are possible; group components into nested records or split the message",
                    null);
        }
        long maxLength = fixedLength;
        for (final VariableValue variable : variables) {
            maxLength += (long) VariableValue.PREFIX_LENGTH + variable.max();
        }
        if (maxLength >= Integer.MAX_VALUE) {
            throw LayoutException.ofRecord(
                    root,
                    "takes up to " + maxLength + " bytes, at most 2147483646 are possible; lower @MaxLength",
                    null);
        }
        return new RecordLayout(root, components, List.copyOf(variables), fixedLength, (int) maxLength);
    }

    private List<Component> componentsOf(final Class<?> type, final String prefix) {
        final RecordComponent[] declared = type.getRecordComponents();
        final Class<?>[] types = new Class<?>[declared.length];
        final List<Component> components = new ArrayList<>();
        enclosing.add(type);
        for (int i = 0; i < declared.length; i++) {
            types[i] = declared[i].getType();
            components.add(componentOf(declared[i], prefix + declared[i].getName()));
        }
        enclosing.remove(type);
        widestRecord = Math.max(widestRecord, wordsOf(types));
        return List.copyOf(components);
    }

    private static int wordsOf(final Class<?>... types) {
        int words = 0;
        for (final Class<?> type : types) {
            words += type == long.class || type == double.class ? 2 : 1;
        }
        return words;
    }

    private Component componentOf(final RecordComponent declared, final String path) {
        final Class<?> type = declared.getType();
        if (declared.getGenericType() instanceof TypeVariable<?> variable) {
            throw refused(
                    path,
                    "has the type variable " + variable + " as its type, whose size is not known; use a concrete type");
        }
        final String faultOfDefault = ComponentDefaults.fault(declared);
        if (faultOfDefault != null) {
            throw refused(path, faultOfDefault);
        }
        final MaxLength maximum = declared.getAnnotation(MaxLength.class);
        if (VariableValue.isVariable(type)) {
            return variable(declared.getName(), path, type, maximum);
        }
        if (maximum != null) {
            throw refused(
                    path,
                    "is of type " + type.getTypeName()
                            + " and has @MaxLength, which is for String, CharSequence and byte[];"
                            + " remove the annotation");
        }
        final Scalar scalar = Scalar.of(type);
        if (scalar != null) {
            return fixed(declared.getName(), type, scalar.length());
        }
        if (type.isEnum()) {
            return fixed(declared.getName(), type, EnumValue.length(type));
        }
        if (type.isRecord()) {
            return nested(declared.getName(), path, type);
        }
        throw refused(path, "is of type " + type.getTypeName() + "; " + adviceFor(type));
    }

    private Component fixed(final String name, final Class<?> type, final int length) {
        final int offset = fixedLength;
        fixedLength = Math.addExact(fixedLength, length);
        return new Component(name, type, offset, length, length, List.of());
    }

    private Component variable(
            final String name, final String path, final Class<?> type, final @Nullable MaxLength maximum) {
        if (maximum == null) {
            throw refused(
                    path,
                    "is of type " + type.getTypeName() + " and has no maximum length; write `@MaxLength(64) "
                            + type.getSimpleName() + " " + name + "` with the most bytes it may take ("
                            + MaxLength.class.getName() + ")");
        }
        final int max = maximum.value();
        if (max < 1) {
            throw refused(path, "has @MaxLength(" + max + "); the maximum must be at least 1");
        }
        variables.add(new VariableValue(root.getSimpleName() + "." + path, type, max));
        return new Component(name, type, Component.NO_OFFSET, 0, max, List.of());
    }

    private Component nested(final String name, final String path, final Class<?> type) {
        if (enclosing.contains(type)) {
            throw refused(
                    path,
                    "is of type " + type.getTypeName() + ", which it is part of, so a message would never end;"
                            + " refer to the other message by an id");
        }
        final int offset = fixedLength;
        final List<Component> components = componentsOf(type, path + ".");
        final int length = fixedLength - offset;
        int maxLength = 0;
        for (final Component component : components) {
            final int prefix = VariableValue.isVariable(component.type()) ? VariableValue.PREFIX_LENGTH : 0;
            maxLength += prefix + component.maxLength();
        }
        return new Component(name, type, offset, length, maxLength, components);
    }

    private LayoutException refused(final String path, final String reason) {
        return LayoutException.ofComponent(root, path, reason);
    }

    private static String adviceFor(final Class<?> type) {
        final Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        if (primitive != type && primitive != void.class) {
            return "use " + primitive + ", as a message has no place for null here";
        }
        if (type.isArray()) {
            return "of arrays only byte[] with @MaxLength is possible; use one component per element, a nested record,"
                    + " or a registered MessageCodec";
        }
        if (Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return "publish one message per element, encode the elements into a byte[] with @MaxLength, or register a"
                    + " MessageCodec";
        }
        if (type == BigDecimal.class || type == BigInteger.class) {
            return "use a long in the smallest unit (a price in 1/10000, say) or a String with @MaxLength";
        }
        if (TemporalAccessor.class.isAssignableFrom(type)
                || TemporalAmount.class.isAssignableFrom(type)
                || Date.class.isAssignableFrom(type)) {
            return "use a long, such as nanoseconds since the epoch for a time and nanoseconds for a duration";
        }
        if (type == UUID.class) {
            return "use two long components, the most and the least significant bits";
        }
        if (type == Optional.class) {
            return "use the type inside; texts, byte[] and enums may be null, numbers may have a value that says none";
        }
        return "possible are primitives, enums, records, and String, CharSequence or byte[] with @MaxLength; make it"
                + " one of these, or register a MessageCodec for the whole message";
    }
}
