package io.hermesmq.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.Quote;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HermesMeterBinderTests {

    private static final Profile SMALL = Profile.SMALL;

    private final Hermes hermes = HermesEngine.create(HermesConfig.of(SMALL)
            .withChannel("quotes", SMALL.channel().withCapacity(4096).withOnFull(OnFull.FAIL))
            .withLane("lane", SMALL.lane().withStepped(true)));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final HermesMeterBinder binder = new HermesMeterBinder(hermes, Duration.ZERO);

    @AfterEach
    void close() {
        hermes.close();
    }

    @Test
    void channelsAreCounted() {
        final Publisher<Quote> quotes = listenAndPublish(3);
        binder.bindTo(registry);
        assertThat(channelCounter("hermes.published")).isEqualTo(3);
        assertThat(gauge("hermes.capacity")).isEqualTo(4096);
        assertThat(gauge("hermes.backlog"))
                .isEqualTo(hermes.snapshot().channel("quotes").backlogBytes());
        while (quotes.publish(Quote.of(9)) > 0) {
            // until it is full
        }
        assertThat(refused("back-pressured")).isEqualTo(1);
        assertThat(refused("timed-out")).isZero();
        assertThat(gauge("hermes.stalled")).isZero();
        assertThat(channelCounter("hermes.aborted")).isZero();
        assertThat(channelCounter("hermes.encoding.failed")).isZero();
        assertThat(channelCounter("hermes.claims.recovered")).isZero();
    }

    @Test
    void listenersAreCounted() {
        listenAndPublish(3);
        binder.bindTo(registry);
        assertThat(listenerGauge("hermes.lag")).isPositive();
        hermes.step("lane");
        assertThat(listenerCounter("hermes.delivered")).isEqualTo(3);
        assertThat(listenerCounter("hermes.failed")).isEqualTo(1);
        assertThat(listenerCounter("hermes.missed")).isZero();
        assertThat(listenerGauge("hermes.lag")).isZero();
        assertThat(listenerGauge("hermes.halted")).isZero();
    }

    @Test
    void lanesAreWatched() {
        listenAndPublish(1);
        binder.bindTo(registry);
        assertThat(registry.get("hermes.lane.alive").tag("lane", "lane").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void switchesHaveNoUnit() {
        listenAndPublish(1);
        binder.bindTo(registry);
        assertThat(registry.get("hermes.halted").gauge().getId().getBaseUnit()).isNull();
        assertThat(registry.get("hermes.stalled").gauge().getId().getBaseUnit()).isNull();
    }

    @Test
    void whatIsCreatedLaterShowsUpWithTheNextScrape() {
        binder.bindTo(registry);
        assertThat(registry.get("hermes.channels").gauge().value()).isZero();
        listenAndPublish(2);
        assertThat(registry.find("hermes.published").functionCounter()).isNull();
        scrape();
        assertThat(registry.get("hermes.channels").gauge().value()).isEqualTo(1);
        assertThat(registry.get("hermes.listeners").gauge().value()).isEqualTo(1);
        assertThat(registry.get("hermes.lanes").gauge().value()).isEqualTo(1);
        assertThat(channelCounter("hermes.published")).isEqualTo(2);
    }

    @Test
    void listenersThatAreRegisteredWithTheSingletonsShowUpAtOnce() {
        binder.bindTo(registry);
        listenAndPublish(2);
        binder.afterSingletonsInstantiated();
        assertThat(channelCounter("hermes.published")).isEqualTo(2);
    }

    @Test
    void metersAreReadAfterTheEngineIsClosed() {
        listenAndPublish(2);
        binder.bindTo(registry);
        hermes.close();
        assertThat(channelCounter("hermes.published")).isEqualTo(2);
    }

    @Test
    void aScrapeTakesOneSnapshot() {
        listenAndPublish(1);
        final AtomicInteger taken = new AtomicInteger();
        final HermesSnapshot snapshot = hermes.snapshot();
        final RecentSnapshot recent = new RecentSnapshot(
                () -> {
                    taken.incrementAndGet();
                    return snapshot;
                },
                Duration.ofMinutes(1).toNanos());
        new EngineMeters(registry, recent).addMissing();
        scrape();
        assertThat(taken).hasValue(1);
    }

    private Publisher<Quote> listenAndPublish(final int messages) {
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("lane"), Quote.class, (quote, context) -> {
            if (quote.instrument() == 0) {
                throw new IllegalStateException("on purpose");
            }
        });
        hermes.start();
        for (int i = 0; i < messages; i++) {
            quotes.publish(Quote.of(i));
        }
        return quotes;
    }

    private void scrape() {
        registry.forEachMeter(meter -> meter.measure().forEach(measurement -> measurement.getValue()));
    }

    private double channelCounter(final String name) {
        return registry.get(name).tag("channel", "quotes").functionCounter().count();
    }

    private double refused(final String reason) {
        return registry.get("hermes.refused")
                .tags("channel", "quotes", "reason", reason)
                .functionCounter()
                .count();
    }

    private double gauge(final String name) {
        return registry.get(name).tag("channel", "quotes").gauge().value();
    }

    private double listenerCounter(final String name) {
        return registry.get(name)
                .tags("channel", "quotes", "listener", "signals")
                .functionCounter()
                .count();
    }

    private double listenerGauge(final String name) {
        return registry.get(name)
                .tags("channel", "quotes", "listener", "signals")
                .gauge()
                .value();
    }
}
