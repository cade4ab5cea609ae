package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameLayout;
import io.hermesmq.frame.FrameVerdict;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RunStagingTest {

    private static final int FRAME = 96;
    private static final int PAYLOAD = FRAME - HEADER_LENGTH;
    private static final int START = 2 * FRAME;

    private final FrameChecksum checksum = new FrameChecksum();

    private static UnsafeBuffer frames(final UnsafeBuffer buffer) {
        for (int i = 0; i < 2; i++) {
            final int at = START + i * FRAME;
            buffer.putLong(at, FrameLayout.firstWord(TYPE_PUBLISH), BYTE_ORDER);
            buffer.putLong(at + SEQUENCE_OFFSET, i + 1L, BYTE_ORDER);
            buffer.putLong(at + LENGTH_OFFSET, PAYLOAD, BYTE_ORDER);
            buffer.setMemory(at + HEADER_LENGTH, PAYLOAD, (byte) (i + 65));
        }
        return buffer;
    }

    private static UnsafeBuffer direct() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    }

    private void assertSealed(final ByteBuffer written) {
        assertThat(written.remaining()).isEqualTo(2 * FRAME);
        final UnsafeBuffer view = new UnsafeBuffer(written, written.position(), written.remaining());
        for (int i = 0; i < 2; i++) {
            assertThat(checksum.verify(view, i * FRAME, FRAME, PAYLOAD)).isEqualTo(FrameVerdict.VALID);
            assertThat(view.getLong(i * FRAME + SEQUENCE_OFFSET, BYTE_ORDER)).isEqualTo(i + 1L);
            assertThat(view.getByte(i * FRAME + HEADER_LENGTH)).isEqualTo((byte) (i + 65));
        }
    }

    @Test
    void shouldTakeSealedFramesFromWhereTheyAre() {
        final UnsafeBuffer ring = frames(direct());
        checksum.seal(ring, START);
        checksum.seal(ring, START + FRAME);
        try (RunStaging staging = new RunStaging()) {
            staging.frames(ring, START, 2 * FRAME);
            assertThat(staging.framesLength()).isEqualTo(2 * FRAME);
            assertSealed(staging.frames());
            ring.putByte(START + FRAME - 1, (byte) 99);
            final ByteBuffer written = staging.frames();
            assertThat(written.get(written.position() + FRAME - 1)).isEqualTo((byte) 99);
        }
    }

    @Test
    void shouldSealACopyWhereAFrameIsNotSealed() {
        final UnsafeBuffer ring = frames(direct());
        checksum.seal(ring, START);
        final long before = ring.getLong(START + FRAME, BYTE_ORDER);
        try (RunStaging staging = new RunStaging()) {
            staging.frames(ring, START, 2 * FRAME);
            assertSealed(staging.frames());
            assertThat(ring.getLong(START + FRAME, BYTE_ORDER)).isEqualTo(before);
        }
    }

    @Test
    void shouldCopyWhatLiesOnTheHeap() {
        final UnsafeBuffer heap = frames(new UnsafeBuffer(new byte[1024]));
        checksum.seal(heap, START);
        checksum.seal(heap, START + FRAME);
        try (RunStaging staging = new RunStaging()) {
            staging.frames(heap, START, 2 * FRAME);
            assertThat(staging.frames().isDirect()).isTrue();
            assertSealed(staging.frames());
        }
    }

    @Test
    void shouldTakeRunsOfAnyLengthInTurn() {
        final int many = 2000;
        final UnsafeBuffer large = new UnsafeBuffer(ByteBuffer.allocateDirect(many * FRAME));
        for (int i = 0; i < many; i++) {
            large.putLong(i * FRAME, FrameLayout.firstWord(TYPE_PUBLISH), BYTE_ORDER);
            large.putLong(i * FRAME + LENGTH_OFFSET, PAYLOAD, BYTE_ORDER);
        }
        try (RunStaging staging = new RunStaging()) {
            staging.frames(large, 0, many * FRAME);
            assertThat(staging.frames().remaining()).isEqualTo(many * FRAME);
            staging.frames(frames(direct()), START, 2 * FRAME);
            assertSealed(staging.frames());
        }
    }
}
