package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.ConfigurationException;
import io.hermesmq.annotation.MessageKey;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one component of a record where it lies in a payload: nothing is decoded besides, nothing allocated. Equal values have
 * equal hashes, also as another numeric type. Positions of groups on disk rely on the hash, so it never changes:
 *
 * <ul>
 *   <li>whole numbers, characters and booleans (0, 1): {@link #mix} of the value as a long,
 *   <li>an enum: of its ordinal, null of -1,
 *   <li>floating point: of the bits as a double, with one zero and one NaN,
 *   <li>text and bytes: mixed over their little-endian longs, the last one filled up with zeros, beginning with the length; null as length -1.
 * </ul>
 *
 * <p>A record, so that the compiler takes the handle for the constant that it is.
 *
 * @param component the name of the component.
 * @param handle {@code (UnsafeBuffer, int payloadOffset, int payloadLength)long}.
 */
public record KeyHash(String component, MethodHandle handle) {

    /** The hash of a payload in which the component cannot be found. */
    public static final long UNREADABLE = 0;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final int HASH_BITS = 32;

    /**
     * The hash of one component of a record.
     *
     * @param codec of the record.
     * @param component its name.
     * @param user who wants it, for errors: {@code "listener 'x'"}.
     * @return the hash.
     * @throws ConfigurationException where there is no such component, or it can be no key; the message says which could.
     */
    public static KeyHash of(final RecordCodec codec, final String component, final String user) {
        final List<RecordLayout.Component> components = codec.layout().components();
        final String record = codec.messageType().getSimpleName();
        for (int i = 0; i < components.size(); i++) {
            final Class<?> type = components.get(i).type();
            if (components.get(i).name().equals(component)) {
                if (type.isRecord()) {
                    throw new ConfigurationException(
                            "key",
                            user + " shares messages by key '" + component + "', which is a record itself",
                            "use one of " + possibleKeys(codec) + " of " + record
                                    + ", or add a component that tells the " + type.getSimpleName() + " apart");
                }
                return new KeyHash(component, handle(codec, i, type));
            }
        }
        throw new ConfigurationException(
                "key",
                user + " shares messages by key '" + component + "', but " + record + " has no such component",
                "use one of " + possibleKeys(codec));
    }

    private static List<String> possibleKeys(final RecordCodec codec) {
        return codec.layout().components().stream()
                .filter(component -> !component.type().isRecord())
                .map(RecordLayout.Component::name)
                .toList();
    }

    /**
     * The component that a record says to be its key.
     *
     * @param type the record.
     * @return the name of the component with {@link MessageKey}, or null where there is none.
     * @throws ConfigurationException where several have it.
     */
    public static @Nullable String defaultKey(final Class<? extends Record> type) {
        final List<String> keys = Arrays.stream(type.getRecordComponents())
                .filter((AnnotatedElement component) -> component.isAnnotationPresent(MessageKey.class))
                .map(RecordComponent::getName)
                .toList();
        if (keys.size() > 1) {
            throw new ConfigurationException(
                    "key",
                    type.getSimpleName() + " has @MessageKey on "
                            + keys.stream().collect(Collectors.joining(" and ")),
                    "leave one; for a key of several values, add a component that has them all");
        }
        return keys.isEmpty() ? null : keys.get(0);
    }

    private static MethodHandle handle(final RecordCodec codec, final int index, final Class<?> type) {
        if (VariableValue.isVariable(type)) {
            return codec.contentHash(index);
        }
        final Class<?> hashed;
        if (type.isEnum()) {
            hashed = Enum.class;
        } else if (type == float.class || type == double.class) {
            hashed = double.class;
        } else if (type == boolean.class) {
            hashed = boolean.class;
        } else {
            hashed = long.class;
        }
        final MethodHandle hash = Handles.find(KeyHash.class, "hash", methodType(long.class, hashed));
        return MethodHandles.filterReturnValue(codec.component(index), hash.asType(methodType(long.class, type)));
    }

    /**
     * The hash of a message.
     *
     * @param buffer that holds it.
     * @param offset of the payload.
     * @param length of the payload.
     * @return the hash, or {@link #UNREADABLE} where the payload is too damaged for it.
     */
    public long of(final UnsafeBuffer buffer, final int offset, final int length) {
        try {
            return (long) handle.invokeExact(buffer, offset, length);
        } catch (final MessageDecodingException e) {
            return UNREADABLE; // whoever gets the message will find the same, and say so
        } catch (final Throwable e) {
            LangUtil.rethrowUnchecked(e);
            throw new AssertionError(e);
        }
    }

    /**
     * The member of a group that messages of a hash belong to. By the upper half of the hash, without a division.
     *
     * @param hash of the key.
     * @param members of the group.
     * @return from 0 to less than their number.
     */
    public static int memberOf(final long hash, final int members) {
        return (int) (((hash >>> HASH_BITS) * members) >>> HASH_BITS);
    }

    static long hash(final long value) {
        return mix(value + GOLDEN);
    }

    static long hash(final boolean value) {
        return hash(value ? 1L : 0L);
    }

    static long hash(final double value) {
        return hash(value == 0 ? 0L : Double.doubleToLongBits(value));
    }

    @SuppressWarnings("EnumOrdinal") // a layout lets constants be added at the end only
    static long hash(final @Nullable Enum<?> value) {
        return hash(value == null ? -1L : value.ordinal());
    }

    /** Over bytes that were checked to be there; length -1 is null. */
    static long hash(final UnsafeBuffer buffer, final int offset, final int length) {
        long hash = hash((long) length);
        int at = offset;
        final int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ buffer.getLong(at, LITTLE_ENDIAN));
        }
        if (at < end) {
            long rest = 0;
            for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
                rest |= (buffer.getByte(at) & 0xFFL) << shift;
            }
            hash = mix(hash ^ rest);
        }
        return hash;
    }

    /** The finalizer that David Stafford found as his variant 13, known from SplittableRandom. */
    static long mix(final long value) {
        final long once = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        final long twice = (once ^ (once >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return twice ^ (twice >>> 31);
    }
}
