package io.hermesmq.spring.events;

import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.spring.events.EventBridge.OnRefusal;
import io.hermesmq.spring.events.EventBridge.When;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/** Publishes the events of one bridge to its channel, on the thread that publishes them. */
final class EventForwarder<T> implements GenericApplicationListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventForwarder.class);
    private static final long LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final EventsToChannel bridge;
    private final Class<T> type;
    private final Publisher<T> publisher;
    private final AtomicLong nextLogNs = new AtomicLong(System.nanoTime());
    private final AtomicLong unlogged = new AtomicLong();

    EventForwarder(final EventsToChannel bridge, final Class<T> type, final Publisher<T> publisher) {
        this.bridge = bridge;
        this.type = type;
        this.publisher = publisher;
    }

    @Override
    public boolean supportsEventType(final ResolvableType eventType) {
        return PayloadApplicationEvent.class.isAssignableFrom(eventType.toClass())
                && type.isAssignableFrom(
                        eventType.as(PayloadApplicationEvent.class).getGeneric().toClass());
    }

    @Override
    public void onApplicationEvent(final ApplicationEvent event) {
        if (!(event instanceof PayloadApplicationEvent<?> carrier) || !type.isInstance(carrier.getPayload())) {
            return;
        }
        final T payload = type.cast(carrier.getPayload());
        if (bridge.when() == When.AFTER_COMMIT) {
            AfterCommit.run(() -> forward(payload));
        } else {
            forward(payload);
        }
    }

    private void forward(final T payload) {
        final long result = publisher.publish(payload);
        if (PublishStatus.isRefused(result)) {
            final PublishStatus status = PublishStatus.of(result);
            if (bridge.onRefusal() == OnRefusal.THROW) {
                throw new PublishRefusedException(bridge.channel(), status);
            }
            log(status);
        }
    }

    private void log(final PublishStatus status) {
        final long nowNs = System.nanoTime();
        final long dueNs = nextLogNs.get();
        if (nowNs - dueNs < 0 || !nextLogNs.compareAndSet(dueNs, nowNs + LOG_INTERVAL_NS)) {
            unlogged.incrementAndGet();
            return;
        }
        LOGGER.warn(
                "channel '{}' refused an event of type {}: {}; {} more since the last report",
                bridge.channel(),
                type.getName(),
                status,
                unlogged.getAndSet(0));
    }
}
