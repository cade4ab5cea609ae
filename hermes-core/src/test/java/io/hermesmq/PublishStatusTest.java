package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishStatusTest {

    @ParameterizedTest
    @EnumSource(PublishStatus.class)
    void shouldBeFoundByItsCode(final PublishStatus status) {
        assertThat(status.code()).isNegative();
        assertThat(PublishStatus.of(status.code())).isSameAs(status);
        assertThat(PublishStatus.isRefused(status.code())).isTrue();
    }

    /** Users store and send them. */
    @Test
    void shouldKeepItsCodes() {
        assertThat(PublishStatus.BACK_PRESSURED.code()).isEqualTo(-1);
        assertThat(PublishStatus.TIMED_OUT.code()).isEqualTo(-2);
        assertThat(PublishStatus.DROPPED.code()).isEqualTo(-3);
        assertThat(PublishStatus.CLOSED.code()).isEqualTo(-4);
        assertThat(PublishStatus.INTERRUPTED.code()).isEqualTo(-5);
        assertThat(PublishStatus.DISK_FULL.code()).isEqualTo(-6);
        assertThat(PublishStatus.JOURNAL_FAILED.code()).isEqualTo(-7);
        assertThat(PublishStatus.UNCONFIRMED.code()).isEqualTo(-8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE})
    void shouldTellAPositionFromARefusal(final long position) {
        assertThat(PublishStatus.isRefused(position)).isFalse();
        assertThatThrownBy(() -> PublishStatus.of(position))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("result " + position
                        + " is a position, not a refusal; ask PublishStatus.isRefused(result) first");
    }

    @ParameterizedTest
    @ValueSource(longs = {-9, Long.MIN_VALUE})
    void shouldRefuseACodeThatNobodyReturns(final long code) {
        assertThatThrownBy(() -> PublishStatus.of(code))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("result " + code + " is not the code of a publish status");
    }

    @Test
    void shouldSayWhatToDoWhereARefusalIsThrown() {
        final PublishRefusedException e = new PublishRefusedException("quotes", PublishStatus.TIMED_OUT);

        assertThat(e)
                .hasMessage("channel 'quotes' refused a message: TIMED_OUT;"
                        + " let the publisher method return long to handle refusals without an exception");
        assertThat(e.status()).isSameAs(PublishStatus.TIMED_OUT);
    }
}
