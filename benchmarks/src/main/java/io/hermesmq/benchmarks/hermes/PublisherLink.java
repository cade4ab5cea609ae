package io.hermesmq.benchmarks.hermes;

import io.hermesmq.PublishStatus;
import io.hermesmq.benchmarks.side.Link;

/** Sends through a publisher of Hermes, field by field. */
public final class PublisherLink implements Link {

    private final PayloadPublisher publisher;
    private final int receivingThreads;

    /**
     * Makes a link.
     *
     * @param publisher to send through.
     * @param receivingThreads how many lanes call the receivers.
     */
    public PublisherLink(final PayloadPublisher publisher, final int receivingThreads) {
        this.publisher = publisher;
        this.receivingThreads = receivingThreads;
    }

    @Override
    public void send(final long a, final long b) {
        final long result = publisher.publish(a, b, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6);
        if (result < 0) {
            refused(result);
        }
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    public int receivingThreads() {
        return receivingThreads;
    }

    private static void refused(final long result) {
        throw new IllegalStateException("Hermes refused a message: " + PublishStatus.of(result));
    }
}
