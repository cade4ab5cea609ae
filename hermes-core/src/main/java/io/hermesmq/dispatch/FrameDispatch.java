package io.hermesmq.dispatch;

import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodHandles.throwException;
import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.HermesException;
import io.hermesmq.MessageContext;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.codec.MessageDecodingException;
import io.hermesmq.frame.FrameExtension;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Composes the handlers of a listener to the one handle of its loop, {@code (UnsafeBuffer, int payloadOffset, int payloadLength,
 * MessageContext)void}:
 *
 * <pre>
 *   no extension possible:  pass over what belongs to others, and what has expired; handler(payload)
 *   else:                   pass over what belongs to others;
 *                           if (no extension) pass over what has expired; handler(payload)
 *                           else check its length, pass over what has expired,
 *                                if (type id is A) handlerA(payload behind it) else if ...
 * </pre>
 *
 * <p>Whose a message is comes first: what has expired is counted by the one member of a group that it belongs to. A handler is
 * its method with the filter in front, which reads messages of that type only.
 *
 * <p>The first form is what listeners have until somebody publishes an extension ({@link ExtensionUse}). Then the second one is put in
 * its place, behind the back of the running loop: the loop calls through a {@link MutableCallSite}, which the compiler takes for a constant,
 * and compiles anew when its target changes.
 */
final class FrameDispatch {

    static final MethodType HANDLER_TYPE =
            methodType(void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class);

    private static final MethodType FRAME_TYPE = methodType(void.class, UnsafeBuffer.class, int.class, int.class);

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final TypedHandlers handlers;
    private final Lifetime lifetime;
    private final List<FrameGuard> guards;
    private final ListenerCounters counters;
    private final Map<BoundHandler, MethodHandle> filtered = new HashMap<>();

    /**
     * A dispatch for one listener.
     *
     * @param handlers of the listener.
     * @param lifetime of the messages.
     * @param guards that say whose a message is; they see all of its payload, the extension included.
     * @param counters of the listener.
     */
    FrameDispatch(
            final TypedHandlers handlers,
            final Lifetime lifetime,
            final List<FrameGuard> guards,
            final ListenerCounters counters) {
        this.handlers = handlers;
        this.lifetime = lifetime;
        this.guards = guards;
        this.counters = counters;
    }

    /** The handle for one message that was chosen for a listener: nothing keeps it away, and one that nobody handles is a failure. */
    static MethodHandle unguarded(final TypedHandlers handlers) {
        final MethodHandle refuse = filterReturnValue(
                find("refusal", HANDLER_TYPE.changeReturnType(HermesException.class)),
                throwException(void.class, HermesException.class));
        final Function<@Nullable BoundHandler, MethodHandle> handle =
                handler -> handler == null ? refuse : handler.handle();
        return ifExtended(byType(handlers, handle), handle.apply(handlers.untyped()));
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
        return HandlerChain.guarded(unextended(), guards, counters);
    }

    private MethodHandle unextended() {
        return HandlerChain.guarded(
                handleOf(handlers.untyped()), lifetime.isOfChannel() ? List.of(lifetime) : List.of(), counters);
    }

    /** For frames that may have one. */
    MethodHandle looking() {
        final MethodHandle alive = guardWithTest(
                dropArguments(
                        bound(lifetime, "admitsExtended", FRAME_TYPE.changeReturnType(boolean.class)), 0, int.class),
                byType(handlers, this::handleOf),
                dropArguments(counting("passOver"), 0, int.class));
        return HandlerChain.guarded(ifExtended(alive, unextended()), guards, counters);
    }

    /** With the length of the extension in front. */
    private static MethodHandle byType(
            final TypedHandlers handlers, final Function<@Nullable BoundHandler, MethodHandle> handleOf) {
        MethodHandle chosen = behindExtension(handleOf.apply(handlers.other()));
        chosen = guardWithTest(
                isType(FrameExtension.NO_TYPE), behindExtension(handleOf.apply(handlers.untyped())), chosen);
        for (final TypedHandlers.Case each : handlers.cases()) {
            chosen = guardWithTest(isType(each.typeId()), behindExtension(handleOf.apply(each.handler())), chosen);
        }
        return chosen;
    }

    private static MethodHandle ifExtended(final MethodHandle extended, final MethodHandle unextended) {
        final MethodHandle length = find("lengthAt", FRAME_TYPE.changeReturnType(int.class));
        final MethodHandle isPresent = find("isPresent", methodType(boolean.class, UnsafeBuffer.class, int.class));
        return guardWithTest(isPresent, foldArguments(extended, length), unextended);
    }

    private MethodHandle handleOf(final @Nullable BoundHandler handler) {
        return handler == null ? counting("passUnhandled") : filtered.computeIfAbsent(handler, this::withFilter);
    }

    private MethodHandle withFilter(final BoundHandler handler) {
        return HandlerChain.guarded(handler.handle(), filterOf(handler, counters), counters);
    }

    static List<FrameGuard> filterOf(final BoundHandler handler, final ListenerCounters counters) {
        return handler.filter() == null ? List.of() : List.of(FilterTemplate.of(handler.filter(), counters.filtered()));
    }

    private MethodHandle counting(final String method) {
        return dropArguments(bound(counters, method, methodType(void.class)), 0, HANDLER_TYPE.parameterList());
    }

    private static MethodHandle bound(final Object receiver, final String method, final MethodType type) {
        try {
            return LOOKUP.bind(receiver, method, type);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(method + " is a method of " + receiver.getClass(), e);
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

    static HermesException refusal(
            final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength, final MessageContext context) {
        throw new HermesException(
                context + " is of a type that its listener has no handler for (any more); give the listener a"
                        + " handler for it, or drop the message");
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
