package io.hermesmq.benchmarks.hermes;

import io.hermesmq.MessageClaim;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.benchmarks.side.Filling;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Payloads;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sends messages with a filling: claims room and writes in place. */
final class ClaimLink implements Link {

    private final Publisher<DirectBuffer> publisher;
    private final byte[] filling;

    ClaimLink(final Publisher<DirectBuffer> publisher, final Filling filling) {
        this.publisher = publisher;
        this.filling = filling.bytes();
    }

    @Override
    public void send(final long a, final long b) {
        final MessageClaim claim = publisher.claim(Payloads.LONGS_BYTES + filling.length);
        if (claim.isRefused()) {
            throw refused(claim.result());
        }
        final MutableDirectBuffer buffer = claim.buffer();
        final int offset = claim.offset();
        buffer.putLong(offset, a);
        buffer.putLong(offset + 8, b);
        buffer.putLong(offset + 16, a + 1);
        buffer.putLong(offset + 24, a + 2);
        buffer.putLong(offset + 32, a + 3);
        buffer.putLong(offset + 40, a + 4);
        buffer.putLong(offset + 48, a + 5);
        buffer.putLong(offset + 56, a + 6);
        buffer.putBytes(offset + Payloads.LONGS_BYTES, filling);
        final long result = claim.commit();
        if (result < 0) {
            throw refused(result);
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
        return 1;
    }

    private static IllegalStateException refused(final long result) {
        return new IllegalStateException("Hermes refused a message: " + PublishStatus.of(result));
    }
}
