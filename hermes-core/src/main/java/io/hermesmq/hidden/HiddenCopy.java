package io.hermesmq.hidden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines hidden copies of a template class. A copy has its own code, its own profile and its own constants, so the compiler treats
 * it as if it had been written by hand for its one purpose; it is unloaded with its last object.
 *
 * <p>The template reads its constants with {@link #constant} in {@code static final} fields, and is never initialised itself.
 */
public final class HiddenCopy {

    private HiddenCopy() {}

    /**
     * Defines a copy and makes its one object.
     *
     * @param owner full lookup of a class in the package of the template.
     * @param template the class to copy.
     * @param constants what {@link #constant} finds in the copy.
     * @param constructor type of the constructor to call, returning void.
     * @param arguments of the constructor.
     * @return an object of the copy.
     */
    public static Object create(
            final MethodHandles.Lookup owner,
            final Class<?> template,
            final List<Object> constants,
            final MethodType constructor,
            final @Nullable Object... arguments) {
        try {
            final MethodHandles.Lookup copy = owner.defineHiddenClassWithClassData(bytesOf(template), constants, true);
            final MethodHandle handle = copy.findConstructor(copy.lookupClass(), constructor);
            return handle.invokeWithArguments(arguments);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("cannot define a copy of " + template.getName(), e);
        }
    }

    /**
     * A constant of a hidden copy, for its static initialiser.
     *
     * @param copy the lookup of the copy itself.
     * @param index of the constant.
     * @param type of the constant.
     * @param <T> of the constant.
     * @return the constant.
     */
    public static <T> T constant(final MethodHandles.Lookup copy, final int index, final Class<T> type) {
        try {
            return MethodHandles.classDataAt(copy, "_", type, index);
        } catch (final IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static byte[] bytesOf(final Class<?> template) {
        final String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " of package " + template.getPackageName()
                        + " cannot be read; repackaging must keep the classes of Hermes as resources");
            }
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
