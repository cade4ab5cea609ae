package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.journal.GroupPositions;
import org.agrona.concurrent.UnsafeBuffer;

/** Admits the messages that one member of a group has claimed, for as long as it needs: a message that is retried stays its own. */
final class ClaimGuard implements FrameGuard {

    private ClaimCounter claims;
    private long mine;

    /**
     * Creates the guard of one member.
     *
     * @param claims of the whole group.
     * @param inHand the message that the member had before a restart, or {@link GroupPositions#NO_SEQUENCE}.
     */
    ClaimGuard(final ClaimCounter claims, final long inHand) {
        this.claims = claims;
        mine = inHand;
    }

    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final long sequence = buffer.getLong(payloadOffset - HEADER_LENGTH + SEQUENCE_OFFSET, LITTLE_ENDIAN);
        if (sequence == mine) {
            return true;
        }
        final boolean isClaimed = claims.claim(sequence);
        if (isClaimed) {
            mine = sequence;
        }
        return isClaimed;
    }

    /** Goes on elsewhere. */
    void restart(final ClaimCounter others) {
        claims = others;
        mine = GroupPositions.NO_SEQUENCE;
    }
}
