package io.hermesmq.frame;

import java.util.HexFormat;
import java.util.List;

/**
 * Frames of protocol version 1 in hex, made by another implementation (Python: struct and zlib.crc32). Whoever writes or reads
 * frames in another language has to get these.
 */
final class GoldenFrames {

    /** Without a checksum and without a payload. */
    static final Golden EMPTY = new Golden(
            FrameLayout.TYPE_PUBLISH,
            0,
            1,
            0,
            "",
            "534d5248 01 01 0000 0100000000000000 0000000000000000 00000000 00000000");

    static final Golden EMPTY_SEALED = new Golden(
            FrameLayout.TYPE_PUBLISH,
            FrameLayout.FLAG_CHECKSUM,
            1,
            0,
            "",
            "534d5248 01 01 0100 0100000000000000 0000000000000000 00000000 ca449f1f");

    /** The payload is {@code Hello, Hermes!}. */
    static final Golden TEXT = new Golden(
            FrameLayout.TYPE_PUBLISH,
            0,
            42,
            1_700_000_000_123_456_789L,
            "48656c6c6f2c204865726d657321",
            "534d5248 01 01 0000 2a00000000000000 15cd853dfe9c9717 0e000000 00000000 48656c6c6f2c204865726d657321");

    static final Golden TEXT_SEALED = new Golden(
            FrameLayout.TYPE_PUBLISH,
            FrameLayout.FLAG_CHECKSUM,
            42,
            1_700_000_000_123_456_789L,
            "48656c6c6f2c204865726d657321",
            "534d5248 01 01 0100 2a00000000000000 15cd853dfe9c9717 0e000000 7d6ed2bb 48656c6c6f2c204865726d657321");

    static final Golden BATCH_WITH_ALL_FLAGS = new Golden(
            FrameLayout.TYPE_BATCH,
            FrameLayout.FLAG_CHECKSUM | FrameLayout.FLAG_EXTENSION | FrameLayout.FLAG_REDELIVERED,
            0x0102030405060708L,
            1,
            "fafbfcfdfeff0001",
            "534d5248 01 05 0700 0807060504030201 0100000000000000 08000000 7e227885 fafbfcfdfeff0001");

    static final Golden HEARTBEAT_AT_THE_LIMITS = new Golden(
            FrameLayout.TYPE_HEARTBEAT,
            FrameLayout.FLAG_CHECKSUM,
            Long.MAX_VALUE,
            -1,
            "",
            "534d5248 01 04 0100 ffffffffffffff7f ffffffffffffffff 00000000 02d824bc");

    static final List<Golden> ALL =
            List.of(EMPTY, EMPTY_SEALED, TEXT, TEXT_SEALED, BATCH_WITH_ALL_FLAGS, HEARTBEAT_AT_THE_LIMITS);

    private GoldenFrames() {}

    record Golden(byte type, int flags, long sequence, long timestamp, String payload, String hex) {

        byte[] bytes() {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }

        byte[] payloadBytes() {
            return HexFormat.of().parseHex(payload);
        }

        boolean isSealed() {
            return (flags & FrameLayout.FLAG_CHECKSUM) != 0;
        }
    }
}
