package io.hermesmq.reliability.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.check.History.Delivery;
import io.hermesmq.reliability.value.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerCheckerTest {

    private final History history = new History(1_000);

    @Test
    void shouldAllowRedeliveryAfterAStart() {
        final List<Delivery> again = List.copyOf(history.deliveries.subList(490, 500));
        history.deliveries.addAll(500, again);
        history.startSession(500);
        final Findings findings = history.check();
        assertThat(wrong(findings)).isZero();
        assertThat(findings.redeliveredAfterStarts()).isEqualTo(10);
        assertThat(findings.longestRedelivery()).isEqualTo(10);
        assertThat(findings.uniqueDelivered()).isEqualTo(1_000);
    }

    @Test
    void shouldAllowWhatIsInDoubtOnceOrNotAtAll() {
        history.set(Values.of(0, 7), Outcome.IN_DOUBT);
        history.set(Values.of(1, 499), Outcome.IN_DOUBT);
        history.drop(999, 1);
        final Findings findings = history.check();
        assertThat(wrong(findings)).isZero();
        assertThat(findings.recoveredInDoubt()).isEqualTo(1);
    }

    @Test
    void shouldNotAllowWhatIsInDoubtTwice() {
        history.set(Values.of(0, 7), Outcome.IN_DOUBT);
        history.insert(15, Values.of(0, 7));
        assertThat(history.check().count(Fault.DUPLICATED)).isEqualTo(1);
    }

    @Test
    void shouldAllowAGapThatWasReportedButCountItsLosses() {
        history.deliveries.subList(100, 105).clear();
        final Delivery next = history.deliveries.get(100);
        history.deliveries.set(100, new Delivery(next.sequence(), next.value(), 5, false));
        final Findings findings = history.check();
        assertThat(findings.reportedMissed()).isEqualTo(5);
        assertThat(findings.lost()).isEqualTo(5);
        assertThat(findings.lostOf(0) + findings.lostOf(1)).isEqualTo(5);
        assertThat(findings.count(fault -> !fault.isLoss())).isZero();
    }

    @Test
    void shouldNotAskForWhatCameBeforeAListenerThatBeginsLater() {
        history.deliveries.subList(0, 300).clear();
        assertThat(wrong(history.checker(false).finish())).isZero();
        assertThat(history.check().count(Fault.LOST_PREFIX)).isEqualTo(300);
        assertThat(history.check().count(Fault.SKIPPED)).isEqualTo(300);
    }

    @Test
    void shouldPassOverFences() {
        history.insert(500, Values.fence(0));
        history.insert(1_001, Values.fence(1));
        assertThat(wrong(history.check())).isZero();
    }

    @Test
    void shouldSayWhatWasFound() {
        history.drop(10, 1);
        final Findings findings = history.check();
        assertThat(findings.examples()).containsExactly("test: lost_middle: 0:5 was acknowledged");
        assertThat(findings.toString())
                .startsWith("LISTENER test delivered=999 ")
                .contains(" lost_middle=1 ");
    }

    @Test
    void shouldKnowOutcomesOfPublishes() {
        assertThat(Outcome.of(4096)).isEqualTo(Outcome.ACKNOWLEDGED);
        assertThat(Outcome.of(PublishStatus.DISK_FULL.code())).isEqualTo(Outcome.REFUSED);
        assertThat(Outcome.of(PublishStatus.UNCONFIRMED.code())).isEqualTo(Outcome.IN_DOUBT);
    }

    private static long wrong(final Findings findings) {
        return findings.count(fault -> true);
    }
}
