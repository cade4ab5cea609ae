package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import java.io.Serial;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Spring's own events, handed to one thread through a bounded queue. The listener is an {@link ApplicationListener},
 * which costs a third of what a method with {@code @EventListener} does.
 */
final class SpringEventsLink implements PeerLink {

    private final GenericApplicationContext context = new GenericApplicationContext();
    private final ThreadPoolExecutor executor;

    SpringEventsLink(final Route route) {
        executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(Sizes.SLOTS),
                Cpus.threads(route.name(), route.cpu()),
                SpringEventsLink::waitForRoom);
        final SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
        multicaster.setTaskExecutor(executor);
        context.getBeanFactory()
                .registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, multicaster);
        context.addApplicationListener(new PayloadListener(route.receiver()));
        context.refresh();
    }

    @Override
    public void send(final long a, final long b) {
        context.publishEvent(new PayloadEvent(this, a, b));
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    public int receivingThreads() {
        return 1;
    }

    @Override
    public void close() {
        context.close();
        executor.shutdownNow();
    }

    private static void waitForRoom(final Runnable task, final ThreadPoolExecutor full) {
        try {
            full.getQueue().put(task);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(e);
        }
    }

    private static final class PayloadEvent extends ApplicationEvent {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long a;
        private final long b;
        private final long c;
        private final long d;
        private final long e;
        private final long f;
        private final long g;
        private final long h;

        private PayloadEvent(final Object source, final long first, final long second) {
            super(source);
            a = first;
            b = second;
            c = first + 1;
            d = first + 2;
            e = first + 3;
            f = first + 4;
            g = first + 5;
            h = first + 6;
        }
    }

    private record PayloadListener(Receiver receiver) implements ApplicationListener<PayloadEvent> {
        @Override
        public void onApplicationEvent(final PayloadEvent event) {
            receiver.on(event.a, event.b, event.c, event.d, event.e, event.f, event.g, event.h);
        }
    }
}
