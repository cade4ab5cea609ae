package io.hermesmq.spring.json;

import io.hermesmq.codec.MessageCodec;
import io.hermesmq.codec.MessageDecodingException;
import io.hermesmq.codec.MessageEncodingException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes messages of one type as JSON. Types with {@link io.hermesmq.annotation.JsonMessage} get one by themselves; declare it as a
 * bean for a type that cannot be annotated, such as one of a library or {@code Map}.
 *
 * <p>A message is serialised once, when it is measured, and copied into the channel when its room is claimed. The bytes in between
 * belong to the thread. Safe for any thread.
 *
 * @param <T> the type of the messages; what is written of a subtype is what the mapper is told about it.
 */
public final class JsonMessageCodec<T> implements MessageCodec<T> {

    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final ThreadLocal<JsonScratch> scratch = ThreadLocal.withInitial(JsonScratch::new);

    /**
     * Creates a codec.
     *
     * @param mapper that reads and writes.
     * @param type of the messages.
     */
    public JsonMessageCodec(final JsonMapper mapper, final Class<T> type) {
        this.type = type;
        writer = mapper.writerFor(type);
        reader = mapper.readerFor(type);
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public int encodedLength(final T message) {
        final JsonScratch mine = scratch.get();
        final JsonBytes bytes = mine.take();
        try {
            writer.writeValue(bytes, message);
        } catch (final JacksonException e) {
            throw new MessageEncodingException(
                    "message " + message.getClass().getTypeName() + " cannot be written as JSON" + at(e) + ": "
                            + e.getOriginalMessage(),
                    e);
        } finally {
            mine.giveBack(bytes); // what is published while a message is serialised has had bytes of its own
        }
        return bytes.size();
    }

    @Override
    public void encode(final T message, final MutableDirectBuffer buffer, final int offset) {
        scratch.get().copyTo(buffer, offset);
    }

    @Override
    public T decode(final DirectBuffer buffer, final int offset, final int length) {
        final JsonScratch mine = scratch.get();
        final JsonBytes bytes = mine.take();
        try {
            final T message = reader.readValue(bytes.copyOf(buffer, offset, length), 0, length);
            if (message == null) {
                throw new MessageDecodingException("payload of " + length + " bytes is the JSON null, where a "
                        + type.getTypeName() + " should be");
            }
            return message;
        } catch (final JacksonException e) {
            throw new MessageDecodingException(
                    "payload of " + length + " bytes is no JSON of " + type.getTypeName() + at(e) + ": "
                            + e.getOriginalMessage() + "; publish and listen with the same type, and let the JsonMapper"
                            + " ignore what older versions do not know",
                    e);
        } finally {
            mine.giveBack(bytes);
        }
    }

    private static String at(final JacksonException e) {
        return e.getPath().isEmpty() ? "" : " at " + e.getPathReference();
    }
}
