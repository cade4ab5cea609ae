package io.hermesmq.dispatch;

import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageContext;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.codec.MessageDecodingException;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Composes the handlers of a listener to the one handle of its loop, {@code (UnsafeBuffer, int payloadOffset, int payloadLength,
 * MessageContext)void}:
 *
 * <pre>
 *   no extension possible:  handler(payload)
 *   else:                   if (no extension) handler(payload)
 *                           else check its length, pass over what has expired,
 *                                if (type id is A) handlerA(payload behind it) else if ...
 * </pre>
 *
 * <p>The first form is what listeners have until somebody publishes an extension ({@link ExtensionUse}). Then the second one is put in
 * its place, behind the back of the running loop: the loop calls through a {@link MutableCallSite}, which the compiler takes for a constant,
 * and compiles anew when its target changes.
 */
final class FrameDispatch {

    static final MethodType HANDLER_TYPE =
            methodType(void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class);

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final TypedHandlers handlers;
    private final Lifetime lifetime;
    private final MethodHandle passOver;

    FrameDispatch(final TypedHandlers handlers, final Lifetime lifetime, final Counter unhandled) {
        this.handlers = handlers;
        this.lifetime = lifetime;
        passOver = dropArguments(
                find("passOver", methodType(void.class, Counter.class)).bindTo(unhandled),
                0,
                HANDLER_TYPE.parameterList());
    }

    /** The handle for the loop of a listener. */
    MethodHandle handle(final ExtensionUse extensions) {
        if (extensions.isBegun()) {
            return looking();
        }
        final MutableCallSite site = new MutableCallSite(plain());
        extensions.onBegin(() -> {
            site.setTarget(looking());
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        });
        return site.dynamicInvoker();
    }

    /** For frames without an extension. */
    MethodHandle plain() {
        final MethodHandle handle = handleOf(handlers.untyped());
        return lifetime.isOfChannel() ? guardWithTest(admits("admits"), handle, quiet()) : handle;
    }

    /** For frames that may have one. */
    MethodHandle looking() {
        MethodHandle chosen = behindExtension(handleOf(handlers.other()));
        chosen = guardWithTest(isType(FrameExtension.NO_TYPE), behindExtension(handleOf(handlers.untyped())), chosen);
        for (final TypedHandlers.Case each : handlers.cases()) {
            chosen = guardWithTest(
                    isType(each.typeId()), behindExtension(each.handler().handle()), chosen);
        }
        final MethodHandle alive = guardWithTest(
                dropArguments(admits("admitsExtended"), 0, int.class), chosen, dropArguments(quiet(), 0, int.class));
        final MethodHandle length = find("lengthAt", methodType(int.class, UnsafeBuffer.class, int.class, int.class));
        final MethodHandle extended = foldArguments(alive, length);
        final MethodHandle isPresent = find("isPresent", methodType(boolean.class, UnsafeBuffer.class, int.class));
        return guardWithTest(isPresent, extended, plain());
    }

    private MethodHandle handleOf(final @Nullable BoundHandler handler) {
        return handler == null ? passOver : handler.handle();
    }

    private static MethodHandle quiet() {
        return MethodHandles.empty(HANDLER_TYPE);
    }

    private MethodHandle admits(final String method) {
        try {
            return LOOKUP.bind(lifetime, method, methodType(boolean.class, UnsafeBuffer.class, int.class, int.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(method + " is a method of Lifetime", e);
        }
    }

    /** {@code (int extensionLength, UnsafeBuffer, int payloadOffset)boolean}. */
    private static MethodHandle isType(final int typeId) {
        return dropArguments(
                insertArguments(
                        find("isType", methodType(boolean.class, int.class, UnsafeBuffer.class, int.class)), 0, typeId),
                0,
                int.class);
    }

    /** Of a handler to {@code (int extensionLength, UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}. */
    private static MethodHandle behindExtension(final MethodHandle handler) {
        final MethodHandle sum = find("sum", methodType(int.class, int.class, int.class));
        final MethodHandle rest = find("rest", methodType(int.class, int.class, int.class));
        final MethodHandle shifted = collectArguments(collectArguments(handler, 2, rest), 1, sum);
        return permuteArguments(shifted, HANDLER_TYPE.insertParameterTypes(0, int.class), 1, 0, 2, 0, 3, 4);
    }

    static void passOver(final Counter unhandled) {
        unhandled.setRelease(unhandled.getPlain() + 1);
    }

    static boolean isPresent(final UnsafeBuffer buffer, final int payloadOffset) {
        return FrameExtension.isPresent(buffer, payloadOffset);
    }

    static int lengthAt(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final int length = FrameExtension.lengthAt(buffer, payloadOffset, payloadLength);
        if (length == FrameExtension.DAMAGED) {
            throw new MessageDecodingException("the header extension of a frame with " + payloadLength
                    + " bytes of payload is damaged: its length does not fit; the message cannot be read");
        }
        return length;
    }

    static boolean isType(final int typeId, final UnsafeBuffer buffer, final int payloadOffset) {
        return FrameExtension.typeIdAt(buffer, payloadOffset) == typeId;
    }

    static int sum(final int extensionLength, final int payloadOffset) {
        return payloadOffset + extensionLength;
    }

    static int rest(final int extensionLength, final int payloadLength) {
        return payloadLength - extensionLength;
    }

    private static MethodHandle find(final String method, final MethodType type) {
        try {
            return LOOKUP.findStatic(FrameDispatch.class, method, type);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(method + " is a method of this class", e);
        }
    }
}
