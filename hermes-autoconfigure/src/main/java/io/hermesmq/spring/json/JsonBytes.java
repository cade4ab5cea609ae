package io.hermesmq.spring.json;

import java.io.ByteArrayOutputStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The JSON of one message, in an array that is used again. */
final class JsonBytes extends ByteArrayOutputStream {

    private static final int INITIAL_LENGTH = 1024;

    JsonBytes() {
        super(INITIAL_LENGTH);
    }

    int capacity() {
        return buf.length;
    }

    void copyTo(final MutableDirectBuffer buffer, final int offset) {
        buffer.putBytes(offset, buf, 0, count);
    }

    /** The array, with the given bytes at its start. */
    byte[] copyOf(final DirectBuffer buffer, final int offset, final int length) {
        if (buf.length < length) {
            buf = new byte[length];
        }
        buffer.getBytes(offset, buf, 0, length);
        return buf;
    }
}
