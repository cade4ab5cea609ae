package io.hermesmq.engine;

import io.hermesmq.HermesEvent;
import io.hermesmq.HermesEvents;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events of any thread and tells them to observers on the thread of the monitor, so that nobody who has one waits for them. */
final class EventHub implements HermesEvents {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final long WAIT_FOR_OBSERVER_MS = 1_000;

    private final Queue<HermesEvent> untold = new ConcurrentLinkedQueue<>();
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private final ReentrantLock telling = new ReentrantLock();

    /** Subscriptions are told apart, though their consumers may be equal. */
    private static final class Observer {
        private final Consumer<? super HermesEvent> consumer;

        Observer(final Consumer<? super HermesEvent> consumer) {
            this.consumer = consumer;
        }
    }

    @Override
    public Subscription subscribe(final Consumer<? super HermesEvent> observer) {
        final Observer added = new Observer(observer);
        observers.add(added);
        return () -> observers.remove(added);
    }

    boolean isObserved() {
        return !observers.isEmpty();
    }

    /** Notes an event, to be told soon. Any thread. */
    void add(final HermesEvent event) {
        if (isObserved()) {
            untold.add(event);
        }
    }

    /** Tells what was noted. */
    void tell() {
        telling.lock();
        try {
            for (HermesEvent event = untold.poll(); event != null; event = untold.poll()) {
                for (final Observer observer : observers) {
                    tell(observer, event);
                }
            }
        } finally {
            telling.unlock();
        }
    }

    /** Tells the last events, unless an observer does not return. */
    void tellLast() {
        boolean free = false;
        try {
            free = telling.tryLock(WAIT_FOR_OBSERVER_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!free) {
            LOG.warn("an observer of events has not returned; {} events were not told", untold.size());
            return;
        }
        try {
            tell();
        } finally {
            telling.unlock();
        }
    }

    private static void tell(final Observer observer, final HermesEvent event) {
        try {
            observer.consumer.accept(event);
        } catch (final RuntimeException | Error e) {
            LOG.error("an observer failed on {}", event, e);
        }
    }
}
