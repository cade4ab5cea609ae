package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.PayloadCheck;
import io.hermesmq.PayloadChecks;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/** Composes the check of a message between its decoding and its listener. Without a check there is nothing. */
final class PayloadGuard {

    private static final MethodHandle CHECKED;

    static {
        try {
            CHECKED = MethodHandles.lookup()
                    .findStatic(
                            PayloadGuard.class, "checked", methodType(Object.class, PayloadCheck.class, Object.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private PayloadGuard() {}

    /** {@code (UnsafeBuffer, int, int)T}, with the check behind it. */
    static MethodHandle checked(final MethodHandle decode, final @Nullable PayloadCheck check) {
        if (check == null) {
            return decode;
        }
        final Class<?> type = decode.type().returnType();
        return MethodHandles.filterReturnValue(decode, CHECKED.bindTo(check).asType(methodType(type, type)));
    }

    /** A check needs the message as one object; a listener that gets no such object cannot have one. */
    static void refuse(final ListenerMethod listener, final PayloadChecks checks) {
        for (final Parameter parameter : listener.payload()) {
            if (checks.of(parameter) != null) {
                throw ListenerBindingException.of(
                        listener.method(),
                        parameter,
                        "it asks for a check of the message, but is only a part of it",
                        "take the whole message, as a record for example, or leave the annotation out",
                        null);
            }
        }
    }

    static Object checked(final PayloadCheck check, final Object message) {
        check.check(message);
        return message;
    }
}
