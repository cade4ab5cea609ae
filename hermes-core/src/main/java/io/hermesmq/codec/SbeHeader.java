package io.hermesmq.codec;

import java.lang.reflect.Method;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The message header in front of an SBE message: taken from the classes that the SBE generator put into the package of
 * the message, or the standard one where there are none.
 *
 * @param length of the header in bytes.
 * @param order of its bytes.
 * @param blockLength length of the root block.
 * @param templateId which message it is.
 * @param schemaId which schema the message belongs to.
 * @param version of the schema that the message was written with.
 */
record SbeHeader(int length, ByteOrder order, Field blockLength, Field templateId, Field schemaId, Field version) {

    private static final SbeHeader STANDARD = new SbeHeader(
            8, ByteOrder.LITTLE_ENDIAN, new Field(0, 2), new Field(2, 2), new Field(4, 2), new Field(6, 2));

    /** The header that travels with a flyweight. */
    static SbeHeader of(final Class<?> flyweight) {
        final Class<?> decoder = neighbour(flyweight, "MessageHeaderDecoder");
        final Class<?> generated = decoder != null ? decoder : neighbour(flyweight, "MessageHeaderEncoder");
        return generated != null ? describedBy(generated) : STANDARD;
    }

    private static @Nullable Class<?> neighbour(final Class<?> flyweight, final String name) {
        final String own = flyweight.getName();
        final String prefix = own.substring(0, own.lastIndexOf('.') + 1);
        try {
            return Class.forName(prefix + name, true, flyweight.getClassLoader());
        } catch (final ClassNotFoundException e) {
            return null;
        }
    }

    private static SbeHeader describedBy(final Class<?> generated) {
        try {
            return new SbeHeader(
                    generated.getField("ENCODED_LENGTH").getInt(null),
                    (ByteOrder) generated.getField("BYTE_ORDER").get(null),
                    field(generated, "blockLength"),
                    field(generated, "templateId"),
                    field(generated, "schemaId"),
                    field(generated, "version"));
        } catch (final ReflectiveOperationException e) {
            throw new UnsupportedMessageTypeException(
                    "cannot learn the SBE message header from " + generated.getTypeName() + " (" + e
                            + "); generate it anew with a current sbe-tool",
                    e);
        }
    }

    private static Field field(final Class<?> generated, final String name) throws ReflectiveOperationException {
        final Field field =
                new Field(constant(generated, name + "EncodingOffset"), constant(generated, name + "EncodingLength"));
        if (field.length() != 1 && field.length() != 2 && field.length() != 4) {
            throw new UnsupportedMessageTypeException("field " + name + " of the SBE message header "
                    + generated.getTypeName() + " has " + field.length() + " bytes; 1, 2 and 4 are possible");
        }
        return field;
    }

    private static int constant(final Class<?> generated, final String name) throws ReflectiveOperationException {
        final Method method = generated.getMethod(name);
        return (int) method.invoke(null);
    }

    int get(final Field field, final UnsafeBuffer buffer, final int offset) {
        final int index = offset + field.offset();
        return switch (field.length()) {
            case 1 -> buffer.getByte(index) & 0xFF;
            case 2 -> buffer.getShort(index, order) & 0xFFFF;
            default -> buffer.getInt(index, order);
        };
    }

    void put(final Field field, final UnsafeBuffer buffer, final int offset, final int value) {
        final int index = offset + field.offset();
        switch (field.length()) {
            case 1 -> buffer.putByte(index, (byte) value);
            case 2 -> buffer.putShort(index, (short) value, order);
            default -> buffer.putInt(index, value, order);
        }
    }

    /**
     * An unsigned field of the header.
     *
     * @param offset in the header.
     * @param length in bytes.
     */
    record Field(int offset, int length) {}
}
