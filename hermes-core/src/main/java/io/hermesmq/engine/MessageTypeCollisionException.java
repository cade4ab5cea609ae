package io.hermesmq.engine;

import io.hermesmq.HermesException;
import io.hermesmq.codec.TypeId;

/** Two types of messages that could not be told apart, or one type with two names. */
public final class MessageTypeCollisionException extends HermesException {

    private static final long serialVersionUID = 1L;

    private MessageTypeCollisionException(final String message) {
        super(message);
    }

    static MessageTypeCollisionException of(
            final String channel, final Class<?> first, final Class<?> second, final int typeId) {
        return new MessageTypeCollisionException("channel '" + channel + "' cannot tell " + inWords(first) + " from "
                + inWords(second) + ": both have the type id " + String.format("0x%08x", typeId)
                + "; name one of them otherwise with @MessageType(\"...\")");
    }

    static MessageTypeCollisionException namedDifferently(
            final String channel, final Class<?> first, final Class<?> second) {
        return new MessageTypeCollisionException("channel '" + channel + "' carries one type, but " + inWords(first)
                + " and " + inWords(second) + " name it differently; give both the same @MessageType(\"...\")");
    }

    private static String inWords(final Class<?> type) {
        return "'" + TypeId.nameOf(type) + "' (" + type.getName() + ")";
    }
}
