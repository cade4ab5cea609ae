package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.InvalidMessageException;
import io.hermesmq.RetryPolicy;
import io.hermesmq.codec.MessageDecodingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryRulesTest {

    private static final RetryPolicy FIXED = RetryPolicy.fixed(3, Duration.ofNanos(100));

    private static RetryRules rules(final RetryPolicy policy) {
        return new RetryRules(policy, () -> 0.5);
    }

    private static boolean retries(final RetryPolicy policy, final Throwable failure) {
        return rules(policy).retries(failure, 1);
    }

    private static List<Long> delays(final RetryPolicy policy) {
        return IntStream.rangeClosed(1, 5).mapToObj(rules(policy)::delayNs).toList();
    }

    @Test
    void shouldRetryUntilTheAttemptsAreUsedUp() {
        final RetryRules rules = rules(FIXED);
        assertThat(rules.retries(new IOException(), 2)).isTrue();
        assertThat(rules.retries(new IOException(), 3)).isFalse();
        assertThat(rules(RetryPolicy.NONE).retries(new IOException(), 1)).isFalse();
    }

    @Test
    void shouldNotRetryWhatFailsAgain() {
        assertThat(retries(FIXED, new RuntimeException())).isTrue();
        assertThat(retries(FIXED, new StackOverflowError())).isFalse();
        assertThat(retries(FIXED, new OutOfMemoryError())).isFalse();
        assertThat(retries(FIXED, new RuntimeException(new NoClassDefFoundError())))
                .isFalse();
        assertThat(retries(FIXED, new MessageDecodingException("short"))).isFalse();
        assertThat(retries(FIXED, new InvalidMessageException("Order", List.of("id is 0"))))
                .isFalse();
    }

    @Test
    void shouldRetryErrorsThatAreNamed() {
        assertThat(retries(FIXED.onlyOn(List.of(OutOfMemoryError.class)), new OutOfMemoryError()))
                .isTrue();
    }

    @Test
    void shouldLookThroughTheCauses() {
        final RetryPolicy only = FIXED.onlyOn(List.of(IOException.class));
        assertThat(retries(only, new FileNotFoundException())).isTrue();
        assertThat(retries(only, new RuntimeException(new UncheckedIOException(new IOException()))))
                .isTrue();
        assertThat(retries(only, new RuntimeException())).isFalse();

        final RetryPolicy except = FIXED.except(List.of(IOException.class));
        assertThat(retries(except, new RuntimeException(new IOException()))).isFalse();
        assertThat(retries(except, new RuntimeException())).isTrue();
    }

    @Test
    void shouldLetTheFirstOfTheChainDecide() {
        final RetryPolicy both = FIXED.onlyOn(List.of(IOException.class)).except(List.of(IllegalStateException.class));
        assertThat(retries(both, new IOException(new IllegalStateException()))).isTrue();
        assertThat(retries(both, new IllegalStateException(new IOException()))).isFalse();
    }

    @Test
    void shouldLetNotWinWhereBothNameAnException() {
        final RetryPolicy both = FIXED.onlyOn(List.of(IOException.class)).except(List.of(FileNotFoundException.class));
        assertThat(retries(both, new FileNotFoundException())).isFalse();
        assertThat(retries(both, new IOException())).isTrue();
    }

    @Test
    void shouldEndWithACircleOfCauses() {
        final RuntimeException first = new RuntimeException();
        first.initCause(new RuntimeException(first));
        assertThat(retries(FIXED, first)).isTrue();
    }

    @Test
    void shouldWaitAsThePolicySays() {
        assertThat(delays(FIXED)).containsOnly(100L);
        assertThat(delays(RetryPolicy.exponential(9, Duration.ofNanos(100), Duration.ofNanos(500))))
                .containsExactly(100L, 200L, 400L, 500L, 500L);
        assertThat(delays(RetryPolicy.exponential(9, Duration.ZERO, Duration.ofNanos(500))))
                .containsOnly(0L);
        assertThat(rules(RetryPolicy.exponential(Integer.MAX_VALUE, Duration.ofNanos(1), Duration.ofDays(1)))
                        .delayNs(100_000))
                .isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void shouldNeverWaitLongerForTheJitter() {
        assertThat(delays(FIXED.withJitter(0.5))).containsOnly(75L);
        assertThat(delays(FIXED.withJitter(1))).containsOnly(50L);
    }
}
