package io.hermesmq.codec.sbe;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.MutableDirectBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/** Written by hand in the shape that the SBE generator gives: id int64, quantity int32, note of variable length. */
public class TradeEncoder implements MessageEncoderFlyweight {

    private MutableDirectBuffer buffer;
    private int offset;
    private int limit;

    @Override
    public TradeEncoder wrap(final MutableDirectBuffer buffer, final int offset) {
        this.buffer = buffer;
        this.offset = offset;
        limit = offset + TradeDecoder.BLOCK_LENGTH;
        return this;
    }

    public TradeEncoder id(final long id) {
        buffer.putLong(offset, id, LITTLE_ENDIAN);
        return this;
    }

    public TradeEncoder quantity(final int quantity) {
        buffer.putInt(offset + 8, quantity, LITTLE_ENDIAN);
        return this;
    }

    public TradeEncoder note(final String note) {
        final byte[] bytes = note.getBytes(UTF_8);
        buffer.putShort(limit, (short) bytes.length, LITTLE_ENDIAN);
        buffer.putBytes(limit + 2, bytes);
        limit += 2 + bytes.length;
        return this;
    }

    @Override
    public MutableDirectBuffer buffer() {
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
        return TradeDecoder.BLOCK_LENGTH;
    }

    @Override
    public int sbeTemplateId() {
        return TradeDecoder.TEMPLATE_ID;
    }

    @Override
    public int sbeSchemaId() {
        return TradeDecoder.SCHEMA_ID;
    }

    @Override
    public int sbeSchemaVersion() {
        return TradeDecoder.SCHEMA_VERSION;
    }

    @Override
    public String sbeSemanticType() {
        return "";
    }
}
