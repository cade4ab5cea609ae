package io.hermesmq.reliability.app;

import io.hermesmq.reliability.value.Values;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message: on its way out bytes whose encoding fails, on its way in what was read of the bytes. Good messages are published as
 * bytes, without a codec.
 */
record MessageBytes(long value, Values.Kind kind, DirectBuffer buffer, int offset, int length) {

    private static final DirectBuffer NONE = new UnsafeBuffer(new byte[0]);

    static MessageBytes broken(final DirectBuffer buffer, final int offset, final int length) {
        return new MessageBytes(Values.CORRUPT, Values.Kind.GOOD, buffer, offset, length);
    }

    static MessageBytes read(final DirectBuffer buffer, final int offset, final int length) {
        final long value = Values.read(buffer, offset, length);
        final Values.Kind kind = value == Values.CORRUPT ? Values.Kind.GOOD : Values.kind(buffer, offset);
        return new MessageBytes(value, kind, NONE, 0, 0);
    }
}
