package io.hermesmq.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Joins method handles. The results nest deep, but become flat code where they are constant.
 */
final class Handles {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Handles() {}

    /** A static method, with its first parameters bound. */
    static MethodHandle find(
            final Class<?> owner, final String name, final MethodType type, final Object... firstArguments) {
        try {
            return MethodHandles.insertArguments(LOOKUP.findStatic(owner, name, type), 0, firstArguments);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("no method " + name + type + " in " + owner, e);
        }
    }

    /** Calls handles of one type {@code (A...)void} one after the other. */
    static MethodHandle sequence(final MethodType type, final List<MethodHandle> steps) {
        if (steps.isEmpty()) {
            return MethodHandles.empty(type);
        }
        MethodHandle joined = steps.get(steps.size() - 1);
        for (int i = steps.size() - 2; i >= 0; i--) {
            joined = MethodHandles.foldArguments(joined, steps.get(i));
        }
        return joined;
    }

    /**
     * Calls handles of one type {@code (int, A...)int} one after the other, each with the int the last one returned.
     */
    static MethodHandle thread(final MethodType type, final List<MethodHandle> steps) {
        if (steps.isEmpty()) {
            final List<Class<?>> rest = type.parameterList().subList(1, type.parameterCount());
            return MethodHandles.dropArguments(MethodHandles.identity(int.class), 1, rest);
        }
        MethodHandle joined = steps.get(steps.size() - 1);
        for (int i = steps.size() - 2; i >= 0; i--) {
            joined = MethodHandles.foldArguments(MethodHandles.dropArguments(joined, 1, int.class), steps.get(i));
        }
        return joined;
    }

    /** Swaps the first two parameters. */
    static MethodHandle swapped(final MethodHandle handle) {
        final MethodType type = handle.type();
        final int[] order = new int[type.parameterCount()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < 2 ? 1 - i : i;
        }
        final MethodType swapped =
                type.changeParameterType(0, type.parameterType(1)).changeParameterType(1, type.parameterType(0));
        return MethodHandles.permuteArguments(handle, swapped, order);
    }
}
