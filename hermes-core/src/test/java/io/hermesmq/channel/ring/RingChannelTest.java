package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesmq.ChannelConfig;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Producers;
import io.hermesmq.channel.ReadCursor;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Producers.class)
final class RingChannelTest {

    private final Producers producers;
    private final TestRing ring;

    RingChannelTest(final Producers producers) {
        this.producers = producers;
        ring = TestRing.of(producers);
    }

    @Test
    void shouldReturnThePositionBehindEachMessage() {
        assertThat(ring.publish(0)).isEqualTo(32);
        assertThat(ring.publish(1)).isEqualTo(96);
        assertThat(ring.publish(32)).isEqualTo(160);
        assertThat(ring.publish(33)).isEqualTo(256);
    }

    @Test
    void shouldWriteAFrameAsItIsDrawn() {
        ring.open("reader");
        ring.publish("first");
        ring.publish("ABC");

        final byte[] frame = new byte[40];
        ring.channel.buffer().getBytes(64, frame);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("534d5248" + "01" + "01" + "0000" // magic, version, type, flags
                        + "0200000000000000" // sequence
                        + "0000000000000000" // timestamp
                        + "03000000" + "00000000" // length, checksum
                        + "4142430000000000");
    }

    @Test
    void shouldOverwriteEveryFieldOfTheHeaderInTheNextLap() {
        final ReadCursor cursor = ring.open("reader");
        for (int i = 0; i < TestRing.CAPACITY / 64; i++) {
            final long position = ring.channel.claim(32);
            ring.channel.buffer().setMemory((int) position, 64, (byte) 0xFF);
            ring.channel.buffer().putInt((int) position + 24, 32);
            ring.channel.commit(position);
        }
        ring.read(cursor);

        ring.publish("");

        final byte[] frame = new byte[32];
        ring.channel.buffer().getBytes(0, frame);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("534d524801010000" + "4100000000000000" + "0000000000000000" + "0000000000000000");
    }

    @Test
    void shouldShowAFrameOnceItIsCommitted() {
        final ReadCursor cursor = ring.open("reader");

        final long position = ring.claim("later");
        assertThat(ring.read(cursor)).isEmpty();
        assertThat(ring.channel.openPosition()).isEqualTo(64);

        ring.channel.commit(position);
        assertThat(ring.texts(cursor)).containsExactly("1:later");
    }

    @Test
    void shouldNumberMessagesDenselyAroundAbortsAndPadding() {
        final ReadCursor cursor = ring.open("reader");
        long expected = 0;
        boolean padded = false;
        for (int i = 0; i < 1_000; i++) {
            if (i % 3 == 0) {
                ring.channel.abort(ring.channel.claim(i % 200));
            }
            ring.publish(i % 481);
            for (final TestRing.Frame frame : ring.read(cursor)) {
                if (frame.isMessage()) {
                    assertThat(frame.sequence()).isEqualTo(++expected);
                } else {
                    padded |= frame.end() % TestRing.CAPACITY == 0;
                }
            }
        }
        assertThat(expected).isEqualTo(1_000);
        assertThat(padded).isTrue();
        assertThat(ring.channel.counters().published().get()).isEqualTo(1_000);
        assertThat(ring.channel.counters().aborted().get()).isEqualTo(334);
    }

    @Test
    void shouldLeaveNoHoleWhereAClaimIsAborted() {
        final ReadCursor cursor = ring.open("reader");
        ring.publish("one");
        ring.channel.abort(ring.claim("never seen"));
        ring.publish("two");

        assertThat(ring.texts(cursor)).containsExactly("1:one", "2:two");
        assertThat(ring.channel.openPosition()).isEqualTo(ring.channel.limit().get());
    }

    /** Each payload from empty to the largest, begun at each offset of a lap. */
    @Test
    void shouldNeverWrapAFrame() {
        final ReadCursor cursor = ring.open("reader");
        long position = 0;
        long sequence = 0;
        for (int length = 0; length <= TestRing.MAX_PAYLOAD; length++) {
            final int frameLength = RingChannel.frameLength(length);
            for (int offset = 0; offset < TestRing.CAPACITY; offset += RingChannel.FRAME_ALIGNMENT) {
                while ((position & ring.channel.mask()) != offset) {
                    position = ring.publish(0);
                    cursor.position().setRelease(position);
                    sequence++;
                }
                final long start =
                        offset + frameLength <= TestRing.CAPACITY ? position : position + TestRing.CAPACITY - offset;
                final long claimed = ring.channel.claim(length);
                check(claimed == start, "claim of %d bytes at offset %d", length, offset);
                final long end = ring.channel.commit(claimed);
                sequence++;
                check(end == start + frameLength, "end of %d bytes at offset %d", length, offset);
                check(ring.channel.limit().get() == end, "limit behind %d bytes at offset %d", length, offset);
                if (start != position) {
                    final TestRing.Frame padding = ring.frameAt(position);
                    check(!padding.isMessage() && padding.end() == start, "padding at offset %d", offset);
                }
                final TestRing.Frame frame = ring.frameAt(start);
                check(
                        frame.isMessage() && frame.sequence() == sequence && frame.payload().length == length,
                        "frame of %d bytes at offset %d",
                        length,
                        offset);
                position = end;
                cursor.position().setRelease(end);
            }
        }
        assertThat(sequence).isGreaterThan(128L * 481);
    }

    /** As an assertion of AssertJ, but cheap enough for a million calls. */
    private static void check(final boolean condition, final String what, final Object... arguments) {
        if (!condition) {
            throw new AssertionError(String.format(what, arguments));
        }
    }

    @Test
    void shouldFillTheRingToTheLastByte() {
        ring.open("reader");
        for (int i = 1; i <= 8; i++) {
            assertThat(ring.publish(TestRing.MAX_PAYLOAD)).isEqualTo(i * 512L);
        }
        assertThat(ring.publish(0)).isNegative();
    }

    @Test
    void shouldRefuseAMessageThatNeverFitsAndNameTheCapacityThatTakesIt() {
        final MessageTooLargeException e =
                catchThrowableOfType(MessageTooLargeException.class, () -> ring.channel.claim(481));

        assertThat(e)
                .hasMessage("channel 'quotes': a message needs 481 payload bytes, but its ring takes at most 480;"
                        + " set its capacity to at least 8192");
        assertThat(e.channel()).isEqualTo("quotes");
        assertThat(e.length()).isEqualTo(481);
        assertThat(e.maxLength()).isEqualTo(480);
        final int capacity = ChannelConfig.validCapacity(e.capacityBytes());
        final TestRing larger = TestRing.with(TestRing.config(producers).withCapacity(capacity));
        assertThat(larger.publish(481)).isPositive();
    }

    @Test
    void shouldNameTheSmallestCapacityThatTakesAPayload() {
        for (long capacity = ChannelConfig.MIN_CAPACITY; capacity < ChannelConfig.MAX_CAPACITY; capacity *= 2) {
            final long largest = capacity / 8 - 32;
            assertThat(RingChannel.capacityFor(largest)).isEqualTo(capacity);
            assertThat(RingChannel.capacityFor(largest + 1)).isEqualTo(2 * capacity);
        }
    }

    @Test
    void shouldTakeTheLargestPayloadItSpeaksOf() {
        assertThat(ring.channel.maxPayloadLength()).isEqualTo(480);
        assertThat(ring.publish(480)).isPositive();
    }

    @Test
    void shouldRefuseANegativeLength() {
        assertThatThrownBy(() -> ring.channel.claim(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel 'quotes': payload length -1 is negative");
    }

    @Test
    void shouldLeaveNothingBehindWhereALengthIsRefused() {
        final ReadCursor cursor = ring.open("reader");
        assertThatThrownBy(() -> ring.channel.claim(481)).isInstanceOf(MessageTooLargeException.class);
        assertThatThrownBy(() -> ring.channel.claim(-1)).isInstanceOf(IllegalArgumentException.class);

        ring.publish("next");

        assertThat(ring.texts(cursor)).containsExactly("1:next");
        assertThat(ring.channel.openPosition()).isEqualTo(64);
    }

    @Test
    void shouldLetTheWriterAtItsPayloadOnly() {
        ring.publish("before");
        final long position = ring.channel.claim(8);
        assertThat(ring.channel.payloadOffset(position)).isEqualTo(96);
        assertThat(position).isEqualTo(64);
    }

    @Test
    void shouldSayWhatItIs() {
        assertThat(ring.channel.name()).isEqualTo("quotes");
        assertThat(ring.channel.config()).isEqualTo(TestRing.config(producers));
        assertThat(ring.channel).hasToString("channel 'quotes' (" + TestRing.config(producers) + ")");
    }

    @Test
    void shouldCountFailedEncodings() {
        ring.channel.countFailedEncoding();
        ring.channel.countFailedEncoding();
        assertThat(ring.channel.counters().failedEncodings().get()).isEqualTo(2);
    }

    @Test
    void shouldBeOfTheKindThatItsConfigurationAsksFor() {
        assertThat(List.of(ring.channel))
                .hasOnlyElementsOfType(
                        producers == Producers.SINGLE ? SingleProducerRing.class : MultiProducerRing.class);
    }
}
