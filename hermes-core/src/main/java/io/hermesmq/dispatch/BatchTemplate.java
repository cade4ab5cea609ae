package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.hidden.HiddenCopy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** The batch of one listener, over its collected frames. Used as hidden copies, as {@link DrainTemplate}, so that decoding is compiled into it. */
final class BatchTemplate implements FrameBatch {

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength)Object}. */
    private static final MethodHandle DECODE = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    private final BatchFrames frames;
    private int size;

    BatchTemplate(final BatchFrames frames) {
        this.frames = frames;
    }

    static FrameBatch of(final MethodHandle decode, final BatchFrames frames) {
        return (FrameBatch) HiddenCopy.create(
                MethodHandles.lookup(),
                BatchTemplate.class,
                List.of(decode.asType(decode.type().changeReturnType(Object.class))),
                MethodType.methodType(void.class, BatchFrames.class),
                frames);
    }

    @Override
    public void open() {
        size = frames.size();
    }

    @Override
    public void close() {
        size = 0;
    }

    @Override
    public int size() {
        if (size == 0) {
            throw over();
        }
        return size;
    }

    /** A batch that is over has no index, so that one check finds both. */
    private int check(final int index) {
        return Objects.checkIndex(index, size());
    }

    private static IllegalStateException over() {
        return new IllegalStateException(
                "the batch was used after the call that it was for had returned; copy what is needed" + " longer");
    }

    @Override
    public Object get(final int index) {
        final int at = check(index);
        try {
            return (Object) DECODE.invokeExact(frames.buffer(), frames.payload(at), frames.length(at));
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("decoding threw", e);
        }
    }

    @Override
    public long sequence(final int index) {
        return frames.buffer().getLong(frames.offset(check(index)) + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    @Override
    public long timestamp(final int index) {
        return frames.buffer().getLong(frames.offset(check(index)) + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    }

    @Override
    public long missed(final int index) {
        return frames.missed(check(index));
    }

    @Override
    public DirectBuffer buffer() {
        check(0);
        return frames.buffer();
    }

    @Override
    public int offset(final int index) {
        return frames.payload(check(index));
    }

    @Override
    public int length(final int index) {
        return frames.length(check(index));
    }
}
