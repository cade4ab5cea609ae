package io.hermesmq.dispatch;

import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.TypeId;
import io.hermesmq.frame.FrameExtension;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one listener, by the type of the message.
 *
 * @param cases handlers of messages that say that they are of a type.
 * @param untyped handler of messages that say nothing, or null to pass over them.
 * @param other handler of messages of all other types, or null to pass over them.
 */
public record TypedHandlers(
        List<Case> cases,
        @Nullable BoundHandler untyped,
        @Nullable BoundHandler other) {

    /**
     * The handler of one type.
     *
     * @param typeId of the messages.
     * @param handler to call.
     */
    public record Case(int typeId, BoundHandler handler) {}

    /**
     * Copies the cases.
     *
     * @param cases handlers of messages that say that they are of a type.
     * @param untyped handler of messages that say nothing, or null to pass over them.
     * @param other handler of messages of all other types, or null to pass over them.
     */
    public TypedHandlers {
        cases = List.copyOf(cases);
    }

    /**
     * The one handler of a listener. One for bytes takes all messages, any other those that say nothing and those of its type.
     *
     * @param handler to call.
     * @return the handlers.
     */
    public static TypedHandlers of(final BoundHandler handler) {
        if (handler.codec() == null) {
            return new TypedHandlers(List.of(), handler, handler);
        }
        final int typeId = TypeId.of(handler.codec());
        return new TypedHandlers(typeId == TypeId.NONE ? List.of() : List.of(new Case(typeId, handler)), handler, null);
    }

    /**
     * The same for a channel on which messages that say nothing are of another type.
     *
     * @return a copy.
     */
    public TypedHandlers passingUntyped() {
        return new TypedHandlers(cases, other, other);
    }

    /**
     * The same with something around each handler.
     *
     * @param around what to put in place of a handler.
     * @return a copy.
     */
    public TypedHandlers each(final UnaryOperator<BoundHandler> around) {
        return new TypedHandlers(
                cases.stream()
                        .map(each -> new Case(each.typeId(), around.apply(each.handler())))
                        .toList(),
                untyped == null ? null : around.apply(untyped),
                other == null ? null : around.apply(other));
    }

    private Stream<BoundHandler> all() {
        return Stream.of(cases.stream().map(Case::handler), Stream.ofNullable(untyped), Stream.ofNullable(other))
                .flatMap(each -> each);
    }

    /**
     * The codecs of the handlers.
     *
     * @return one for each type; none of handlers of bytes.
     */
    public List<PayloadCodec> codecs() {
        return all().map(BoundHandler::codec)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * How long a message may be.
     *
     * @return bytes of the largest, or {@link PayloadCodec#UNBOUNDED}.
     */
    public int maxLength() {
        return all().mapToInt(handler -> handler.codec() == null
                        ? PayloadCodec.UNBOUNDED
                        : handler.codec().maxLength())
                .max()
                .orElse(PayloadCodec.UNBOUNDED);
    }

    /**
     * Whether the listener acknowledges by hand.
     *
     * @return true where its method takes an {@link io.hermesmq.Ack}.
     */
    public boolean acknowledges() {
        return ack() != null;
    }

    /**
     * Whether the listener is called with batches.
     *
     * @return true where its one handler is.
     */
    public boolean takesBatches() {
        return batched() != null;
    }

    /** By which it acknowledges, or null. */
    @Nullable
    HandlerAck ack() {
        return all().map(BoundHandler::ack).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The handler that is called with batches, which has no others beside it; or null. */
    @Nullable
    BoundHandler batched() {
        return all().filter(BoundHandler::takesBatches).findFirst().orElse(null);
    }

    /** The handler of messages of a type, {@link FrameExtension#NO_TYPE} for those that say nothing; or null. */
    @Nullable
    BoundHandler of(final int typeId) {
        if (typeId == FrameExtension.NO_TYPE) {
            return untyped;
        }
        for (final Case each : cases) {
            if (each.typeId() == typeId) {
                return each.handler();
            }
        }
        return other;
    }

    /** What tells the layout of messages of a type, or 0 where they have none. */
    long fingerprintOf(final int typeId) {
        final BoundHandler handler = of(typeId);
        return handler == null ? 0 : handler.fingerprint();
    }

    /** Whether a handler reads messages of a layout; 0 is one that nobody knows. */
    boolean reads(final long fingerprint) {
        return fingerprint == 0
                || all().anyMatch(handler -> handler.fingerprint() == 0 || handler.fingerprint() == fingerprint);
    }

    /** Whether any handler looks at the context. */
    boolean usesContext() {
        return all().anyMatch(BoundHandler::usesContext);
    }
}
