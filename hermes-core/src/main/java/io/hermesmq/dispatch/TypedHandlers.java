package io.hermesmq.dispatch;

import io.hermesmq.codec.TypeId;
import java.util.List;
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

    /** Whether any handler looks at the context. */
    boolean usesContext() {
        return Stream.concat(cases.stream().map(Case::handler), Stream.of(this).flatMap(TypedHandlers::general))
                .anyMatch(BoundHandler::usesContext);
    }

    private Stream<BoundHandler> general() {
        return Stream.of(Stream.ofNullable(untyped), Stream.ofNullable(other)).flatMap(each -> each);
    }
}
