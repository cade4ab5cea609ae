package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Producers;
import io.hermesmq.Timestamps;
import io.hermesmq.channel.ReadCursor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RingTimestampsTest {

    private static TestRing ring(final Producers producers, final Timestamps timestamps) {
        return TestRing.with(TestRing.config(producers).withTimestamps(timestamps));
    }

    @ParameterizedTest
    @EnumSource(Producers.class)
    void shouldTakeTheTimeOfEveryMessage(final Producers producers) {
        final TestRing ring = ring(producers, Timestamps.EVERY);
        final ReadCursor cursor = ring.open("reader");
        ring.clock.set(1_700_000_000_000_000_001L);
        ring.publish("a");
        ring.clock.set(1_700_000_000_000_000_002L);
        ring.publish("b");

        assertThat(ring.read(cursor))
                .extracting(TestRing.Frame::timestamp)
                .containsExactly(1_700_000_000_000_000_001L, 1_700_000_000_000_000_002L);
    }

    @ParameterizedTest
    @EnumSource(Producers.class)
    void shouldTakeNoTime(final Producers producers) {
        final TestRing ring = ring(producers, Timestamps.OFF);
        final ReadCursor cursor = ring.open("reader");
        ring.clock.set(7);
        for (int i = 0; i < 100; i++) {
            ring.publish(0);
        }

        assertThat(ring.read(cursor)).extracting(TestRing.Frame::timestamp).containsOnly(0L);
    }

    @ParameterizedTest
    @EnumSource(Producers.class)
    void shouldTakeTheTimeOfOneMessageIn4KiB(final Producers producers) {
        final TestRing ring = ring(producers, Timestamps.SAMPLED);
        final ReadCursor cursor = ring.open("reader");
        ring.clock.set(7);
        long stamped = 0;
        long end = 0;
        for (int i = 0; i < 1_000; i++) {
            end = ring.publish("a payload of more than 32 bytes makes a frame of 96");
            stamped += ring.read(cursor).stream()
                    .filter(frame -> frame.isMessage() && frame.timestamp() == 7)
                    .count();
        }

        assertThat(stamped).isBetween(end / 4096 - 1, end / 4096 + 1);
    }
}
