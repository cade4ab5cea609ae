package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.MessageClaim;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MessageClaimTest {

    private final TestChannel channel = new TestChannel();
    private final Publisher<Quote> publisher = channel.publisher(Quote.class);

    private MessageClaim claim(final String text) {
        final MessageClaim claim = publisher.claim(text.length());
        claim.buffer().putStringWithoutLengthAscii(claim.offset(), text);
        return claim;
    }

    private long refusedClaims() {
        return channel.channel.counters().refused(PublishStatus.BACK_PRESSURED).get();
    }

    @Test
    void shouldPublishWhatWasWrittenInPlace() {
        final MessageClaim claim = claim("hello");
        assertThat(claim.isRefused()).isFalse();
        assertThat(claim.result()).isZero();
        assertThat(claim.length()).isEqualTo(5);
        assertThat(channel.texts()).isEmpty();

        assertThat(claim.commit()).isEqualTo(64);

        assertThat(claim.result()).isEqualTo(64);
        assertThat(channel.texts()).containsExactly("hello");
    }

    @Test
    void shouldLeaveNothingOfAnAbortedClaim() {
        claim("never seen").abort();
        claim("seen").commit();

        assertThat(channel.texts()).containsExactly("seen");
        assertThat(channel.lastSequence()).isEqualTo(1);
        assertThat(channel.channel.counters().aborted().get()).isEqualTo(1);
    }

    @Test
    void shouldAbortWhatWasNotCommittedWhenItIsClosed() {
        assertThatThrownBy(() -> {
                    try (MessageClaim claim = claim("never seen")) {
                        throw new IllegalStateException("while writing into " + claim.length() + " bytes");
                    }
                })
                .hasMessage("while writing into 10 bytes");

        assertThat(channel.isQuiet()).isTrue();
        assertThat(channel.texts()).isEmpty();
    }

    @Test
    void shouldDoNothingWhereACommittedClaimIsClosed() {
        try (MessageClaim claim = claim("seen")) {
            claim.commit();
        }

        assertThat(channel.texts()).containsExactly("seen");
        assertThat(channel.channel.counters().aborted().get()).isZero();
    }

    @Test
    void shouldRefuseToCommitTwice() {
        final MessageClaim claim = claim("once");
        claim.commit();

        assertThatThrownBy(claim::commit)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "cannot commit a claim on channel 'quotes' that was committed or aborted; make a new claim");
        assertThat(channel.texts()).containsExactly("once");
    }

    @Test
    void shouldRefuseToAbortWhatWasCommitted() {
        final MessageClaim claim = claim("once");
        claim.commit();

        assertThatThrownBy(claim::abort)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("cannot abort a claim on channel 'quotes' that was committed or aborted; make a new claim");
    }

    @Test
    void shouldRefuseToCommitWhatWasAborted() {
        final MessageClaim claim = claim("never seen");
        claim.abort();

        assertThatThrownBy(claim::commit).isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(claim::abort).isExactlyInstanceOf(IllegalStateException.class);
        assertThat(channel.texts()).isEmpty();
    }

    @Test
    void shouldRefuseToBeWrittenToAfterTheCommit() {
        final MessageClaim claim = claim("once");
        claim.commit();
        final String text =
                "cannot write to a claim on channel 'quotes' that was committed or aborted; make a new claim";

        assertThatThrownBy(claim::buffer)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
        assertThatThrownBy(claim::offset)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
    }

    @Test
    void shouldTellThatItIsRefused() {
        channel.fill();
        final long before = refusedClaims();

        final MessageClaim claim = publisher.claim(8);

        assertThat(claim.isRefused()).isTrue();
        assertThat(claim.result()).isEqualTo(PublishStatus.BACK_PRESSURED.code());
        assertThat(claim.commit()).isEqualTo(PublishStatus.BACK_PRESSURED.code());
        claim.abort();
        claim.close();
        assertThat(refusedClaims()).isEqualTo(before + 1);
    }

    @Test
    void shouldSayWhyARefusedClaimCannotBeWrittenTo() {
        channel.fill();
        final MessageClaim claim = publisher.claim(8);

        assertThatThrownBy(claim::buffer)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("cannot write to a claim that channel 'quotes' refused with BACK_PRESSURED;"
                        + " ask isRefused() first");
    }

    @Test
    void shouldRefuseASecondClaimWhileTheFirstIsOpen() {
        final MessageClaim claim = claim("first");

        assertThatThrownBy(() -> publisher.claim(8))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("thread '" + Thread.currentThread().getName()
                        + "' has an open claim of 5 bytes on channel 'quotes';"
                        + " commit or abort it before the next claim");
        claim.commit();
        assertThat(channel.texts()).containsExactly("first");
        assertThat(channel.isQuiet()).isTrue();
    }

    @Test
    void shouldHoldBackWhatIsPublishedBehindAnOpenClaim() {
        final MessageClaim claim = claim("first");
        publisher.publish(Quote.EXAMPLE);
        channel.publisher(String.class).publish("third");
        assertThat(channel.payloads()).isEmpty();

        claim.commit();

        assertThat(channel.payloads()).hasSize(3);
    }

    @Test
    void shouldBeUsableAfterALengthThatNeverFits() {
        assertThatThrownBy(() -> publisher.claim(481)).isExactlyInstanceOf(MessageTooLargeException.class);
        assertThatThrownBy(() -> publisher.claim(-1)).isExactlyInstanceOf(IllegalArgumentException.class);

        claim("next").commit();

        assertThat(channel.texts()).containsExactly("next");
    }

    @Test
    void shouldClaimEmptyMessages() {
        publisher.claim(0).commit();

        assertThat(channel.texts()).containsExactly("");
    }

    @Test
    void shouldUseTheClaimOfAThreadAgain() {
        final MessageClaim first = claim("first");
        first.commit();
        final MessageClaim second = claim("second");

        assertThat(second).isSameAs(first);
        second.abort();
    }

    @Test
    void shouldGiveEachThreadAClaimOfItsOwn() throws Exception {
        final MessageClaim mine = claim("mine");
        final CountDownLatch claimed = new CountDownLatch(1);
        final CountDownLatch mayCommit = new CountDownLatch(1);
        final CompletableFuture<Long> theirs = CompletableFuture.supplyAsync(() -> {
            final MessageClaim claim = claim("theirs");
            claimed.countDown();
            try {
                mayCommit.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return claim.commit();
        });
        claimed.await();
        assertThat(mine.commit()).isEqualTo(64);
        assertThat(channel.texts()).containsExactly("mine");
        mayCommit.countDown();

        assertThat(theirs.get(20, TimeUnit.SECONDS)).isEqualTo(128);
        assertThat(channel.texts()).containsExactly("theirs");
    }

    @Test
    void shouldLetTheChannelRecoverTheClaimOfADeadThread() throws InterruptedException {
        final Thread mortal = new Thread(() -> claim("never committed"));
        mortal.start();
        mortal.join();
        claim("next").commit();
        assertThat(channel.texts()).isEmpty();

        assertThat(channel.channel.checkStall(0)).isNull();

        assertThat(channel.texts()).containsExactly("next");
        assertThat(channel.channel.counters().recoveredClaims().get()).isEqualTo(1);
    }

    @Test
    void shouldLetTheChannelNameTheThreadThatHoldsItUp() {
        final MessageClaim claim = claim("open");
        channel.channel.checkStall(0);

        assertThat(channel.channel.checkStall(1_000_000_000))
                .isEqualTo(Thread.currentThread().getName());
        claim.abort();
        assertThat(channel.channel.checkStall(2_000_000_000)).isNull();
    }
}
