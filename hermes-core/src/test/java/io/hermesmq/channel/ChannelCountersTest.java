package io.hermesmq.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.PublishStatus;
import io.hermesmq.monitor.Counters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChannelCountersTest {

    private final Counters counters = new Counters();
    private final ChannelCounters channel = new ChannelCounters(counters, "quotes");

    @ParameterizedTest
    @EnumSource(PublishStatus.class)
    void shouldCountARefusalUnderItsName(final PublishStatus status) {
        assertThat(channel.refuse(status)).isEqualTo(status.code());
        channel.refuse(status);

        for (final PublishStatus each : PublishStatus.values()) {
            assertThat(channel.refused(each).get()).isEqualTo(each == status ? 2 : 0);
        }
    }

    @Test
    void shouldLabelEveryCounter() {
        final List<String> labels = new ArrayList<>();
        counters.forEach((label, value) -> labels.add(label));

        assertThat(labels)
                .containsExactly(
                        "published messages of quotes",
                        "aborted claims of quotes",
                        "failed encodings of quotes",
                        "recovered claims of quotes",
                        "waits for room in quotes",
                        "refused (BACK_PRESSURED) of quotes",
                        "refused (TIMED_OUT) of quotes",
                        "refused (DROPPED) of quotes",
                        "refused (CLOSED) of quotes",
                        "refused (INTERRUPTED) of quotes",
                        "refused (DISK_FULL) of quotes",
                        "refused (JOURNAL_FAILED) of quotes",
                        "refused (UNCONFIRMED) of quotes");
    }
}
