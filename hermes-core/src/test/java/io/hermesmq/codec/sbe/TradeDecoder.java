package io.hermesmq.codec.sbe;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** The counterpart of {@link TradeEncoder}. Its package has no message header, so the standard one is used. */
public class TradeDecoder implements MessageDecoderFlyweight {

    public static final int BLOCK_LENGTH = 12;
    public static final int TEMPLATE_ID = 7;
    public static final int SCHEMA_ID = 91;
    public static final int SCHEMA_VERSION = 3;

    private DirectBuffer buffer;
    private int offset;
    private int limit;
    private int actingVersion;

    @Override
    public TradeDecoder wrap(
            final DirectBuffer buffer, final int offset, final int actingBlockLength, final int actingVersion) {
        this.buffer = buffer;
        this.offset = offset;
        this.actingVersion = actingVersion;
        limit = offset + actingBlockLength;
        return this;
    }

    public long id() {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    public int quantity() {
        return buffer.getInt(offset + 8, LITTLE_ENDIAN);
    }

    public String note() {
        final byte[] bytes = new byte[buffer.getShort(limit, LITTLE_ENDIAN) & 0xFFFF];
        buffer.getBytes(limit + 2, bytes);
        limit += 2 + bytes.length;
        return new String(bytes, UTF_8);
    }

    public int actingVersion() {
        return actingVersion;
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int encodedLength() {
        return limit - offset;
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public void limit(final int limit) {
        this.limit = limit;
    }

    @Override
    public int sbeBlockLength() {
        return BLOCK_LENGTH;
    }

    @Override
    public int sbeTemplateId() {
        return TEMPLATE_ID;
    }

    @Override
    public int sbeSchemaId() {
        return SCHEMA_ID;
    }

    @Override
    public int sbeSchemaVersion() {
        return SCHEMA_VERSION;
    }

    @Override
    public String sbeSemanticType() {
        return "";
    }

    @Override
    public StringBuilder appendTo(final StringBuilder builder) {
        return builder.append("Trade ").append(id());
    }
}
