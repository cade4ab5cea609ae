package io.hermesmq.reliability.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final long VALUE = Values.of(3, 123_456_789_012L);

    @Test
    void shouldKeepPublisherAndCounter() {
        assertThat(Values.publisher(VALUE)).isEqualTo(3);
        assertThat(Values.counter(VALUE)).isEqualTo(123_456_789_012L);
        assertThat(Values.of(Values.FENCE_PUBLISHER, 1)).isPositive();
        assertThat(Values.describe(VALUE)).isEqualTo("3:123456789012");
        assertThat(Values.describe(Values.fence(7))).isEqualTo("fence 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {Values.MIN_LENGTH, 25, 31, 32, 33, 100})
    void shouldReadWhatWasWritten(final int length) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length + 8]);
        Values.write(VALUE, Values.Kind.THROWS_IN_LISTENER, buffer, 8, length);
        assertThat(Values.read(buffer, 8, length)).isEqualTo(VALUE);
        assertThat(Values.kind(buffer, 8)).isEqualTo(Values.Kind.THROWS_IN_LISTENER);
    }

    @Test
    void shouldSeeEveryFlippedBit() {
        final int length = 61;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        Values.write(VALUE, Values.Kind.GOOD, buffer, 0, length);
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
            flip(buffer, bit);
            assertThat(Values.read(buffer, 0, length)).as("bit %s", bit).isEqualTo(Values.CORRUPT);
            flip(buffer, bit);
        }
        assertThat(Values.read(buffer, 0, length)).isEqualTo(VALUE);
    }

    private static void flip(final UnsafeBuffer buffer, final int bit) {
        final int index = bit / Byte.SIZE;
        buffer.putByte(index, (byte) (buffer.getByte(index) ^ 1 << bit % Byte.SIZE));
    }

    @Test
    void shouldSeeCutAndZeroedPayloads() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        assertThat(Values.read(buffer, 0, 64)).isEqualTo(Values.CORRUPT);
        Values.write(VALUE, Values.Kind.GOOD, buffer, 0, 64);
        assertThat(Values.read(buffer, 0, 63)).isEqualTo(Values.CORRUPT);
        assertThat(Values.read(buffer, 0, 8)).isEqualTo(Values.CORRUPT);
    }

    @Test
    void shouldChooseLengthsWithinBounds() {
        for (long counter = 0; counter < 1_000; counter++) {
            assertThat(Values.length(Values.of(0, counter), 30, 40)).isBetween(30, 40);
        }
        assertThat(Values.length(VALUE, 32, 32)).isEqualTo(32);
    }
}
