package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageClaim;
import io.hermesmq.Publisher;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StallMonitorTest {

    private final CapturedLog log = CapturedLog.ofHermes();
    private final Hermes hermes = HermesEngine.create(Engines.config().withStallTimeout(Duration.ofMillis(1)));
    private final List<String> seen = new ArrayList<>();
    private Publisher<String> texts;

    @BeforeEach
    void start() {
        texts = hermes.publisher("texts", String.class);
        hermes.listen(
                ListenerConfig.of("reader", "texts").onLane("test"),
                String.class,
                (text, context) -> seen.add(context.sequence() + ":" + text));
        hermes.start();
    }

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    private String stalledBy() {
        return hermes.snapshot().channel("texts").stalledBy();
    }

    @Test
    void shouldReportAClaimThatStaysOpenUntilItEnds() {
        try (MessageClaim claim = texts.claim(4)) {
            texts.publish("behind");
            Soon.await(() -> stalledBy() != null);

            assertThat(stalledBy()).isEqualTo(Thread.currentThread().getName());
            assertThat(hermes.step("test")).isZero();
            claim.buffer().putStringWithoutLengthAscii(claim.offset(), "late");
            claim.commit();
        }
        Soon.await(() -> stalledBy() == null);

        hermes.step("test");
        assertThat(seen).containsExactly("1:late", "2:behind");
        assertThat(log.texts(Level.WARN))
                .containsExactly("channel 'texts': thread '"
                        + Thread.currentThread().getName()
                        + "' holds a claim open; listeners see nothing behind it until it commits or aborts");
        assertThat(hermes.snapshot().channel("texts").recoveredClaims()).isZero();
    }

    @Test
    void shouldGiveBackTheClaimOfADeadThread() throws InterruptedException {
        final Thread mortal = new Thread(() -> texts.claim(4));
        mortal.start();
        mortal.join();
        texts.publish("behind");
        Soon.await(() -> hermes.snapshot().channel("texts").recoveredClaims() == 1);

        hermes.step("test");
        assertThat(seen).containsExactly("1:behind");
        Soon.await(() -> log.texts(Level.WARN)
                .contains("channel 'texts': a thread died with an open claim; the claim was given back for it"));
    }
}
