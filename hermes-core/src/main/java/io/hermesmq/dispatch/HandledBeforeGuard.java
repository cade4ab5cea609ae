package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.journal.HandledBefore;
import io.hermesmq.frame.FrameExtension;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps away what a group has handled while it shared in another way. Stands in front of the other guards until that is passed. */
final class HandledBeforeGuard implements FrameGuard {

    private final HandledBefore before;
    private final Runnable onPassed;
    private boolean over;

    /**
     * Creates the guard of one member.
     *
     * @param before what to pass over.
     * @param onPassed called once, when the member has come past all of it.
     */
    HandledBeforeGuard(final HandledBefore before, final Runnable onPassed) {
        this.before = before;
        this.onPassed = onPassed;
    }

    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        return over || !isHandled(buffer, payloadOffset, payloadLength);
    }

    private boolean isHandled(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final long sequence = buffer.getLong(payloadOffset - HEADER_LENGTH + SEQUENCE_OFFSET, LITTLE_ENDIAN);
        if (sequence > before.last()) {
            over = true;
            onPassed.run();
            return false;
        }
        final int extension = Math.max(0, FrameExtension.lengthAt(buffer, payloadOffset, payloadLength));
        return before.contains(sequence, buffer, payloadOffset + extension, payloadLength - extension);
    }

    /** The member was sought elsewhere: what it comes to is wanted, handled before or not. */
    void end() {
        over = true;
    }
}
