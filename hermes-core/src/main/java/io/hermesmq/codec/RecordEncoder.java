package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.codec.RecordLayout.Component;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Composes the handles that measure and write one record of a layout, and through further encoders the records nested
 * in it. All take the components of the record one by one: {@code (..., C1..Cn)}.
 */
final class RecordEncoder {

    private static final MethodType MEASURE = methodType(int.class, int.class);
    private static final MethodType WRITE_FIXED = methodType(void.class, int.class, UnsafeBuffer.class);
    private static final MethodType WRITE_VARIABLE = methodType(int.class, int.class, UnsafeBuffer.class);

    private final RecordAccess access;
    private final List<Class<?>> types;
    private final List<MethodHandle> measures = new ArrayList<>();
    private final List<MethodHandle> fixedWriters = new ArrayList<>();
    private final List<MethodHandle> variableWriters = new ArrayList<>();

    private RecordEncoder(
            final String path,
            final Class<?> type,
            final List<Component> components,
            final Iterator<VariableValue> variables) {
        access = RecordAccess.of(type);
        types = access.constructor().type().parameterList();
        for (int i = 0; i < components.size(); i++) {
            final Component component = components.get(i);
            if (component.type().isRecord()) {
                addNested(i, path + "." + component.name(), component, variables);
            } else if (VariableValue.isVariable(component.type())) {
                addVariable(i, variables.next());
            } else {
                fixedWriters.add(spread(WRITE_FIXED, i, fixedWriter(component)));
            }
        }
    }

    static RecordEncoder of(final RecordLayout layout) {
        return new RecordEncoder(
                layout.type().getSimpleName(),
                layout.type(),
                layout.components(),
                layout.variables().iterator());
    }

    /** {@code (int sum, C1..Cn)int}: adds the bytes of all variable-length values to the sum. */
    MethodHandle measure() {
        return Handles.thread(MEASURE.appendParameterTypes(types), measures);
    }

    /** {@code (int offset, UnsafeBuffer, C1..Cn)void}: writes the fixed block, offset is where the payload starts. */
    MethodHandle writeFixed() {
        return Handles.sequence(WRITE_FIXED.appendParameterTypes(types), fixedWriters);
    }

    /**
     * {@code (int position, UnsafeBuffer, C1..Cn)int}: writes the variable-length values, returns the position behind.
     */
    MethodHandle writeVariable() {
        return Handles.thread(WRITE_VARIABLE.appendParameterTypes(types), variableWriters);
    }

    /** Makes of {@code (P..., C1..Cn)R} a handle {@code (P..., T)R}. */
    MethodHandle collapse(final MethodHandle spread) {
        return access.collapse(spread);
    }

    private void addNested(
            final int index, final String path, final Component component, final Iterator<VariableValue> variables) {
        final RecordEncoder nested = new RecordEncoder(path, component.type(), component.components(), variables);
        final MethodHandle check = Handles.find(
                        RecordEncoder.class, "requirePresent", methodType(void.class, String.class, Object.class), path)
                .asType(methodType(void.class, component.type()));
        final MethodHandle measure = MethodHandles.foldArguments(
                nested.collapse(nested.measure()), MethodHandles.dropArguments(check, 0, int.class));
        measures.add(spread(MEASURE, index, measure));
        if (component.fixedLength() > 0) {
            fixedWriters.add(spread(WRITE_FIXED, index, nested.collapse(nested.writeFixed())));
        }
        if (component.variableCount() > 0) {
            variableWriters.add(spread(WRITE_VARIABLE, index, nested.collapse(nested.writeVariable())));
        }
    }

    private void addVariable(final int index, final VariableValue variable) {
        measures.add(spread(MEASURE, index, variable.measure()));
        variableWriters.add(spread(WRITE_VARIABLE, index, variable.writer()));
    }

    private static MethodHandle fixedWriter(final Component component) {
        final Scalar scalar = Scalar.of(component.type());
        return scalar != null
                ? scalar.writer(component.offset())
                : EnumValue.writer(component.type(), component.offset());
    }

    /** Makes of {@code (P..., Ci)R} a handle {@code (P..., C1..Cn)R} that ignores the other components. */
    private MethodHandle spread(final MethodType prefix, final int index, final MethodHandle handle) {
        final int before = prefix.parameterCount();
        final MethodHandle padded =
                MethodHandles.dropArguments(handle, before + 1, types.subList(index + 1, types.size()));
        return MethodHandles.dropArguments(padded, before, types.subList(0, index));
    }

    static void requirePresent(final String path, final @Nullable Object value) {
        if (value == null) {
            throw new MessageEncodingException(
                    "component '" + path + "' is null; a nested record is part of its message and must be given");
        }
    }
}
