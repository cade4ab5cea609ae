package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Producers;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ReadCursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Producers.class)
final class StallWatchTest {

    private static final long TIMEOUT_NS = TestRing.STALL_TIMEOUT_NS;

    private final TestRing ring;

    StallWatchTest(final Producers producers) {
        ring = TestRing.of(producers);
    }

    private record Claim(Thread owner, long framePosition) implements OpenClaim {}

    /** A thread that claims and ends without a commit; its messages before that are committed. */
    private void claimOnAThreadThatDies(final String... texts) throws InterruptedException {
        final Thread thread = new Thread(() -> {
            for (int i = 0; i < texts.length - 1; i++) {
                ring.publish(texts[i]);
            }
            ring.channel.watch(new Claim(Thread.currentThread(), ring.claim(texts[texts.length - 1])));
        });
        thread.start();
        thread.join();
    }

    private void assertRecovered(final int claims) {
        assertThat(ring.channel.counters().recoveredClaims().get()).isEqualTo(claims);
        assertThat(ring.channel.counters().aborted().get()).isEqualTo(claims);
    }

    @Test
    void shouldSeeNothingInAnIdleChannel() {
        ring.publish(0);

        assertThat(ring.channel.checkStall(0)).isNull();
        assertThat(ring.channel.checkStall(Long.MAX_VALUE)).isNull();
    }

    @Test
    void shouldReportTheThreadThatHoldsAClaimOpen() {
        ring.channel.watch(new Claim(Thread.currentThread(), ring.channel.claim(0)));

        assertThat(ring.channel.checkStall(0)).isNull();
        assertThat(ring.channel.checkStall(TIMEOUT_NS - 1)).isNull();
        assertThat(ring.channel.checkStall(TIMEOUT_NS))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void shouldLeaveTheClaimOfALivingThreadAlone() {
        final long position = ring.channel.claim(0);
        ring.channel.watch(new Claim(Thread.currentThread(), position));
        for (int i = 0; i < 10; i++) {
            ring.channel.checkStall(i * TIMEOUT_NS);
        }

        assertRecovered(0);
        assertThat(ring.channel.limit().get()).isZero();
        assertThat(ring.channel.commit(position)).isEqualTo(32);
        assertThat(ring.channel.checkStall(11 * TIMEOUT_NS)).isNull();
    }

    @Test
    void shouldReportAThreadThatItDoesNotKnow() {
        ring.channel.claim(0);

        assertThat(ring.channel.checkStall(0)).isNull();
        assertThat(ring.channel.checkStall(TIMEOUT_NS)).isEqualTo("a thread inside publish");
    }

    @Test
    void shouldReportThePredecessorThatEverybodyWaitsFor() {
        final Thread another = new Thread(() -> {}, "another");
        ring.channel.watch(new Claim(another, ring.channel.claim(0) + 32));
        ring.channel.watch(new Claim(Thread.currentThread(), 0));

        ring.channel.checkStall(0);

        assertThat(ring.channel.checkStall(TIMEOUT_NS))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void shouldTakeTheTimeAnewForEachClaim() {
        ring.channel.checkStall(0);
        final long first = ring.channel.claim(0);
        ring.channel.checkStall(0);
        ring.channel.commit(first);
        ring.channel.claim(0);

        assertThat(ring.channel.checkStall(TIMEOUT_NS)).isNull();
        assertThat(ring.channel.checkStall(2 * TIMEOUT_NS)).isEqualTo("a thread inside publish");
    }

    @Test
    void shouldRecoverTheClaimOfADeadThreadAtOnce() throws InterruptedException {
        final ReadCursor cursor = ring.open("reader");
        claimOnAThreadThatDies("before", "lost");

        assertThat(ring.channel.checkStall(0)).isNull();

        assertRecovered(1);
        assertThat(ring.channel.limit().get()).isEqualTo(128);
        assertThat(ring.texts(cursor)).containsExactly("1:before");
    }

    @Test
    void shouldDeliverWhatIsPublishedBehindTheClaimOfADeadThread() throws InterruptedException {
        final ReadCursor cursor = ring.open("reader");
        claimOnAThreadThatDies("lost");
        ring.channel.checkStall(0);
        ring.publish("later");

        assertThat(ring.texts(cursor)).containsExactly("1:later");
        assertRecovered(1);
    }

    @Test
    void shouldRecoverTheClaimsOfSeveralDeadThreads() throws InterruptedException {
        final ReadCursor cursor = ring.open("reader");
        claimOnAThreadThatDies("lost");
        claimOnAThreadThatDies("lost as well");

        ring.channel.checkStall(0);
        ring.publish("behind");

        assertThat(ring.texts(cursor)).containsExactly("1:behind");
        assertRecovered(2);
    }

    @Test
    void shouldRecoverNothingTwice() throws InterruptedException {
        claimOnAThreadThatDies("lost");
        ring.channel.checkStall(0);
        ring.publish(0);
        ring.channel.checkStall(10 * TIMEOUT_NS);

        assertRecovered(1);
    }

    @Test
    void shouldRecoverAClaimOfAClosedChannel() throws InterruptedException {
        claimOnAThreadThatDies("lost");
        final long end = ring.channel.close();

        ring.channel.checkStall(0);

        assertThat(ring.channel.limit().get()).isEqualTo(end);
        assertRecovered(1);
    }
}
