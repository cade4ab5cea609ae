package io.hermesmq.spring.json;

import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one thread serialises into. They are taken while they are written or read: an accessor of a message that publishes
 * another one of the same type finds none and gets new ones, so neither overwrites the other.
 */
final class JsonScratch {

    /** What is kept between messages; one that was larger is left to the garbage collector. */
    private static final int MAX_KEPT_LENGTH = 1 << 20;

    private @Nullable JsonBytes idle;

    JsonBytes take() {
        final JsonBytes bytes = idle;
        idle = null;
        if (bytes == null) {
            return new JsonBytes();
        }
        bytes.reset();
        return bytes;
    }

    void giveBack(final JsonBytes bytes) {
        idle = bytes;
    }

    /** Copies the message that was measured last. */
    void copyTo(final MutableDirectBuffer buffer, final int offset) {
        final JsonBytes bytes = idle;
        if (bytes == null) {
            throw new IllegalStateException("a message is encoded that was not measured on this thread");
        }
        bytes.copyTo(buffer, offset);
        if (bytes.capacity() > MAX_KEPT_LENGTH) {
            idle = null;
        }
    }
}
