package io.hermesmq.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hermesmq.Acknowledge;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Journal;
import io.hermesmq.HermesSnapshot.State;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.Quote;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HermesMeterBinderTests {

    private static final Profile SMALL = Profile.SMALL;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Hermes hermes;
    private HermesMeterBinder binder;

    @BeforeEach
    void create(@TempDir final Path directory) {
        hermes = HermesEngine.create(HermesConfig.of(SMALL)
                .withDirectory(directory)
                .withChannel("quotes", SMALL.channel().withCapacity(4096).withOnFull(OnFull.FAIL))
                .withChannel(
                        "orders",
                        SMALL.channel()
                                .withJournal(JournalConfig.DEFAULT
                                        .withAcknowledge(Acknowledge.SYNCED)
                                        .withMinFreeSpace(0)))
                .withLane("lane", SMALL.lane().withStepped(true)));
        binder = new HermesMeterBinder(hermes, Duration.ZERO);
    }

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
    void journalsAreCounted() {
        publishTo("quotes", 1);
        publishTo("orders", 3);
        hermes.start();
        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        binder.bindTo(registry);
        await().untilAsserted(() -> assertThat(journalCounter("written"))
                .isPositive()
                .isEqualTo(hermes.snapshot().channel("orders").position()));
        assertThat(journalCounter("synced")).isEqualTo(journalCounter("written"));
        assertThat(journalCounter("damages")).isZero();
        assertThat(journalCounter("lost")).isZero();
        assertThat(registry.get("hermes.journal.disk.full")
                        .tag("channel", "orders")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get("hermes.journal.failed")
                        .tag("channel", "orders")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void channelsInMemoryHaveNoMetersOfJournals() {
        publishTo("quotes", 1);
        binder.bindTo(registry);
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .noneMatch(name -> name.startsWith("hermes.journal."));
    }

    @Test
    void whatTheJournalReportsIsRead() {
        final Journal journal = new Journal(
                Acknowledge.WRITTEN, 4096, 1024, 100, Path.of("file"), 2, 1, 12, "torn", 5000, 6000, true, true);
        final Channel channel = new Channel("orders", 100, 4096, 65536, 96, Map.of(), 0, 0, null, 0, journal);
        final RecentSnapshot recent =
                new RecentSnapshot(() -> new HermesSnapshot(State.RUNNING, List.of(channel), List.of(), List.of()), 0);
        new EngineMeters(registry, recent).addMissing();
        assertThat(journalCounter("written")).isEqualTo(4096);
        assertThat(journalCounter("damages")).isEqualTo(2);
        assertThat(journalCounter("lost")).isEqualTo(12);
        assertThat(registry.get("hermes.journal.disk.full").gauge().value()).isEqualTo(1);
        assertThat(registry.get("hermes.journal.failed").gauge().value()).isEqualTo(1);
        assertThat(registry.find("hermes.journal.synced").meter())
                .as("nobody waits for that")
                .isNull();
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

    private void publishTo(final String channel, final int messages) {
        final Publisher<Quote> publisher = hermes.publisher(channel, Quote.class);
        for (int i = 0; i < messages; i++) {
            assertThat(publisher.publish(Quote.of(i))).isPositive();
        }
    }

    private double journalCounter(final String name) {
        return registry.get("hermes.journal." + name)
                .tag("channel", "orders")
                .functionCounter()
                .count();
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
