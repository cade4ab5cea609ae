package io.hermesmq.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.annotation.DefaultValue;
import io.hermesmq.annotation.MaxLength;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Collects the defaults of components as the bytes that a payload has for them. For one thread. */
final class ComponentDefaults {

    private final ByteArrayOutputStream fixed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream variable = new ByteArrayOutputStream();

    byte[] fixed() {
        return fixed.toByteArray();
    }

    byte[] variable() {
        return variable.toByteArray();
    }

    /** Whether a component says what it is in messages without it. */
    static boolean isStated(final RecordComponent component) {
        if (!component.getType().isRecord()) {
            return component.isAnnotationPresent(DefaultValue.class);
        }
        for (final RecordComponent inner : component.getType().getRecordComponents()) {
            if (!isStated(inner)) {
                return false;
            }
        }
        return true;
    }

    /** Why the default of a component cannot be, or null where it can be or there is none. */
    static @Nullable String fault(final RecordComponent component) {
        final DefaultValue stated = component.getAnnotation(DefaultValue.class);
        if (stated == null) {
            return null;
        }
        if (component.getType().isRecord()) {
            return "is a record and has @DefaultValue; give the components of "
                    + component.getType().getSimpleName() + " defaults instead";
        }
        try {
            new ComponentDefaults().add(component);
            return null;
        } catch (final IllegalArgumentException e) {
            return "has @DefaultValue(\"" + stated.value().replace("\0", "\\0") + "\"), which is no "
                    + component.getType().getSimpleName() + " (" + e.getMessage() + ")";
        }
    }

    /** Adds the default of a component that states one. */
    void add(final RecordComponent component) {
        final Class<?> type = component.getType();
        if (type.isRecord()) {
            for (final RecordComponent inner : type.getRecordComponents()) {
                add(inner);
            }
            return;
        }
        final String text = component.getAnnotation(DefaultValue.class).value();
        if (VariableValue.isVariable(type)) {
            final MaxLength maximum = component.getAnnotation(MaxLength.class);
            addVariable(type, text, maximum == null ? Integer.MAX_VALUE : maximum.value());
        } else if (type.isEnum()) {
            addEnum(type, text);
        } else {
            addScalar(type, text);
        }
    }

    private void addVariable(final Class<?> type, final String text, final int maximum) {
        if (text.equals(DefaultValue.NULL)) {
            variable.writeBytes(littleEndian(-1));
            return;
        }
        final byte[] bytes = VariableValue.isText(type)
                ? text.getBytes(UTF_8)
                : HexFormat.of().parseHex(text);
        if (bytes.length > maximum) {
            throw new IllegalArgumentException(bytes.length + " bytes, its maximum is " + maximum);
        }
        variable.writeBytes(littleEndian(bytes.length));
        variable.writeBytes(bytes);
    }

    @SuppressWarnings("EnumOrdinal") // the order of the constants is part of the layout
    private void addEnum(final Class<?> type, final String text) {
        final int length = EnumValue.length(type);
        int ordinal = text.equals(DefaultValue.NULL) ? -1 : -2;
        for (final Enum<?> constant : EnumValue.constants(type)) {
            if (constant.name().equals(text)) {
                ordinal = constant.ordinal();
            }
        }
        if (ordinal == -2) {
            throw new IllegalArgumentException("use the name of a constant");
        }
        fixed.write(ordinal);
        if (length == 2) {
            fixed.write(ordinal >> 8);
        }
    }

    private void addScalar(final Class<?> type, final String text) {
        final Scalar scalar = Scalar.of(type);
        if (scalar == null) {
            throw new IllegalArgumentException("this type has none");
        }
        final byte[] array = new byte[scalar.length()];
        final ByteBuffer bytes = ByteBuffer.wrap(array).order(LITTLE_ENDIAN);
        switch (scalar) {
            case BOOL -> bytes.put((byte) (booleanOf(text) ? 1 : 0));
            case INT8 -> bytes.put(Byte.decode(text));
            case INT16 -> bytes.putShort(Short.decode(text));
            case CHAR16 -> bytes.putChar(charOf(text));
            case INT32 -> bytes.putInt(Integer.decode(text));
            case INT64 -> bytes.putLong(Long.decode(text));
            case FLOAT32 -> bytes.putFloat(Float.parseFloat(text));
            case FLOAT64 -> bytes.putDouble(Double.parseDouble(text));
        }
        fixed.writeBytes(array);
    }

    private static boolean booleanOf(final String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("use true or false");
        }
        return text.equals("true");
    }

    private static char charOf(final String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("use one character");
        }
        return text.charAt(0);
    }

    private static byte[] littleEndian(final int value) {
        final byte[] bytes = new byte[Integer.BYTES];
        ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).putInt(value);
        return bytes;
    }
}
