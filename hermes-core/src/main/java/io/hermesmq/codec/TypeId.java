package io.hermesmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.annotation.MessageType;

/**
 * The number by which frames tell types of messages apart: the 32-bit FNV-1a hash of the type's name in UTF-8. The lowest numbers are
 * Hermes' own; a hash among them has its highest bit set.
 */
public final class TypeId {

    /** No type. */
    public static final int NONE = 0;

    private static final int RESERVED = 16;
    private static final int FNV_OFFSET_BASIS = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private TypeId() {}

    /**
     * The name of a type of messages. One that travels as the JSON of another type has the name of that.
     *
     * @param type of the messages.
     * @return what {@link MessageType} says, or the simple name of the class.
     */
    public static String nameOf(final Class<?> type) {
        final Class<?> json = JsonType.of(type);
        final Class<?> named = json == null ? type : json;
        final MessageType annotation = named.getAnnotation(MessageType.class);
        return annotation == null || annotation.value().isBlank() ? named.getSimpleName() : annotation.value();
    }

    /**
     * The id of a type of messages.
     *
     * @param type of the messages.
     * @return the same in every JVM, never {@link #NONE}.
     */
    public static int of(final Class<?> type) {
        return of(nameOf(type));
    }

    /**
     * The id of a name.
     *
     * @param name of a type.
     * @return the same in every JVM, never {@link #NONE}.
     */
    public static int of(final String name) {
        int hash = FNV_OFFSET_BASIS;
        for (final byte b : name.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash >= 0 && hash < RESERVED ? hash | Integer.MIN_VALUE : hash;
    }

    /**
     * The id of what a codec handles.
     *
     * @param codec of the messages.
     * @return the id, or {@link #NONE} where messages are bytes, text or SBE, which have no type of their own.
     */
    public static int of(final PayloadCodec codec) {
        return isTyped(codec) ? of(codec.messageType()) : NONE;
    }

    /**
     * Whether messages of a codec can be told apart from others.
     *
     * @param codec of the messages.
     * @return true for records and for what a registered codec handles.
     */
    public static boolean isTyped(final PayloadCodec codec) {
        return codec instanceof RecordCodec || codec.runsUserCode();
    }
}
