package io.hermesmq.dispatch;

import io.hermesmq.codec.KeyHash;
import io.hermesmq.frame.FrameExtension;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Admits the messages of those keys that belong to one member of a group. A record, so that the compiler takes all of it for constants.
 *
 * @param key to hash.
 * @param members of the group.
 * @param member that the guard is of.
 */
record KeyGuard(KeyHash key, int members, int member) implements FrameGuard {

    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final int extension = Math.max(0, FrameExtension.lengthAt(buffer, payloadOffset, payloadLength));
        final long hash = key.of(buffer, payloadOffset + extension, payloadLength - extension);
        return KeyHash.memberOf(hash, members) == member;
    }
}
