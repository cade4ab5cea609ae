package io.hermesmq.engine;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.codec.TypeId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is known to carry: one type, that of its first user, unless somebody declares several. Only publisher interfaces of
 * several records and class-level listeners declare; all others have to use what is known. Guarded by the engine's lock.
 */
final class ChannelTypes {

    private static final List<Class<?>> SBE_TYPES =
            List.of(MessageEncoderFlyweight.class, MessageDecoderFlyweight.class);

    private final Channel channel;
    private final Map<Integer, PayloadCodec> declared = new LinkedHashMap<>();
    private final Set<Integer> published = new HashSet<>();
    private @Nullable RecordLayout carried;
    private @Nullable PayloadCodec carriedCodec;
    private @Nullable String carriedInWords;
    private @Nullable Class<?> untyped;

    ChannelTypes(final Channel channel) {
        this.channel = channel;
    }

    /** Whether somebody has declared several types. */
    boolean isTyped() {
        return !declared.isEmpty();
    }

    /** The one record that the channel carries, or null. */
    @Nullable
    Class<? extends Record> record() {
        return isTyped() || carried == null ? null : carried.type();
    }

    /** Everything that the channel is known to carry. */
    List<PayloadCodec> codecs() {
        return isTyped() ? List.copyOf(declared.values()) : carriedCodec == null ? List.of() : List.of(carriedCodec);
    }

    /** What messages are of that state no type, or null where there are none that anybody knows. */
    @Nullable
    Class<?> untyped() {
        return isTyped() ? untyped : carriedCodec == null ? null : carriedCodec.messageType();
    }

    /** Notes what is published, for the warning about what is not. */
    void published(final PayloadCodec codec) {
        published.add(TypeId.of(codec));
    }

    boolean isPublished(final int typeId) {
        return published.contains(typeId);
    }

    /** Notes that somebody publishes or reads messages of a codec. They have to be of a known type; raw bytes are free. */
    void carries(final Class<?> message, final @Nullable PayloadCodec codec, final String user) {
        final String wanted = inWords(message, codec);
        if (wanted == null) {
            return;
        }
        if (isTyped()) {
            final PayloadCodec known = codec == null ? null : declared.get(TypeId.of(codec));
            if (known == null || !known.describe().equals(wanted)) {
                throw new ChannelTypeMismatchException(channel.name(), allInWords(), wanted, user);
            }
            return;
        }
        if (carriedInWords != null && !carriedInWords.equals(wanted)) {
            throw new ChannelTypeMismatchException(channel.name(), carriedInWords, wanted, user);
        }
        if (codec != null && TypeId.isTyped(codec)) {
            if (carriedCodec != null) {
                requireSameName(carriedCodec, codec);
            } else {
                if (codec instanceof RecordCodec recordCodec) {
                    note(recordCodec, false); // refuses what the journal cannot be read as
                    carried = recordCodec.layout();
                }
                carriedCodec = codec;
            }
        }
        carriedInWords = wanted;
    }

    /** Two classes of one layout must have one name, or a listener would take some messages for another type's. */
    private void requireSameName(final PayloadCodec known, final PayloadCodec codec) {
        if (TypeId.of(known) != TypeId.of(codec)) {
            throw MessageTypeCollisionException.namedDifferently(
                    channel.name(), known.messageType(), codec.messageType());
        }
    }

    private static @Nullable String inWords(final Class<?> message, final @Nullable PayloadCodec codec) {
        if (codec instanceof RecordCodec) {
            return codec.describe();
        }
        if (CharSequence.class.isAssignableFrom(message)) {
            return "text";
        }
        if (SBE_TYPES.stream().anyMatch(type -> type.isAssignableFrom(message))) {
            return "SBE messages";
        }
        return codec != null && codec.runsUserCode() ? codec.describe() : null;
    }

    private String allInWords() {
        return declared.values().stream().map(PayloadCodec::describe).collect(Collectors.joining(" and "));
    }

    /** Notes that somebody says that the channel carries several types, these among them. Nothing is changed where that fails. */
    void declares(final List<PayloadCodec> codecs, final String user) {
        final Map<Integer, PayloadCodec> all = new LinkedHashMap<>(declared);
        for (final PayloadCodec codec : codecs) {
            final PayloadCodec other = all.putIfAbsent(TypeId.of(codec), codec);
            if (other != null && !other.describe().equals(codec.describe())) {
                throw MessageTypeCollisionException.of(
                        channel.name(), other.messageType(), codec.messageType(), TypeId.of(codec));
            }
        }
        final Class<?> ofUntyped = isTyped() ? untyped : findUntyped(all, user);
        for (final Map.Entry<Integer, PayloadCodec> each : all.entrySet()) {
            if (!declared.containsKey(each.getKey())
                    && each.getValue() instanceof RecordCodec codec
                    && (carried == null || !carried.describe().equals(codec.describe()))) {
                note(codec, true);
            }
        }
        untyped = ofUntyped;
        declared.putAll(all);
        channel.extensions().begin();
    }

    /** What messages are that state no type: those of the one type that was published before, or that a journal has. */
    private @Nullable Class<?> findUntyped(final Map<Integer, PayloadCodec> all, final String user) {
        if (carriedInWords != null) {
            return all.values().stream()
                    .filter(codec -> codec.describe().equals(carriedInWords))
                    .findFirst()
                    .orElseThrow(() -> new ChannelTypeMismatchException(
                            channel.name(),
                            String.valueOf(carriedInWords),
                            all.values().stream().map(PayloadCodec::describe).collect(Collectors.joining(" and ")),
                            user))
                    .messageType();
        }
        final String stored = channel instanceof JournaledChannel journaled ? journaled.untypedRecord() : null;
        if (stored == null) {
            return null;
        }
        return all.values().stream()
                .map(PayloadCodec::messageType)
                .filter(type -> type.getSimpleName().equals(stored))
                .findFirst()
                .orElseThrow(() -> new ChannelTypeMismatchException(
                        channel.name(),
                        "messages of record " + stored + " in its journal, from when it carried nothing else",
                        all.values().stream().map(PayloadCodec::describe).collect(Collectors.joining(" and ")),
                        user));
    }

    private void note(final RecordCodec codec, final boolean isOneOfSeveral) {
        if (channel instanceof JournaledChannel journaled) {
            journaled.carries(codec.layout(), TypeId.of(codec), isOneOfSeveral);
        }
    }
}
