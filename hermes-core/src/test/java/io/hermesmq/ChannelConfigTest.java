package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelConfigTest {

    private static final ChannelConfig CONFIG = Profile.BALANCED.channel();

    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, 4096",
        "-1, 4096",
        "0, 4096",
        "1, 4096",
        "4095, 4096",
        "4097, 8192",
        "1000000, 1048576",
        "1048577, 2097152",
        "1073741823, 1073741824",
        "1073741825, 1073741824",
        "2147483648, 1073741824",
        "9223372036854775807, 1073741824"
    })
    void shouldNameTheNextCapacityThatIsValid(final long wrong, final int next) {
        final ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> ChannelConfig.validCapacity(wrong));

        assertThat(e).hasMessage("capacity " + wrong + " is not a power of two from 4096 to 1073741824; use " + next);
        assertThat(e.setting()).isEqualTo("capacity");
        assertThat(e.description()).isEqualTo("capacity " + wrong + " is not a power of two from 4096 to 1073741824");
        assertThat(e.action()).isEqualTo("use " + next);
        assertThat(ChannelConfig.nextCapacity(wrong)).isEqualTo(next);
        assertThat(ChannelConfig.validCapacity(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 8192, 1 << 20, 1 << 30})
    void shouldTakeAPowerOfTwo(final int capacity) {
        assertThat(CONFIG.withCapacity(capacity).capacityBytes()).isEqualTo(capacity);
    }

    @Test
    void shouldCheckTheCapacityOfAConfiguration() {
        assertThatThrownBy(() -> CONFIG.withCapacity(1000))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("capacity 1000 is not a power of two from 4096 to 1073741824; use 4096");
    }

    @Test
    void shouldRefuseANegativeTimeToWait() {
        assertThatThrownBy(() -> CONFIG.withBlockTimeout(Duration.ofMillis(-1)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("block-timeout PT-0.001S is not within 0 and 365 days;"
                        + " use 0s to refuse at once, or a time up to that limit");
    }

    @Test
    void shouldRefuseATimeToWaitThatCannotBeCounted() {
        assertThatThrownBy(() -> CONFIG.withBlockTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("block-timeout PT2562047788015215H30M7S is not within 0 and 365 days; use");
    }

    @Test
    void shouldChangeOneSettingAtATime() {
        final ChannelConfig changed = CONFIG.withCapacity(8192)
                .withOnFull(OnFull.DROP_NEWEST)
                .withBlockTimeout(Duration.ofSeconds(7))
                .withProducers(Producers.SINGLE)
                .withTimestamps(Timestamps.EVERY);

        assertThat(changed)
                .isEqualTo(new ChannelConfig(
                        8192, OnFull.DROP_NEWEST, Duration.ofSeconds(7), Producers.SINGLE, Timestamps.EVERY));
        assertThat(CONFIG).isEqualTo(Profile.BALANCED.channel());
    }

    @Test
    void shouldRefuseWhatIsMissing() {
        assertThatThrownBy(() -> CONFIG.withOnFull(null)).hasMessage("onFull");
        assertThatThrownBy(() -> CONFIG.withBlockTimeout(null)).hasMessage("blockTimeout");
        assertThatThrownBy(() -> CONFIG.withProducers(null)).hasMessage("producers");
        assertThatThrownBy(() -> CONFIG.withTimestamps(null)).hasMessage("timestamps");
    }

    /** A listener of a journal may begin at a time. */
    @Test
    void shouldTakeEveryTimeWithAJournalUnlessToldOtherwise() {
        final ChannelConfig journaled = CONFIG.withJournal(JournalConfig.DEFAULT);

        assertThat(CONFIG.timestamps()).isEqualTo(Timestamps.SAMPLED);
        assertThat(journaled.timestamps()).isEqualTo(Timestamps.EVERY);
        assertThat(journaled.withTimestamps(Timestamps.SAMPLED).timestamps()).isEqualTo(Timestamps.SAMPLED);
        assertThat(CONFIG.withTimestamps(Timestamps.OFF)
                        .withJournal(JournalConfig.DEFAULT)
                        .timestamps())
                .isEqualTo(Timestamps.OFF);
    }
}
