package io.hermesmq.test;

import com.sun.management.ThreadMXBean;
import io.hermesmq.HermesSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** Calls the method of {@link AssertNoAllocation} often, and measures. */
final class AllocationExtension implements InvocationInterceptor {

    /** Until the compiler has had its time: a busy machine may be slow to compile, but code that allocates stays so. */
    private static final int MAX_ATTEMPTS = 30;

    AllocationExtension() {}

    @Override
    public void interceptTestMethod(
            final Invocation<Void> invocation,
            final ReflectiveInvocationContext<Method> test,
            final ExtensionContext context)
            throws Throwable {
        final AssertNoAllocation wanted = test.getExecutable().getAnnotation(AssertNoAllocation.class);
        if (wanted == null) {
            invocation.proceed();
            return;
        }
        final HermesProbe probe = HermesExtension.probe(context);
        final HermesSnapshot.Listener listener =
                probe.await(HermesExtension.resolve(context, wanted.value())).now();
        final ThreadMXBean threads = measuringThreads(ManagementFactory.getThreadMXBean());
        final MeasuredLane lane = new MeasuredLane(probe, threads, listener);
        invocation.proceed();
        lane.work();
        measure(
                lane,
                wanted,
                () -> ReflectionSupport.invokeMethod(
                        test.getExecutable(),
                        test.getTarget().orElse(null),
                        test.getArguments().toArray()));
    }

    static ThreadMXBean measuringThreads(final java.lang.management.ThreadMXBean bean) {
        if (!(bean instanceof ThreadMXBean threads) || !threads.isThreadAllocatedMemorySupported()) {
            throw new TestAbortedException("@AssertNoAllocation has measured nothing: this JVM ("
                    + System.getProperty("java.vm.name") + ") does not count what a thread allocates"
                    + " (com.sun.management.ThreadMXBean). Run the test on a HotSpot JVM");
        }
        if (!threads.isThreadAllocatedMemoryEnabled()) {
            threads.setThreadAllocatedMemoryEnabled(true);
        }
        return threads;
    }

    private static void measure(final MeasuredLane lane, final AssertNoAllocation wanted, final Runnable publishing) {
        lane.handle(wanted.warmUp(), publishing);
        double best = Double.MAX_VALUE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            best = Math.min(best, lane.handle(wanted.messages(), publishing));
            if (best < wanted.belowBytesPerMessage()) {
                return;
            }
        }
        final String places = AllocationSites.of(lane, () -> lane.handle(wanted.messages(), publishing));
        throw new AssertionError(String.format(
                java.util.Locale.ROOT,
                "%s allocates %.1f bytes for each message (the best of %d times %d messages, after %d to warm up), which is not below"
                        + " %s.%n%s",
                lane,
                best,
                MAX_ATTEMPTS,
                wanted.messages(),
                wanted.warmUp(),
                wanted.belowBytesPerMessage(),
                places));
    }
}
