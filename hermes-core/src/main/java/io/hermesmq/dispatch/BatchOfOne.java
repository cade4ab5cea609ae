package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.Batch;
import io.hermesmq.MessageContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Calls a listener of batches with one message. */
final class BatchOfOne {

    private final MethodHandle handler;
    private final @Nullable HandlerAck ack;
    private final BatchFrames frames;
    private final FrameBatch batch;

    private BatchOfOne(final BoundHandler handler, final UnsafeBuffer buffer) {
        this.handler = handler.handle();
        ack = handler.ack();
        frames = new BatchFrames(buffer);
        batch = BatchTemplate.of(
                Objects.requireNonNull(handler.codec(), "a batch is decoded").decode(), frames);
    }

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}, for frames in one buffer. */
    static MethodHandle of(final BoundHandler handler, final UnsafeBuffer buffer) {
        try {
            return MethodHandles.lookup()
                    .bind(
                            new BatchOfOne(handler, buffer),
                            "call",
                            methodType(void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("a method of this class", e);
        }
    }

    /** The buffer is the one that the frames are read from. */
    void call(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength, final MessageContext context)
            throws Throwable {
        frames.clear();
        frames.add(payloadOffset - HEADER_LENGTH, payloadLength, context.position(), context.missed());
        batch.open();
        Throwable failure = null;
        try {
            if (ack != null) {
                ack.begin();
            }
            handler.invokeExact((Batch<?>) batch, context);
        } catch (final Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            batch.close();
            if (ack != null) {
                ack.end(failure);
            }
        }
    }
}
