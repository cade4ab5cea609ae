package io.hermesmq.codec;

import io.hermesmq.memory.GuardedBuffer;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Finds the codec of a message type: first among the codecs that users registered, then, for a {@link
 * io.hermesmq.annotation.JsonMessage}, that of JSON, then among those of Hermes.
 * Immutable and safe for any thread.
 *
 * <table>
 *   <caption>What Hermes encodes by itself</caption>
 *   <tr><th>type</th><th>publish</th><th>listen</th></tr>
 *   <tr><td>a record</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>{@code String}, {@code CharSequence}</td><td>subtypes too</td><td>as a {@code String}</td></tr>
 *   <tr><td>{@code byte[]}</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>{@code DirectBuffer}</td><td>whole capacity; subtypes too</td><td>a view, valid during the call</td></tr>
 *   <tr><td>{@code ByteBuffer}</td><td>remaining bytes; its position stays</td><td>no</td></tr>
 *   <tr><td>a {@code @JsonMessage}</td><td>subtypes too</td><td>the annotated type</td></tr>
 *   <tr><td>SBE</td><td>an encoder</td><td>a decoder, valid during the call</td></tr>
 * </table>
 */
public final class Codecs {

    private static final String PUBLISHABLE =
            "a record, String, CharSequence, byte[], DirectBuffer, ByteBuffer, an SBE encoder";
    private static final String LISTENABLE = "a record, String, CharSequence, byte[], DirectBuffer, an SBE decoder";

    private final Map<Class<?>, MessageCodec<?>> registered;
    private final @Nullable JsonCodecFactory json;
    private final boolean guardsViews;

    /**
     * Creates a registry with the codecs of users.
     *
     * @param registered codecs of users, one for each type.
     * @throws IllegalArgumentException where two codecs are for the same type, or one is for a primitive type.
     */
    public Codecs(final List<? extends MessageCodec<?>> registered) {
        this(registered, null);
    }

    /**
     * Creates a registry with the codecs of users, and with JSON for the types that ask for it.
     *
     * @param registered codecs of users, one for each type.
     * @param json makes the codecs of JSON, or null where there is no JSON.
     * @throws IllegalArgumentException where two codecs are for the same type, or one is for a primitive type.
     */
    public Codecs(final List<? extends MessageCodec<?>> registered, final @Nullable JsonCodecFactory json) {
        this.json = json;
        final Map<Class<?>, MessageCodec<?>> byType = new LinkedHashMap<>();
        for (final MessageCodec<?> codec : registered) {
            if (codec.type().isPrimitive()) {
                throw new IllegalArgumentException(codec.getClass().getTypeName() + " is for " + codec.type()
                        + ", but messages are objects; register it for the type of an object");
            }
            final MessageCodec<?> other = byType.put(codec.type(), codec);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two codecs are registered for " + codec.type().getTypeName() + ": "
                                + other.getClass().getTypeName() + " and "
                                + codec.getClass().getTypeName() + "; remove one");
            }
        }
        this.registered = Collections.unmodifiableMap(byType);
        guardsViews = false;
    }

    private Codecs(
            final Map<Class<?>, MessageCodec<?>> registered,
            final @Nullable JsonCodecFactory json,
            final boolean guardsViews) {
        this.registered = registered;
        this.json = json;
        this.guardsViews = guardsViews;
    }

    /**
     * The same codecs, showing payloads through buffers that throw when they are used after the listener has returned.
     *
     * @return a copy.
     */
    public Codecs guardingViews() {
        return new Codecs(registered, json, true);
    }

    /**
     * Whether views are guarded.
     *
     * @return true for {@link #guardingViews()}.
     */
    public boolean guardsViews() {
        return guardsViews;
    }

    private UnsafeBuffer newView() {
        return guardsViews ? GuardedBuffer.create() : new UnsafeBuffer();
    }

    /**
     * Makes the codec of a publisher.
     *
     * @param type of the messages.
     * @return the codec: a {@link RecordCodec} for a record, unless a user's codec is registered for it.
     * @throws UnsupportedMessageTypeException where nothing encodes the type; the text lists what is possible.
     * @throws LayoutException where the type is a record with a component that cannot be encoded.
     */
    public PayloadCodec forPublishing(final Class<?> type) {
        final MessageCodec<?> exact = registered.get(type);
        if (exact != null) {
            return RegisteredCodec.publishing(type, exact);
        }
        final Class<?> jsonType = JsonType.of(type);
        if (jsonType != null) {
            return RegisteredCodec.publishing(type, jsonCodec(jsonType));
        }
        if (type.isRecord()) {
            return RecordCodec.of(type.asSubclass(Record.class));
        }
        final PayloadCodec raw = RawPayload.publishing(type);
        if (raw != null) {
            return raw;
        }
        if (MessageEncoderFlyweight.class.isAssignableFrom(type)) {
            return SbePayload.publishing(type);
        }
        final MessageCodec<?> general = registeredForSupertype(type);
        if (general != null) {
            return RegisteredCodec.publishing(type, general);
        }
        throw unsupported("publish", type, publishingHint(type), PUBLISHABLE);
    }

    /**
     * Makes the codec of one listener. The codec of an SBE decoder or a {@code DirectBuffer} gives the same instance
     * for every message, so each listener needs a codec of its own; all others may be shared.
     *
     * @param type of the messages.
     * @return the codec: a {@link RecordCodec} for a record, unless a user's codec is registered for it.
     * @throws UnsupportedMessageTypeException where nothing decodes the type; the text lists what is possible.
     * @throws LayoutException where the type is a record with a component that cannot be encoded.
     */
    public PayloadCodec forListening(final Class<?> type) {
        final MessageCodec<?> exact = registered.get(type);
        if (exact != null) {
            return RegisteredCodec.listening(exact);
        }
        final Class<?> jsonType = JsonType.of(type);
        if (jsonType != null) {
            return jsonListening(type, jsonType);
        }
        if (type.isRecord()) {
            return RecordCodec.of(type.asSubclass(Record.class));
        }
        final PayloadCodec raw = RawPayload.listening(type, newView());
        if (raw != null) {
            return raw;
        }
        if (MessageDecoderFlyweight.class.isAssignableFrom(type)) {
            return SbePayload.listening(type.asSubclass(MessageDecoderFlyweight.class), newView());
        }
        throw unsupported("listen to", type, listeningHint(type), LISTENABLE);
    }

    private PayloadCodec jsonListening(final Class<?> type, final Class<?> jsonType) {
        if (type != jsonType) {
            throw new UnsupportedMessageTypeException(
                    "cannot listen to messages of type " + type.getTypeName() + " alone: they travel as "
                            + jsonType.getTypeName() + ", which has the @JsonMessage",
                    "listen with " + jsonType.getSimpleName());
        }
        return RegisteredCodec.listening(jsonCodec(jsonType));
    }

    /** A codec that a user registered for the annotated type serves its subtypes too. */
    private MessageCodec<?> jsonCodec(final Class<?> jsonType) {
        final MessageCodec<?> exact = registered.get(jsonType);
        if (exact != null) {
            return exact;
        }
        if (json == null) {
            throw new UnsupportedMessageTypeException(
                    jsonType.getTypeName() + " is a @JsonMessage, but nothing here encodes JSON",
                    "add the dependency org.springframework.boot:spring-boot-starter-jackson, or without Spring give Codecs a"
                            + " JsonCodecFactory");
        }
        return json.codecFor(jsonType);
    }

    private @Nullable MessageCodec<?> registeredForSupertype(final Class<?> type) {
        for (final MessageCodec<?> codec : registered.values()) {
            if (codec.type().isAssignableFrom(type)) {
                return codec;
            }
        }
        return null;
    }

    private UnsupportedMessageTypeException unsupported(
            final String direction, final Class<?> type, final String hint, final String possible) {
        final String types =
                registered.keySet().stream().map(Class::getTypeName).collect(Collectors.joining(", "));
        return new UnsupportedMessageTypeException(
                "cannot " + direction + " messages of type " + type.getTypeName() + "; "
                        + hint + ". Possible are " + possible + " and the types of registered codecs ("
                        + (types.isEmpty() ? "none" : types) + ")");
    }

    private static String publishingHint(final Class<?> type) {
        if (MessageDecoderFlyweight.class.isAssignableFrom(type)) {
            return "publish the encoder of this SBE message";
        }
        return generalHint(type);
    }

    private static String listeningHint(final Class<?> type) {
        if (MessageEncoderFlyweight.class.isAssignableFrom(type)) {
            return "listen with the decoder of this SBE message";
        }
        if (DirectBuffer.class.isAssignableFrom(type) || ByteBuffer.class.isAssignableFrom(type)) {
            return "listen with DirectBuffer, which is a view of the channel";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "listen with String";
        }
        return generalHint(type);
    }

    private static String generalHint(final Class<?> type) {
        if (type.isPrimitive()) {
            return "make it the component of a record";
        }
        for (final Method method : type.getMethods()) {
            if (method.getName().equals("sbeTemplateId")) {
                return "generate the SBE code with -Dsbe.java.generate.interfaces=true";
            }
        }
        return "make it a record, annotate it with @JsonMessage or register a MessageCodec for it";
    }
}
