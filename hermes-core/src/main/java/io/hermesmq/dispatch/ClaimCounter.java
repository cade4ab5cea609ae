package io.hermesmq.dispatch;

import io.hermesmq.monitor.Counter;

/**
 * Up to where the members of a group without a key have claimed the messages of their channel. Each member reads all messages in
 * order, so whoever comes to a sequence that is not claimed has seen that all in front of it are.
 *
 * <p>A claim is a full fence: what a member has committed before it is in memory before any other member can claim the next
 * message. docs/design/groups.md needs that.
 */
public final class ClaimCounter {

    private final Counter claimed;

    /**
     * Begins to count.
     *
     * @param counter on a cache line of its own, for this group alone.
     * @param last sequence that is not to be claimed any more.
     */
    public ClaimCounter(final Counter counter, final long last) {
        claimed = counter;
        counter.set(last);
    }

    /**
     * Claims a message. Where sequences are missing in front of it, they are missing for all.
     *
     * @param sequence of the message.
     * @return true for one caller only, of all that come to this sequence.
     */
    public boolean claim(final long sequence) {
        long last = claimed.getAcquire();
        while (last < sequence) {
            if (claimed.compareAndSet(last, sequence)) {
                return true;
            }
            last = claimed.get();
        }
        return false;
    }
}
