package io.hermesmq.codec.sbe.wide;

import java.nio.ByteOrder;

/** The static part of what the SBE generator gives for a header of its own: big-endian, uint32, uint16 and uint8. */
public final class MessageHeaderDecoder {

    public static final int ENCODED_LENGTH = 12;
    public static final ByteOrder BYTE_ORDER = ByteOrder.BIG_ENDIAN;

    private MessageHeaderDecoder() {}

    public static int templateIdEncodingOffset() {
        return 0;
    }

    public static int templateIdEncodingLength() {
        return 4;
    }

    public static int schemaIdEncodingOffset() {
        return 4;
    }

    public static int schemaIdEncodingLength() {
        return 2;
    }

    public static int blockLengthEncodingOffset() {
        return 6;
    }

    public static int blockLengthEncodingLength() {
        return 2;
    }

    public static int versionEncodingOffset() {
        return 8;
    }

    public static int versionEncodingLength() {
        return 1;
    }
}
