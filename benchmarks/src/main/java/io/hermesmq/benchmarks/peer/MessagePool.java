package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Receiver;

/**
 * Messages for queues of references, used over and over so that nothing is allocated. There are twice as many as the
 * queue has slots: when one is used again, it has long been read, because the queue took as many in between as it can
 * hold. One publisher only.
 */
final class MessagePool {

    private static final int COUNT = 2 * Sizes.SLOTS;

    private final long[][] messages = new long[COUNT][8];
    private int next;

    long[] fill(final long a, final long b) {
        final long[] message = messages[next];
        next = (next + 1) & (COUNT - 1);
        message[0] = a;
        message[1] = b;
        message[2] = a + 1;
        message[3] = a + 2;
        message[4] = a + 3;
        message[5] = a + 4;
        message[6] = a + 5;
        message[7] = a + 6;
        return message;
    }

    static void deliver(final long[] message, final Receiver receiver) {
        receiver.on(message[0], message[1], message[2], message[3], message[4], message[5], message[6], message[7]);
    }
}
