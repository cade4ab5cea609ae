package io.hermesmq.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ChannelConfig;
import io.hermesmq.ConfigurationException;
import io.hermesmq.DeadLetter;
import io.hermesmq.DeadLetter.State;
import io.hermesmq.DeadLetters;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot.WaitReason;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.StartFrom;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.support.CapturedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters from end to end, in memory and in a journal. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Timeout(60)
final class DeadLettersTest {

    private final boolean isJournaled;
    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> poison = Collections.synchronizedSet(new HashSet<>());
    private Hermes hermes;

    @TempDir
    private Path directory;

    DeadLettersTest(final boolean isJournaled) {
        this.isJournaled = isJournaled;
    }

    @BeforeEach
    void open() {
        hermes = HermesEngine.create(config());
    }

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    private HermesConfig config() {
        final ChannelConfig memory = Profile.SMALL.channel();
        final ChannelConfig channel =
                isJournaled ? memory.withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0)) : memory;
        return Engines.config()
                .withDirectory(directory)
                .withChannel("orders", channel)
                .withChannel("dead", channel);
    }

    private static ListenerConfig failing(final String id, final String channel) {
        return ListenerConfig.of(id, channel)
                .onLane("test")
                .startingFrom(StartFrom.EARLIEST)
                .onFailure(FailurePolicy.SKIP
                        .retrying(RetryPolicy.fixed(2, Duration.ZERO))
                        .deadLetteringTo("dead"));
    }

    private void listen(final String id) {
        hermes.listen(failing(id, "orders"), String.class, (text, context) -> {
            calls.add(id + " " + text + " " + context.attempt());
            if (poison.contains(id + " " + text)) {
                throw new IllegalStateException("cannot " + text);
            }
        });
    }

    private void publish(final String... texts) {
        final Publisher<String> orders = hermes.publisher("orders", String.class);
        for (final String text : texts) {
            assertThat(orders.publish(text)).isPositive();
        }
    }

    private void settle() {
        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
    }

    private DeadLetters dead() {
        return hermes.deadLetters("dead");
    }

    /** Two listeners; the one called risk fails on "a" and "b". */
    private void failTwice() {
        poison.addAll(List.of("risk a", "risk b"));
        listen("risk");
        listen("audit");
        hermes.start();
        publish("a", "b", "c");
        settle();
    }

    private void restart() {
        hermes.close();
        open();
        listen("risk");
        listen("audit");
        hermes.start();
    }

    @Test
    void shouldKeepWhatFailed() {
        failTwice();

        final List<DeadLetter> letters = dead().browse();
        assertThat(letters).hasSize(2);
        final DeadLetter first = letters.get(0);
        assertThat(first)
                .isEqualTo(new DeadLetter(
                        1,
                        "risk",
                        "orders",
                        1,
                        first.timestamp(),
                        2,
                        0,
                        "java.lang.IllegalStateException",
                        "cannot a",
                        first.failedAt(),
                        1,
                        State.OPEN));
        final byte[] frame = dead().frame(2);
        assertThat(new String(frame, 32, frame.length - 32, UTF_8)).isEqualTo("b");
        assertThat(dead().counts()).isEqualTo(new DeadLetters.Counts(2, 0, 0));
        assertThat(hermes.snapshot().listener("risk").deadLettered()).isEqualTo(2);
        assertThat(hermes.snapshot().listener("audit").deadLettered()).isZero();
        assertThat(calls).contains("risk a 1", "risk a 2", "risk b 1", "risk b 2", "risk c 1", "audit a 1");
    }

    @Test
    void shouldRedriveToTheListenerThatFailedOnly() {
        failTwice();
        calls.clear();
        poison.clear();
        dead().redrive(2);
        assertThat(dead().browse().get(1).state()).isEqualTo(State.REDRIVING);
        settle();

        assertThat(calls).containsExactly("risk b 3");
        assertThat(dead().browse()).extracting(DeadLetter::sequence).containsExactly(1L);
    }

    @Test
    void shouldRedriveAll() {
        failTwice();
        calls.clear();
        poison.clear();
        assertThat(dead().redriveAll()).isEqualTo(2);
        assertThat(dead().redriveAll()).as("they are under way").isZero();
        settle();

        assertThat(calls).containsExactly("risk a 3", "risk b 3");
        assertThat(dead().counts()).isEqualTo(new DeadLetters.Counts(0, 0, 0));
    }

    @Test
    void shouldParkWhatFailsAgainAndAgain() {
        failTwice();
        poison.remove("risk b");
        for (int i = 0; i < 5; i++) {
            dead().redriveAll(2);
            settle();
        }
        final DeadLetter parked = dead().browse().get(0);
        assertThat(dead().counts()).isEqualTo(new DeadLetters.Counts(0, 0, 1));
        assertThat(parked.redrives()).isEqualTo(2);
        assertThat(parked.attempts()).isEqualTo(4);
        assertThat(calls).contains("risk a 4").doesNotContain("risk a 5");
        assertThat(log.lines())
                .contains("WARN listener 'risk' failed again on dead letter 1 of channel 'dead', re-drive 2, which"
                        + " parks it: java.lang.IllegalStateException: cannot a");

        poison.clear();
        dead().redrive(1);
        settle();
        assertThat(dead().browse()).isEmpty();
    }

    @Test
    void shouldDrop() {
        failTwice();
        dead().drop(1);
        assertThat(dead().browse()).extracting(DeadLetter::sequence).containsExactly(2L);
        assertThat(dead().dropAll()).isEqualTo(1);
        assertThat(dead().browse()).isEmpty();
    }

    @Test
    void shouldSayThatALetterIsGone() {
        failTwice();
        dead().drop(1);

        assertThatThrownBy(() -> dead().redrive(1))
                .isInstanceOf(HermesException.class)
                .hasMessage(
                        "there is no dead letter 1 in channel 'dead': it was handled or dropped, or never was there;"
                                + " browse() shows the 1 that are");
        assertThatThrownBy(() -> dead().drop(1)).hasMessageStartingWith("there is no dead letter 1");
        assertThatThrownBy(() -> dead().frame(7)).hasMessageStartingWith("there is no dead letter 7");
    }

    @Test
    void shouldSayThatALetterIsUnderWay() {
        failTwice();
        dead().redrive(1);

        assertThatThrownBy(() -> dead().drop(1))
                .hasMessage("dead letter 1 of channel 'dead' is being re-driven to listener 'risk'; wait for what comes"
                        + " of it");
    }

    @Test
    void shouldSayThatAListenerIsGone() {
        failTwice();
        if (!isJournaled) {
            return; // they end with the engine
        }
        hermes.close();
        open();
        hermes.start();

        assertThatThrownBy(() -> dead().redrive(1))
                .hasMessage("dead letter 1 of channel 'dead' cannot be re-driven: its listener 'risk' is not"
                        + " registered; register it, or drop the letter");
        assertThat(dead().redriveAll()).isZero();
        assertThat(log.lines()).anyMatch(line -> line.contains("its listener 'risk' is not registered"));
    }

    @Test
    void shouldSurviveARestartWithWhatBecameOfThem() {
        poison.addAll(List.of("risk a", "risk b", "risk c", "risk d"));
        listen("risk");
        listen("audit");
        hermes.start();
        publish("a", "b", "c", "d");
        settle();
        dead().drop(1);
        dead().redriveAll(1); // parks all but one
        settle();
        poison.remove("risk b");
        dead().redrive(2);
        settle();
        final List<DeadLetter> before = dead().browse();
        assertThat(before).extracting(DeadLetter::sequence).containsExactly(3L, 4L);
        assertThat(before).extracting(DeadLetter::state).containsOnly(State.PARKED);
        restart();

        assertThat(dead().browse()).isEqualTo(isJournaled ? before : List.of());
        assertThat(log.lines()
                        .contains("WARN 2 dead letters of channel 'dead' are in memory only and end with this"
                                + " engine; give the channel a journal to keep them"))
                .isNotEqualTo(isJournaled);
    }

    @Test
    void shouldHandleADeadLetterAfterARestart() {
        failTwice();
        restart();
        poison.clear();
        calls.clear();
        final int count = dead().redriveAll();
        settle();

        assertThat(calls).isEqualTo(isJournaled ? List.of("risk a 3", "risk b 3") : List.of());
        assertThat(count).isEqualTo(calls.size());
        restart();
        assertThat(dead().browse()).isEmpty();
    }

    @Test
    void shouldNotLoseWhatARedriveLeavesWhenTheEngineCloses() {
        failTwice();
        poison.clear();
        calls.clear();
        hermes.close();
        assertThatThrownBy(() -> dead().browse()).isInstanceOf(IllegalStateException.class);
        open();
        listen("risk");
        hermes.start();
        assertThat(dead().counts().open()).isEqualTo(isJournaled ? 2 : 0);
    }

    @Test
    void shouldHoldTheListenerWhileTheChannelIsFullOfLetters() {
        if (isJournaled) {
            return; // takes what the disk takes
        }
        hermes.close();
        hermes = HermesEngine.create(config().withDrainTimeout(Duration.ZERO)
                .withChannel("dead", Profile.SMALL.channel().withCapacity(ChannelConfig.MIN_CAPACITY)));
        listen("risk");
        hermes.start();
        for (int i = 0; i < 100; i++) {
            poison.add("risk " + i);
            publish("" + i);
        }
        while (hermes.step("test") > 0) {}

        final long kept = dead().counts().open();
        assertThat(kept).isBetween(10L, 30L);
        assertThat(hermes.snapshot().listener("risk").waiting().reason()).isEqualTo(WaitReason.DEAD_LETTER_CHANNEL);
        assertThat(hermes.snapshot().listener("risk").delivered()).isEqualTo(kept);

        long dropped = 0;
        while (dropped < 100) {
            dropped += dead().dropAll();
            hermes.step("test");
        }
        assertThat(hermes.snapshot().listener("risk").deadLettered()).isEqualTo(100);
        assertThat(calls).as("two calls for each, whatever the channel did").hasSize(200);
    }

    // what is refused

    @Test
    void shouldRefuseDeadLettersIntoTheirOwnChannel() {
        assertThatThrownBy(() -> hermes.listen(failing("loop", "dead"), String.class, (text, context) -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'loop' sends its dead letters to 'dead', the channel that it reads: a message that"
                                + " always fails would go round for ever; use a channel of its own for dead letters, or let one"
                                + " of the listeners end with skip or halt");
    }

    @Test
    void shouldRefuseACircleOfListeners() {
        listen("risk");
        hermes.listen(
                ListenerConfig.of("second", "dead").onFailure(FailurePolicy.SKIP.deadLetteringTo("dead-2")),
                byte[].class,
                (payload, context) -> {});

        assertThatThrownBy(() -> hermes.listen(
                        ListenerConfig.of("third", "dead-2").onFailure(FailurePolicy.SKIP.deadLetteringTo("orders")),
                        byte[].class,
                        (payload, context) -> {}))
                .hasMessage("listener 'third' sends its dead letters to 'orders', from where listener 'second' sends"
                        + " them to 'dead-2', which it reads: a message that always fails would go round for ever; use a"
                        + " channel of its own for dead letters, or let one of the listeners end with skip or halt");
    }

    @Test
    void shouldRefuseAChannelThatWouldLoseThem() {
        hermes.close();
        hermes = HermesEngine.create(Engines.config()
                .withChannel("lossy", Profile.SMALL.channel().withOnFull(OnFull.OVERWRITE))
                .withChannel("single", Profile.SMALL.channel().withProducers(Producers.SINGLE))
                .withChannel("tiny", Profile.SMALL.channel().withCapacity(ChannelConfig.MIN_CAPACITY)));

        assertThatThrownBy(() -> listenSending("lossy"))
                .hasMessage("channel 'lossy' takes dead letters, but on-full: overwrite loses them; use on-full: block"
                        + " or fail");
        assertThatThrownBy(() -> listenSending("single"))
                .hasMessage("channel 'single' takes dead letters from lanes, but says producers: single; use producers:"
                        + " multi");
    }

    private void listenSending(final String channel) {
        hermes.listen(
                ListenerConfig.of("risk", "orders").onFailure(FailurePolicy.SKIP.deadLetteringTo(channel)),
                String.class,
                (text, context) -> {});
    }

    @Test
    void shouldLeaveOtherChannelsAlone() {
        listen("risk");

        assertThat(hermes.deadLetterChannels()).containsExactly("dead");
        assertThatThrownBy(() -> hermes.deadLetters("orders"))
                .isInstanceOf(HermesException.class)
                .hasMessage("no listener sends its dead letters to channel 'orders'; those that take some are [dead]");
    }

    record Wide(long a, long b, @MaxLength(300) String text) {}

    @Test
    void shouldRefuseAChannelThatIsTooSmallForThem() {
        hermes.close();
        hermes = HermesEngine.create(
                Engines.config().withChannel("tiny", Profile.SMALL.channel().withCapacity(ChannelConfig.MIN_CAPACITY)));

        assertThatThrownBy(() -> hermes.listen(
                        ListenerConfig.of("wide", "orders").onFailure(FailurePolicy.SKIP.deadLetteringTo("tiny")),
                        Wide.class,
                        (message, context) -> {}))
                .hasMessageContaining("a dead letter of listener 'wide' takes up to")
                .hasMessageEndingWith(
                        "but the largest message of channel 'tiny' has 480; give channel 'tiny' a capacity"
                                + " of 8192");
    }
}
