package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.memory.OffHeap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a record. Besides whole records it measures, writes and reads their components one by one, so that a
 * publisher or a listener whose parameters are the components needs no record at all.
 *
 * <p>Nothing is allocated but the strings and byte arrays that a listener gets, and the record itself where it escapes.
 * Immutable; serves any number of publishers and listeners.
 */
public final class RecordCodec implements PayloadCodec {

    private final RecordLayout layout;
    private final RecordDecoder decoder;
    private final MethodHandle length;
    private final MethodHandle encode;
    private final MethodHandle decode;
    private final MethodHandle spreadLength;
    private final MethodHandle spreadEncode;

    private RecordCodec(final RecordLayout layout) {
        this.layout = layout;
        decoder = new RecordDecoder(layout);
        final RecordEncoder encoder = RecordEncoder.of(layout);
        spreadLength = MethodHandles.insertArguments(encoder.measure(), 0, layout.fixedLength());
        spreadEncode = spreadEncode(encoder, layout);
        length = MethodHandles.foldArguments(encoder.collapse(spreadLength), present(layout.type()));
        encode = encoder.collapse(spreadEncode);
        decode = decoder.decode(
                RecordAccess.of(layout.type()).constructor(),
                IntStream.range(0, layout.components().size()).toArray());
    }

    /**
     * Creates the codec of a record.
     *
     * @param type the record, of any visibility and class loader.
     * @return its codec.
     * @throws LayoutException where the record cannot be laid out; the text names the component and the remedy.
     */
    public static RecordCodec of(final Class<? extends Record> type) {
        return new RecordCodec(RecordLayout.of(type));
    }

    private static MethodHandle spreadEncode(final RecordEncoder encoder, final RecordLayout layout) {
        final MethodHandle room = Handles.find(
                RecordCodec.class,
                "requireRoom",
                methodType(void.class, int.class, int.class, UnsafeBuffer.class),
                layout.fixedLength());
        final MethodHandle fixed = MethodHandles.foldArguments(encoder.writeFixed(), room);
        if (layout.isFixedLength()) {
            return Handles.swapped(fixed);
        }
        final MethodHandle behindFixed =
                Handles.find(Integer.class, "sum", methodType(int.class, int.class, int.class), layout.fixedLength());
        final MethodHandle variable = MethodHandles.filterArguments(encoder.writeVariable(), 0, behindFixed);
        return Handles.swapped(MethodHandles.foldArguments(MethodHandles.dropReturn(variable), fixed));
    }

    /** Checks once for all components that the fixed block may be written. */
    static void requireRoom(final int fixedLength, final int offset, final UnsafeBuffer buffer) {
        OffHeap.address(buffer, offset, fixedLength);
    }

    private static MethodHandle present(final Class<?> type) {
        return Handles.find(
                        RecordCodec.class,
                        "requirePresent",
                        methodType(void.class, String.class, Object.class),
                        type.getSimpleName())
                .asType(methodType(void.class, type));
    }

    static void requirePresent(final String record, final @Nullable Object message) {
        if (message == null) {
            throw new MessageEncodingException("message is null; publish a " + record);
        }
    }

    /**
     * Where the components lie.
     *
     * @return the layout of the record.
     */
    public RecordLayout layout() {
        return layout;
    }

    @Override
    public Class<? extends Record> messageType() {
        return layout.type();
    }

    @Override
    public int maxLength() {
        return layout.maxLength();
    }

    @Override
    public boolean isFixedLength() {
        return layout.isFixedLength();
    }

    @Override
    public boolean runsUserCode() {
        return false;
    }

    @Override
    public long fingerprint() {
        return layout.fingerprint();
    }

    @Override
    public String describe() {
        return layout.describe();
    }

    @Override
    public MethodHandle length() {
        return length;
    }

    @Override
    public MethodHandle encode() {
        return encode;
    }

    @Override
    public MethodHandle decode() {
        return decode;
    }

    /**
     * Measures a message that is given by its components: {@code (C1..Cn)int}. A call throws
     * {@link MessageEncodingException} where they cannot be encoded.
     *
     * @return the handle.
     */
    public MethodHandle spreadLength() {
        return spreadLength;
    }

    /**
     * Writes a message that is given by its components and was measured: {@code (UnsafeBuffer, int offset,
     * C1..Cn)void}.
     *
     * @return the handle.
     */
    public MethodHandle spreadEncode() {
        return spreadEncode;
    }

    /**
     * Reads one component: {@code (UnsafeBuffer, int offset, int length)Ci}. A call checks no more of the payload than
     * it needs to find the component, and throws {@link MessageDecodingException} where that is damaged.
     *
     * @param index of the component in the record, from 0.
     * @return the handle.
     * @throws IndexOutOfBoundsException where the record has no such component.
     */
    public MethodHandle component(final int index) {
        return decoder.decode(
                MethodHandles.identity(layout.components().get(index).type()), index);
    }

    /** Hashes the bytes of a text or byte array in place, for {@link KeyHash}: {@code (UnsafeBuffer, int, int)long}. */
    MethodHandle contentHash(final int index) {
        return decoder.contentHash(index);
    }

    /**
     * Reads several components into the first parameters of a method: of {@code (Ci, Cj, ..., rest...)R} becomes {@code
     * (UnsafeBuffer, int offset, int length, rest...)R}. Cheaper than one {@link #component} for each, as the payload
     * is checked and walked once.
     *
     * @param target the method; its first parameters have exactly the types of the components.
     * @param indexes of the components in the record, one for each of these parameters.
     * @return the handle.
     * @throws IndexOutOfBoundsException where the record has no such component.
     * @throws IllegalArgumentException where a parameter has not the type of its component.
     */
    public MethodHandle spreadDecode(final MethodHandle target, final int... indexes) {
        final MethodType type = target.type();
        for (int i = 0; i < indexes.length; i++) {
            final RecordLayout.Component component = layout.components().get(indexes[i]);
            if (i >= type.parameterCount() || type.parameterType(i) != component.type()) {
                throw new IllegalArgumentException("parameter " + i + " of " + type + " is not of type "
                        + component.type().getTypeName() + ", as component '" + component.name() + "' of "
                        + layout.type().getTypeName() + " is");
            }
        }
        return decoder.decode(target, indexes);
    }
}
