package io.hermesmq.dispatch;

import io.hermesmq.codec.KeyHash;
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
        return KeyHash.memberOf(key.of(buffer, payloadOffset, payloadLength), members) == member;
    }
}
