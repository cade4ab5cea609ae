package io.hermesmq.spring.metrics;

import io.hermesmq.Hermes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Binds the counters of an engine to Micrometer. They are read when a registry is, from a snapshot that is at most 100
 * milliseconds old.
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name</th><th>kind, unit</th><th>tags</th></tr>
 * <tr><td>{@code hermes.channels}, {@code hermes.listeners}, {@code hermes.lanes}</td><td>gauge</td><td></td></tr>
 * <tr><td>{@code hermes.published}</td><td>counter, messages</td><td>channel</td></tr>
 * <tr><td>{@code hermes.refused}</td><td>counter, messages</td><td>channel, reason</td></tr>
 * <tr><td>{@code hermes.aborted}, {@code hermes.encoding.failed}, {@code hermes.claims.recovered}</td><td>counter,
 * messages</td><td>channel</td></tr>
 * <tr><td>{@code hermes.capacity}, {@code hermes.backlog}</td><td>gauge, bytes</td><td>channel</td></tr>
 * <tr><td>{@code hermes.stalled}</td><td>gauge, 0 or 1</td><td>channel</td></tr>
 * <tr><td>{@code hermes.journal.written}, {@code hermes.journal.synced}</td><td>counter, bytes since the beginning of the
 * journal; the second where publishers wait for that</td><td>channel</td></tr>
 * <tr><td>{@code hermes.journal.damages}</td><td>counter</td><td>channel</td></tr>
 * <tr><td>{@code hermes.journal.lost}</td><td>counter, messages</td><td>channel</td></tr>
 * <tr><td>{@code hermes.journal.disk.full}, {@code hermes.journal.failed}</td><td>gauge, 0 or 1</td><td>channel</td></tr>
 * <tr><td>{@code hermes.delivered}, {@code hermes.failed}, {@code hermes.missed}</td><td>counter, messages</td>
 * <td>channel, listener</td></tr>
 * <tr><td>{@code hermes.lag}</td><td>gauge, bytes</td><td>channel, listener</td></tr>
 * <tr><td>{@code hermes.halted}</td><td>gauge, 0 or 1</td><td>channel, listener</td></tr>
 * <tr><td>{@code hermes.lane.alive}</td><td>gauge, 0 or 1</td><td>lane</td></tr>
 * </table>
 *
 * <p>What is created later gets its meters when {@code hermes.channels} is read next; a scrape reads all meters, so the
 * new ones are in the next scrape.
 */
public final class HermesMeterBinder implements MeterBinder, SmartInitializingSingleton {

    private static final Duration MAX_AGE = Duration.ofMillis(100);

    private final RecentSnapshot snapshot;
    private final List<EngineMeters> bindings = new CopyOnWriteArrayList<>();

    /**
     * Creates the binder of an engine.
     *
     * @param hermes the engine.
     */
    public HermesMeterBinder(final Hermes hermes) {
        this(hermes, MAX_AGE);
    }

    HermesMeterBinder(final Hermes hermes, final Duration maxAge) {
        this.snapshot = new RecentSnapshot(hermes::snapshot, maxAge.toNanos());
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        final EngineMeters meters = new EngineMeters(registry, snapshot);
        bindings.add(meters);
        meters.addMissing();
        Gauge.builder("hermes.channels", meters, EngineMeters::addMissing)
                .description("Channels of the engine")
                .register(registry);
    }

    /** Adds the listeners, which are registered about the time when registries are bound. */
    @Override
    public void afterSingletonsInstantiated() {
        bindings.forEach(EngineMeters::addMissing);
    }
}
