package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.codec.Codecs;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.test.autoconfigure.HermesTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

@HermesTest
@ContextConfiguration(classes = ReplayJournalTests.App.class)
class ReplayJournalTests {

    private static final Instant RECORDED = Instant.parse("2026-03-09T14:30:00Z");
    private static Path recording;

    record Tick(long instrument, double price) {}

    static final class Vwap {
        final List<Tick> seen = new ArrayList<>();
        final List<Long> timestamps = new ArrayList<>();
        final List<Instant> times = new ArrayList<>();
        private final TestClock clock;

        Vwap(final TestClock clock) {
            this.clock = clock;
        }

        @HermesListener(channel = "ticks", id = "vwap")
        void on(final Tick tick, final MessageContext context) {
            seen.add(tick);
            timestamps.add(context.timestamp());
            times.add(clock.now());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class App {
        @Bean
        Vwap vwap(final TestClock clock) {
            return new Vwap(clock);
        }

        @Bean
        HermesConfigCustomizer journaled() {
            return config -> config.withChannel(
                    "ticks", Profile.BALANCED.channel().withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0)));
        }
    }

    /** What an application has left: five ticks, a second apart. */
    @BeforeAll
    static void record() throws Exception {
        recording = Files.createTempDirectory("hermes-recording-");
        final TestClock clock = new TestClock().set(RECORDED);
        final HermesConfig config = HermesConfig.of(Profile.SMALL)
                .withDirectory(recording)
                .withChannel(
                        "ticks", Profile.BALANCED.channel().withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0)));
        try (Hermes hermes = HermesEngine.create(config, new Codecs(List.of()), clock)) {
            final Publisher<Tick> ticks = hermes.publisher("ticks", Tick.class);
            hermes.start();
            for (int i = 1; i <= 5; i++) {
                assertThat(ticks.publish(new Tick(i, i * 1.5))).isPositive();
                clock.advance(Duration.ofSeconds(1));
            }
        }
    }

    @AfterAll
    static void remove() throws Exception {
        FileSystemUtils.deleteRecursively(recording);
    }

    @DynamicPropertySource
    static void properties(final DynamicPropertyRegistry registry) {
        registry.add("recording", () -> recording.toString());
    }

    @Autowired
    private HermesProbe probe;

    @Autowired
    private Vwap vwap;

    @BeforeEach
    void forget() {
        vwap.seen.clear();
        vwap.timestamps.clear();
        vwap.times.clear();
    }

    @Test
    @ReplayJournal("${recording}/ticks")
    void feedsTheListenerToTheEndOfTheJournal() {
        probe.await("vwap").consumed(5);
        assertThat(vwap.seen)
                .containsExactly(new Tick(1, 1.5), new Tick(2, 3), new Tick(3, 4.5), new Tick(4, 6), new Tick(5, 7.5));
    }

    @Test
    @ReplayJournal("file:${recording}/ticks")
    void showsTheTimesAtWhichTheMessagesWerePublished() {
        final List<Instant> times = List.of(
                RECORDED,
                RECORDED.plusSeconds(1),
                RECORDED.plusSeconds(2),
                RECORDED.plusSeconds(3),
                RECORDED.plusSeconds(4));
        assertThat(vwap.times).isEqualTo(times);
        assertThat(vwap.timestamps)
                .isEqualTo(times.stream()
                        .map(time -> new TestClock().set(time).nanoTime())
                        .toList());
    }

    @Test
    void goesStepByStep(@ReplayJournal("${recording}/ticks") final JournalReplay replay) {
        assertThat(replay.recordedSequence()).isZero();
        assertThat(replay.next(2)).isEqualTo(2);
        probe.await("vwap").consumed(2);
        assertThat(replay.recordedSequence()).isEqualTo(2);
        assertThat(replay.next()).isTrue();

        assertThat(replay.run()).isEqualTo(2);
        assertThat(replay.next()).isFalse();
        probe.await("vwap").consumed(5);
        assertThat(replay)
                .hasToString("replay of " + recording.resolve("ticks") + " to channel 'ticks', 5 messages so far");
    }

    @Test
    void feedsAnotherChannelWhereItIsTold(
            @ReplayJournal(value = "${recording}/ticks", channel = "others") final JournalReplay replay,
            @RecordMessages("others") final RecordingListener<Tick> others) {
        assertThat(replay.run()).isEqualTo(5);
        assertThat(others).hasSize(5);
        probe.await("vwap").consumed(0);
    }

    @Test
    void leavesTheJournalAsItIs(@ReplayJournal("${recording}/ticks") final JournalReplay replay) throws Exception {
        final List<String> before = files();
        replay.run();

        assertThat(files()).isEqualTo(before);
    }

    private static List<String> files() throws Exception {
        try (var files = Files.walk(recording)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> file + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .toList();
        }
    }

    @HermesTest
    @ContextConfiguration(classes = App.class)
    static class WithWrongPaths {

        @Test
        @ReplayJournal("no/such/directory")
        void directory() {}

        @Test
        void resource(@ReplayJournal("classpath:no/such/resource") final JournalReplay replay) {}

        @Test
        void type(@ReplayJournal("any") final String replay) {}
    }

    @Test
    void saysWhatIsWrongWithAPath() {
        assertThat(Engine.failures(WithWrongPaths.class))
                .extracting(Throwable::getMessage)
                .anySatisfy(text ->
                        assertThat(text).startsWith("there is no journal in no/such/directory: it has no directory"))
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "there is no classpath:no/such/resource to replay; put the directory of the recorded channel"
                                        + " below src/test/resources, or give its path"))
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "@ReplayJournal on parameter replay of type java.lang.String; make it a JournalReplay"))
                .hasSize(3);
    }
}
