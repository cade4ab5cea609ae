package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageContext;
import io.hermesmq.memory.GuardedBuffer;
import io.hermesmq.memory.Lease;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stands between the loop of a listener and its method, where {@link io.hermesmq.HermesConfig#guardViews()} says so, and gives it a context and
 * a buffer that throw when they are used after the method has returned. New ones for each message, so that none comes to
 * life again. Without the setting there is nothing of it in the handle of a listener.
 */
public final class ViewGuard {

    private static final MethodHandle CALL;

    static {
        try {
            CALL = MethodHandles.lookup()
                    .findVirtual(
                            ViewGuard.class,
                            "call",
                            methodType(void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String listener;
    private final MethodHandle handler;

    private ViewGuard(final String listener, final MethodHandle handler) {
        this.listener = listener;
        this.handler = handler;
    }

    /**
     * Puts a guard around a handler.
     *
     * @param listener id of the listener, for the text of the exception.
     * @param handler to call.
     * @return a handler that allocates a little for each message.
     */
    public static BoundHandler around(final String listener, final BoundHandler handler) {
        return handler.takesBatches() // a batch has a guard of its own, always
                ? handler
                : new BoundHandler(
                        CALL.bindTo(new ViewGuard(listener, handler.handle())),
                        true,
                        handler.messageType(),
                        handler.codec(),
                        handler.ack(),
                        false,
                        handler.filter());
    }

    @SuppressWarnings("unused") // behind CALL
    private void call(final UnsafeBuffer buffer, final int offset, final int length, final MessageContext context)
            throws Throwable {
        final Lease lease = new Lease(
                "listener '" + listener + "' has returned from message " + context.sequence() + " of channel '"
                        + context.channel() + "'",
                "copy what you need of it before you return");
        try {
            handler.invokeExact((UnsafeBuffer) GuardedBuffer.of(buffer, lease), offset, length, (MessageContext)
                    new LeasedContext((RequestContext) context, lease));
        } finally {
            lease.end();
        }
    }

    private record LeasedContext(RequestContext context, Lease lease) implements RequestContext {

        private RequestContext now() {
            lease.require("its context");
            return context;
        }

        @Override
        public String channel() {
            return now().channel();
        }

        @Override
        public long sequence() {
            return now().sequence();
        }

        @Override
        public long timestamp() {
            return now().timestamp();
        }

        @Override
        public long position() {
            return now().position();
        }

        @Override
        public boolean endOfBatch() {
            return now().endOfBatch();
        }

        @Override
        public long missed() {
            return now().missed();
        }

        @Override
        public int attempt() {
            return now().attempt();
        }

        @Override
        public long correlationId() {
            return now().correlationId();
        }

        @Override
        public long replyTo() {
            return now().replyTo();
        }

        @Override
        public long due() {
            return now().due();
        }

        @Override
        public int typeId() {
            return now().typeId();
        }

        @Override
        public String toString() {
            return now().toString();
        }
    }
}
