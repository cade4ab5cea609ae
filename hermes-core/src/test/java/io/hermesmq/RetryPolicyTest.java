package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldAddUpItsDelays() {
        assertThat(RetryPolicy.NONE.longestWait()).isEqualTo(Duration.ZERO);
        assertThat(RetryPolicy.fixed(4, SECOND).longestWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(RetryPolicy.exponential(5, SECOND, Duration.ofSeconds(3)).longestWait())
                .isEqualTo(Duration.ofSeconds(1 + 2 + 3 + 3));
        assertThat(RetryPolicy.exponential(Integer.MAX_VALUE, Duration.ZERO, SECOND)
                        .longestWait())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldRefuseToWaitLongerThanMessagesLive() {
        final RetryPolicy policy = RetryPolicy.fixed(4, SECOND);
        assertThatCode(() -> policy.requireWithin(Duration.ofSeconds(4), "risk"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> policy.requireWithin(Duration.ofSeconds(3), "risk"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("listener 'risk' retries for up to PT3S, but its messages live for PT3S only; use fewer"
                        + " attempts or shorter delays, or let the messages live longer");
    }
}
