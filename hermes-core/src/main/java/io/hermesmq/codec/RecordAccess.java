package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;

/**
 * The constructor and the accessors of a record, of any visibility and class loader.
 *
 * @param constructor {@code (C1..Cn)T}.
 * @param accessors {@code (T)Ci} for every component.
 */
@SuppressWarnings("ArrayRecordComponent") // passed to MethodHandles as it is, and seen by this package only
record RecordAccess(MethodHandle constructor, MethodHandle[] accessors) {

    static RecordAccess of(final Class<?> type) {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            final RecordComponent[] components = type.getRecordComponents();
            final MethodHandle[] accessors = new MethodHandle[components.length];
            MethodType signature = methodType(void.class);
            for (int i = 0; i < components.length; i++) {
                accessors[i] = lookup.unreflect(components[i].getAccessor());
                signature = signature.appendParameterTypes(components[i].getType());
            }
            return new RecordAccess(lookup.findConstructor(type, signature), accessors);
        } catch (final ReflectiveOperationException e) {
            throw LayoutException.ofRecord(
                    type,
                    "is closed to Hermes (" + e.getMessage() + "); add `opens " + type.getPackageName()
                            + ";` to its module-info.java",
                    e);
        }
    }

    /** Makes of {@code (P..., C1..Cn)R} a handle {@code (P..., T)R} that reads the components of a record. */
    MethodHandle collapse(final MethodHandle spread) {
        final int prefix = spread.type().parameterCount() - accessors.length;
        final Class<?> type = constructor.type().returnType();
        if (accessors.length == 0) {
            return MethodHandles.dropArguments(spread, prefix, type);
        }
        final MethodHandle filtered = MethodHandles.filterArguments(spread, prefix, accessors);
        final int[] order = new int[prefix + accessors.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = Math.min(i, prefix);
        }
        final MethodType collapsed =
                filtered.type().dropParameterTypes(prefix, order.length).appendParameterTypes(type);
        return MethodHandles.permuteArguments(filtered, collapsed, order);
    }
}
