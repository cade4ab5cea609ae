package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts guards in front of a handler, composed to one handle. The first of them sees a message first; what one keeps away does not count as
 * delivered.
 */
final class HandlerChain {

    private static final MethodHandle ADMITS;
    private static final MethodHandle PASS_OVER;

    static {
        try {
            ADMITS = MethodHandles.lookup()
                    .findVirtual(
                            FrameGuard.class,
                            "admits",
                            methodType(boolean.class, UnsafeBuffer.class, int.class, int.class));
            PASS_OVER = MethodHandles.lookup().findVirtual(ListenerCounters.class, "passOver", methodType(void.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private HandlerChain() {}

    static MethodHandle guarded(
            final MethodHandle handler, final List<FrameGuard> guards, final ListenerCounters counters) {
        MethodHandle handle = handler;
        final MethodHandle pass = MethodHandles.dropArguments(
                PASS_OVER.bindTo(counters), 0, handle.type().parameterList());
        for (int i = guards.size() - 1; i >= 0; i--) {
            final MethodHandle admits =
                    MethodHandles.dropArguments(ADMITS.bindTo(guards.get(i)), 3, MessageContext.class);
            handle = MethodHandles.guardWithTest(admits, handle, pass);
        }
        return handle;
    }
}
