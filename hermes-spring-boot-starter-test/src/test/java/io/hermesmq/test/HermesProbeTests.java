package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.desk.Desk;
import io.hermesmq.desk.Trading;
import io.hermesmq.desk.Trading.Quote;
import io.hermesmq.desk.Trading.Signal;
import io.hermesmq.test.autoconfigure.HermesTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

@HermesTest
@ContextConfiguration(classes = Desk.class)
class HermesProbeTests {

    @Autowired
    private HermesProbe probe;

    @Autowired
    private Trading.QuotePublisher quotes;

    @Autowired
    @HermesChannel("commands")
    private Publisher<String> commands;

    @RecordMessages("signals")
    private RecordingListener<Signal> signals;

    @Test
    void waitsForExactlySoManyMessages() {
        quotes.publish(new Quote(1, 1.0));
        quotes.publish(new Quote(2, 1.0));
        final long position = quotes.publish(new Quote(4, 1.0));

        probe.await("signals")
                .consumed(3)
                .failed(0)
                .missed(0)
                .position(position)
                .idle();
        assertThat(signals).containsExactly(new Signal(2, "buy"), new Signal(4, "buy"));
    }

    @Test
    void saysWhatWasThereInsteadOfWhatWasAwaited() {
        final long before = probe.snapshot().listener("signals").position();
        quotes.publish(new Quote(1, 1.0));
        final long after = quotes.publish(new Quote(3, -1.0));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").consumed(3))
                .withMessage(
                        "listener 'signals' has consumed 2 messages instead of 3, and nothing is left to do that would change"
                                + " it:\n  listener 'signals': consumed 2, failed 1, missed 0, retried 0, dead-lettered 0, skipped 1; its position is "
                                + after
                                + ", that of channel 'quotes' " + after + " after 2 messages");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").consumed(1))
                .withMessageStartingWith(
                        "listener 'signals' has consumed 2 messages instead of 1\n  listener 'signals': ");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").failed(2))
                .withMessageStartingWith(
                        "listener 'signals' has failed on 1 messages instead of 2, and nothing is left");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").missed(1))
                .withMessageStartingWith("listener 'signals' has missed 0 messages instead of 1, and nothing is left");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").position(after + 1))
                .withMessageStartingWith("listener 'signals' is at position " + after + " instead of " + (after + 1));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").halted())
                .withMessageStartingWith("listener 'signals' has not halted, and nothing is left");
        assertThat(after).isGreaterThan(before);
    }

    @Test
    void saysThatNothingWasPublished() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signals").consumed(1))
                .withMessageEndingWith(
                        "after 0 messages\n    nothing was published to its channel since the test began");
    }

    @Test
    void saysWhichListenersThereAre() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("signal"))
                .withMessageStartingWith("there is no listener 'signal' in this test; there are [")
                .withMessageContaining("fragile")
                .withMessageEndingWith(
                        "]. A class with @HermesListener is part of @HermesTest when the component scan of the application finds"
                                + " it");
    }

    @Test
    void countsFromTheBeginningOfTheTest() {
        quotes.publish(new Quote(1, 1.0));
        probe.await("signals").consumed(1);

        probe.startCounting();
        probe.await("signals").consumed(0);
    }

    @Test
    void waitsUntilAllIsDoneWhatListenersPublishIncluded() {
        quotes.publish(new Quote(2, 1.0));

        probe.idle();
        assertThat(probe.snapshot().listeners())
                .allSatisfy(listener -> assertThat(listener.backlogBytes()).isZero());
        assertThat(signals.messages()).hasSize(1);
    }

    @Test
    void stepsLanesByHand() {
        quotes.publish(new Quote(1, 1.0));

        assertThat(probe.step()).isEqualTo(1);
        assertThat(probe.step()).isZero();
        assertThat(probe.step("signals")).isZero();
    }

    @Test
    void publishesAndWaitsForAllListenersOfTheChannel() {
        final long position = probe.publishAndAwait(commands, "go");

        assertThat(probe.snapshot().listener("fragile").position()).isEqualTo(position);
        assertThat(probe.awaitHandled("quotes", quotes.publish(new Quote(1, 1.0))))
                .isPositive();
    }

    @Test
    void saysThatAMessageWasRefused() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.awaitHandled("quotes", PublishStatus.CLOSED.code()))
                .withMessage("the message was not published: channel 'quotes' refused it with CLOSED");
    }

    @Test
    void saysThatAListenerDoesNotComeToAPosition() {
        final long position = quotes.publish(new Quote(1, 1.0));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.awaitHandled("quotes", position + 64))
                .withMessageStartingWith(
                        "not every listener of channel 'quotes' has come to position " + (position + 64)
                                + ", and nothing is left to do that would change it:\n  listener 'signals': consumed 1,");
    }

    @Test
    @DirtiesContext
    void knowsListenersThatHaveHalted() {
        commands.publish("halt");
        commands.publish("go on");

        probe.await("fragile").halted().failed(1).consumed(0);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("fragile").consumed(2))
                .withMessageEndingWith("\n    it has halted after a failure and reads no more");
        assertThat(probe.awaitHandled("commands", 1)).isEqualTo(1);
    }

    @Test
    void recordsWithEverythingThatIsKnown(@RecordMessages("quotes") final RecordingListener<Quote> recorded) {
        final long position = quotes.publish(new Quote(7, 1.5));

        assertThat(recorded.recorded()).singleElement().satisfies(message -> {
            assertThat(message.message()).isEqualTo(new Quote(7, 1.5));
            assertThat(message.position()).isEqualTo(position);
            assertThat(message.sequence()).isPositive();
            assertThat(message.thread()).isEqualTo(Thread.currentThread().getName());
        });
        assertThat(probe.snapshot().listener("signals").backlogBytes()).isPositive();
    }

    @Test
    void recordingsWaitForMessages() {
        quotes.publish(new Quote(2, 1.0));

        assertThat(signals.await(1)).containsExactly(new Signal(2, "buy"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> signals.await(2))
                .withMessage("the recording of signals as io.hermesmq.desk.Trading$Signal has 1 messages instead of 2:"
                        + " [Signal[instrument=2, text=buy]]");
    }

    @Test
    void theSameChannelGivesTheSameRecording() {
        assertThat((Object) probe.record("signals", Signal.class)).isSameAs(signals);
        assertThat((Object) probe.record("signals", byte[].class)).isNotSameAs(signals);
    }

    @Test
    void viewsAreNotRecorded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> probe.record("quotes", DirectBuffer.class))
                .withMessage(
                        "messages of type org.agrona.DirectBuffer cannot be recorded: they are views of memory that the next"
                                + " message gets; record channel 'quotes' as byte[] or as a record");
    }

    @Test
    void listenersThatPublishToThemselvesDoNotKeepTheTestForEver(@Autowired final Hermes hermes) {
        final HermesProbe impatient = new HermesProbe(hermes, LaneMode.STEPPED, Duration.ofMillis(50));
        final AtomicBoolean stopped = new AtomicBoolean();
        final Publisher<String> echo = hermes.publisher("echo", String.class);
        hermes.listen(ListenerConfig.of("echo", "echo"), String.class, (text, context) -> {
            if (!stopped.get()) {
                echo.publish(text);
            }
        });
        echo.publish("again");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(impatient::idle)
                .withMessageStartingWith("not every listener is done with what was published")
                .withMessageContaining("listener 'echo': consumed ");
        stopped.set(true);
        impatient.idle();
    }
}
