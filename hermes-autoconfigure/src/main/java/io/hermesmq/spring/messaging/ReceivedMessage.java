package io.hermesmq.spring.messaging;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A message of a channel as Spring Messaging knows it. */
record ReceivedMessage<T>(T payload, MessageHeaders headers) implements Message<T> {

    @Override
    public T getPayload() {
        return payload;
    }

    @Override
    public MessageHeaders getHeaders() {
        return headers;
    }
}
