package io.hermesmq.dispatch;

import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The filter of one listener as a guard. Used as hidden copies, as {@link DrainTemplate}, so that the test is compiled into its loop. */
final class FilterTemplate implements FrameGuard {

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength)boolean}. */
    private static final MethodHandle FILTER = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    private final Counter filtered;

    FilterTemplate(final Counter filtered) {
        this.filtered = filtered;
    }

    static FrameGuard of(final MethodHandle filter, final Counter filtered) {
        return (FrameGuard) HiddenCopy.create(
                MethodHandles.lookup(),
                FilterTemplate.class,
                List.of(filter),
                MethodType.methodType(void.class, Counter.class),
                filtered);
    }

    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final boolean admitted;
        try {
            admitted = (boolean) FILTER.invokeExact(buffer, payloadOffset, payloadLength);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("the filter threw", e);
        }
        if (!admitted) {
            filtered.setRelease(filtered.getPlain() + 1);
        }
        return admitted;
    }
}
