package io.hermesmq.codec;

import static io.hermesmq.codec.PayloadCodec.UNBOUNDED;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * SBE messages: a message header, then the body.
 *
 * <p>Published is what an encoder wrote into a buffer of its own. A listener gets the one decoder that belongs to its
 * codec, wrapped around the payload; it is valid until the listener returns. The decoder sees the payload through a
 * view, since a flyweight reads groups and texts only when it is asked, and damaged lengths must not lead it to other
 * messages.
 */
final class SbePayload {

    private SbePayload() {}

    static PayloadCodec publishing(final Class<?> type) {
        final SbeHeader header = SbeHeader.of(type);
        final MethodHandle length = Handles.find(
                SbePayload.class,
                "length",
                methodType(int.class, SbeHeader.class, MessageEncoderFlyweight.class),
                header);
        final MethodHandle encode = Handles.find(
                SbePayload.class,
                "encode",
                methodType(void.class, SbeHeader.class, UnsafeBuffer.class, int.class, MessageEncoderFlyweight.class),
                header);
        return WholePayloadCodec.publishing(type, "sbe " + type.getTypeName(), UNBOUNDED, length, encode);
    }

    static PayloadCodec listening(final Class<? extends MessageDecoderFlyweight> type, final UnsafeBuffer view) {
        final MessageDecoderFlyweight decoder = newInstance(type);
        final Reading reading =
                new Reading(SbeHeader.of(type), decoder, view, decoder.sbeTemplateId(), decoder.sbeSchemaId());
        final MethodHandle decode = Handles.find(
                SbePayload.class,
                "decode",
                methodType(MessageDecoderFlyweight.class, Reading.class, UnsafeBuffer.class, int.class, int.class),
                reading);
        final String description = "sbe " + type.getTypeName() + " (template " + reading.templateId + ", schema "
                + reading.schemaId + ", version " + decoder.sbeSchemaVersion() + ")";
        return WholePayloadCodec.listening(type, description, UNBOUNDED, decode);
    }

    private static MessageDecoderFlyweight newInstance(final Class<? extends MessageDecoderFlyweight> type) {
        try {
            return (MessageDecoderFlyweight) MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, methodType(void.class))
                    .invoke();
        } catch (final Throwable e) {
            throw new UnsupportedMessageTypeException(
                    "cannot make a " + type.getTypeName() + ", which a listener would get (" + e
                            + "); it must be a class with a constructor without parameters",
                    e);
        }
    }

    static int length(final SbeHeader header, final @Nullable MessageEncoderFlyweight message) {
        if (message == null) {
            throw new MessageEncodingException("message is null; publish an encoder that was wrapped around a buffer");
        }
        if (message.buffer() == null) {
            throw new MessageEncodingException(message.getClass().getTypeName()
                    + " is not wrapped around a buffer; call wrap(buffer, offset) and encode, then publish");
        }
        return header.length() + message.encodedLength();
    }

    static void encode(
            final SbeHeader header,
            final UnsafeBuffer buffer,
            final int offset,
            final MessageEncoderFlyweight message) {
        header.put(header.blockLength(), buffer, offset, message.sbeBlockLength());
        header.put(header.templateId(), buffer, offset, message.sbeTemplateId());
        header.put(header.schemaId(), buffer, offset, message.sbeSchemaId());
        header.put(header.version(), buffer, offset, message.sbeSchemaVersion());
        buffer.putBytes(offset + header.length(), message.buffer(), message.offset(), message.encodedLength());
    }

    static MessageDecoderFlyweight decode(
            final Reading reading, final UnsafeBuffer buffer, final int offset, final int length) {
        final SbeHeader header = reading.header;
        final int bodyLength = length - header.length();
        if (bodyLength < 0) {
            throw tooShort(reading, length, header.length());
        }
        final int templateId = header.get(header.templateId(), buffer, offset);
        final int schemaId = header.get(header.schemaId(), buffer, offset);
        if (templateId != reading.templateId || schemaId != reading.schemaId) {
            throw otherMessage(reading, templateId, schemaId);
        }
        final int blockLength = header.get(header.blockLength(), buffer, offset);
        if (blockLength < 0 || blockLength > bodyLength) {
            throw tooShort(reading, length, header.length() + (blockLength & 0xFFFFFFFFL));
        }
        reading.view.wrap(buffer, offset + header.length(), bodyLength);
        return reading.decoder.wrap(reading.view, 0, blockLength, header.get(header.version(), buffer, offset));
    }

    private static MessageDecodingException otherMessage(
            final Reading reading, final int templateId, final int schemaId) {
        return new MessageDecodingException("payload is SBE template " + templateId + " of schema " + schemaId
                + ", but "
                + reading.decoder.getClass().getTypeName() + " reads template " + reading.templateId + " of schema "
                + reading.schemaId + "; listen with the decoder of that message, or to another channel");
    }

    private static MessageDecodingException tooShort(final Reading reading, final int length, final long needed) {
        return new MessageDecodingException("payload of " + length + " bytes is too short for "
                + reading.decoder.getClass().getTypeName() + ", which needs at least " + needed
                + " with its header; it is damaged, or was not written as SBE");
    }

    /**
     * What a listener reads with. A record, because the compiler trusts the fields of constant records.
     *
     * @param header in front of the messages.
     * @param decoder that the listener gets.
     * @param view of the body in the channel.
     * @param templateId of the decoder.
     * @param schemaId of the decoder.
     */
    private record Reading(
            SbeHeader header, MessageDecoderFlyweight decoder, UnsafeBuffer view, int templateId, int schemaId) {}
}
