package io.hermesmq.codec;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.codec.RecordLayout.Component;
import io.hermesmq.memory.OffHeap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Composes the handles that read a record, or some of its components, from a payload.
 *
 * <p>Components of fixed length are read where the layout says. The others lie behind each other, so the position of
 * each follows from the length of the one before. Positions are computed first and once, by walking the length prefixes
 * up to the last value that is wanted; after that every component has a reader of one common type, the <em>view</em>:
 * {@code (int p[m-1], ..., int p[0], UnsafeBuffer, int offset, int length)}.
 */
final class RecordDecoder {

    private static final MethodType PAYLOAD = methodType(void.class, UnsafeBuffer.class, int.class, int.class);

    private final RecordLayout layout;

    RecordDecoder(final RecordLayout layout) {
        this.layout = layout;
    }

    /**
     * Fills the first parameters of a target with components: of {@code (Ci..., rest...)R} becomes
     * {@code (UnsafeBuffer, int offset, int length, rest...)R}.
     */
    MethodHandle decode(final MethodHandle target, final int... indexes) {
        final int positions = positionsFor(indexes);
        final List<MethodHandle> readers = new ArrayList<>();
        for (final int index : indexes) {
            final Component component = layout.components().get(index);
            readers.add(reader(component, layout.type().getSimpleName(), variablesBefore(index), positions));
        }
        return locate(fill(target, readers, positions), positions);
    }

    /** Hashes the bytes of a text or byte array where they lie: {@code (UnsafeBuffer, int offset, int length)long}. */
    MethodHandle contentHash(final int index) {
        final int variable = variablesBefore(index);
        final int positions = variable + 1;
        final MethodHandle hash = inView(layout.variables().get(variable).hash(), variable, positions);
        return locate(fill(MethodHandles.identity(long.class), List.of(hash), positions), positions);
    }

    /** How many variable-length values have to be found to read these components. */
    private int positionsFor(final int... indexes) {
        int positions = 0;
        for (final int index : indexes) {
            final int own = layout.components().get(index).variableCount();
            if (own > 0) {
                positions = Math.max(positions, variablesBefore(index) + own);
            }
        }
        return positions;
    }

    private int variablesBefore(final int index) {
        return layout.components().subList(0, index).stream()
                .mapToInt(Component::variableCount)
                .sum();
    }

    /** {@code (view)Ci}. */
    private MethodHandle reader(
            final Component component, final String parent, final int firstVariable, final int positions) {
        final Class<?> type = component.type();
        final String path = parent + "." + component.name();
        if (type.isRecord()) {
            return nestedReader(component, path, firstVariable, positions);
        }
        if (VariableValue.isVariable(type)) {
            return inView(layout.variables().get(firstVariable).reader(), firstVariable, positions);
        }
        final Scalar scalar = Scalar.of(type);
        final MethodHandle reader =
                scalar != null ? scalar.reader(component.offset()) : EnumValue.reader(type, component.offset(), path);
        return dropArguments(dropArguments(reader, 2, int.class), 0, ints(positions));
    }

    private MethodHandle nestedReader(
            final Component nested, final String path, final int firstVariable, final int positions) {
        final List<MethodHandle> readers = new ArrayList<>();
        int variable = firstVariable;
        for (final Component component : nested.components()) {
            readers.add(reader(component, path, variable, positions));
            variable += component.variableCount();
        }
        return fill(RecordAccess.of(nested.type()).constructor(), readers, positions);
    }

    /** Of {@code (int p[variable], UnsafeBuffer, int, int)R} to {@code (view)R}. */
    private static MethodHandle inView(final MethodHandle handle, final int variable, final int positions) {
        return dropArguments(dropArguments(handle, 1, ints(variable)), 0, ints(positions - 1 - variable));
    }

    /** Of {@code (C1..Ck, rest...)R} to {@code (view, rest...)R}. */
    private static MethodHandle fill(final MethodHandle target, final List<MethodHandle> readers, final int positions) {
        final List<Class<?>> view =
                PAYLOAD.insertParameterTypes(0, ints(positions)).parameterList();
        MethodHandle filled = dropArguments(target, readers.size(), view);
        for (int i = 0; i < readers.size(); i++) {
            final List<Class<?>> unread = filled.type().parameterList().subList(1, readers.size() - i);
            filled = foldArguments(filled, dropArguments(readers.get(i), 0, unread));
        }
        return filled;
    }

    /** Of {@code (view, rest...)R} to {@code (UnsafeBuffer, int, int, rest...)R}. */
    private MethodHandle locate(final MethodHandle viewing, final int positions) {
        MethodHandle located = viewing;
        for (int i = positions - 1; i > 0; i--) {
            final MethodHandle skip = layout.variables().get(i - 1).skip();
            located = foldArguments(located, dropArguments(skip, 1, ints(i - 1)));
        }
        final MethodType type =
                methodType(int.class, String.class, int.class, UnsafeBuffer.class, int.class, int.class);
        final MethodHandle start = Handles.find(
                RecordDecoder.class, "fixedEnd", type, layout.type().getSimpleName(), layout.fixedLength());
        return foldArguments(
                located, positions > 0 ? start : start.asType(start.type().changeReturnType(void.class)));
    }

    /** Checks once for all components that the fixed block may be read, and returns the offset behind it. */
    static int fixedEnd(
            final String record, final int fixedLength, final UnsafeBuffer buffer, final int offset, final int length) {
        if (length < fixedLength) {
            throw new MessageDecodingException("payload of " + length + " bytes is too short for " + record
                    + ", which has at least " + fixedLength
                    + "; it is damaged, or was written with another layout");
        }
        OffHeap.address(buffer, offset, length);
        return offset + fixedLength;
    }

    private static List<Class<?>> ints(final int count) {
        return Collections.nCopies(count, int.class);
    }
}
