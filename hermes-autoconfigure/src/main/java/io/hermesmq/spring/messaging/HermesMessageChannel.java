package io.hermesmq.spring.messaging;

import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.AbstractMessageChannel;

/**
 * A channel of Hermes as a channel of Spring Messaging. The payload is the message; headers are not carried, so a message with headers
 * is refused unless they are to be left behind.
 *
 * <table>
 *   <caption>Headers</caption>
 *   <tr><th>sending</th><td>{@code id} and {@code timestamp}, which every message has, are replaced by those of the channel; any
 *   other is refused, or left behind where {@link #ignoringHeaders} names it</td></tr>
 *   <tr><th>receiving</th><td>{@link HermesHeaders}</td></tr>
 * </table>
 *
 * <p>It has one subscriber, whose position is that of one listener: declare another bean, with a listener of its own, for another
 * subscriber. What the subscriber throws is a failure of the message, handled by the failure policy of the listener.
 *
 * <p>Safe for any thread. A message costs what Spring Messaging costs, about half a kilobyte of headers.
 *
 * @param <T> the type of the payloads.
 */
public final class HermesMessageChannel<T> extends AbstractMessageChannel implements SubscribableChannel {

    private static final Set<String> REPLACED = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP);

    private final Hermes hermes;
    private final ListenerConfig listener;
    private final Class<T> type;
    private final Publisher<T> publisher;
    private final Set<String> ignored;
    private volatile @Nullable MessageHandler subscriber;
    private boolean listening;

    private HermesMessageChannel(
            final Hermes hermes,
            final ListenerConfig listener,
            final Class<T> type,
            final Publisher<T> publisher,
            final Set<String> ignored) {
        this.hermes = hermes;
        this.listener = listener;
        this.type = type;
        this.publisher = publisher;
        this.ignored = ignored;
    }

    /**
     * Makes an adapter.
     *
     * @param hermes the engine with the channel.
     * @param listener the settings of the listener that serves the subscriber; it reads from the first subscription on. Its
     *     channel is the one that is sent to.
     * @param type of the payloads, which a codec encodes.
     * @param <T> of the payloads.
     * @return the adapter, to be declared as a bean.
     * @throws io.hermesmq.HermesException where the channel cannot carry the type.
     */
    public static <T> HermesMessageChannel<T> of(
            final Hermes hermes, final ListenerConfig listener, final Class<T> type) {
        return new HermesMessageChannel<>(hermes, listener, type, hermes.publisher(listener.channel(), type), Set.of());
    }

    /**
     * The same adapter, for messages with headers that may be left behind. Call it where the bean is made, before anything subscribes.
     *
     * @param names of headers; none for all of them.
     * @return a copy.
     */
    public HermesMessageChannel<T> ignoringHeaders(final String... names) {
        final Set<String> all = new TreeSet<>(ignored);
        all.addAll(names.length == 0 ? Set.of("*") : Arrays.asList(names));
        return new HermesMessageChannel<>(hermes, listener, type, publisher, Set.copyOf(all));
    }

    /**
     * Publishes the payload. How long that may wait says the channel ({@code on-full}, {@code block-timeout}), not the caller.
     *
     * @param message to send.
     * @param timeout is not used.
     * @return true where the message was accepted; false where it was not for want of room, or of time for it.
     * @throws MessageDeliveryException where the payload is of another type, a header would be lost, or the channel is closed or
     *     cannot promise the message; its cause says which.
     */
    @Override
    protected boolean sendInternal(final Message<?> message, final long timeout) {
        if (!type.isInstance(message.getPayload())) {
            throw new MessageDeliveryException(
                    message,
                    "channel '" + publisher.channel() + "' carries " + type.getName() + ", not "
                            + message.getPayload().getClass().getName() + "; transform the message before it is sent");
        }
        requireNoLostHeader(message);
        final long result = publisher.publish(type.cast(message.getPayload()));
        if (!PublishStatus.isRefused(result)) {
            return true;
        }
        final PublishStatus status = PublishStatus.of(result);
        return switch (status) {
            case BACK_PRESSURED, TIMED_OUT, DROPPED, INTERRUPTED -> false;
            default ->
                throw new MessageDeliveryException(
                        message,
                        "channel '" + publisher.channel() + "' refused a message",
                        new PublishRefusedException(publisher.channel(), status));
        };
    }

    private void requireNoLostHeader(final Message<?> message) {
        if (message.getHeaders().size() <= REPLACED.size() || ignored.contains("*")) {
            return;
        }
        final Stream<String> lost = message.getHeaders().keySet().stream()
                .filter(name -> !REPLACED.contains(name) && !ignored.contains(name))
                .sorted();
        final String names = String.join(", ", lost.toList());
        if (!names.isEmpty()) {
            throw new MessageDeliveryException(
                    message,
                    "channel '" + publisher.channel() + "' carries no headers, and would lose: " + names
                            + "; put them into the payload, or name them in ignoringHeaders(..)");
        }
    }

    /**
     * Gives the messages to a subscriber. The first subscription registers the listener.
     *
     * @param handler to call on the lane of the listener.
     * @return false where it is subscribed already.
     * @throws IllegalStateException where another one is.
     */
    @Override
    public synchronized boolean subscribe(final MessageHandler handler) {
        final MessageHandler present = subscriber;
        if (present != null) {
            if (present.equals(handler)) {
                return false;
            }
            throw new IllegalStateException("listener '" + listener.id() + "' of channel '" + listener.channel()
                    + "' has a subscriber: " + present
                    + "; declare another HermesMessageChannel with a listener id of its own for " + handler);
        }
        subscriber = handler;
        if (!listening) {
            hermes.listen(listener, type, this::deliver);
            listening = true;
        }
        return true;
    }

    /**
     * Takes the messages away from a subscriber. The listener stays: a message that comes while there is no subscriber has failed.
     *
     * @param handler that was subscribed.
     * @return false where it was not.
     */
    @Override
    public synchronized boolean unsubscribe(final MessageHandler handler) {
        if (!handler.equals(subscriber)) {
            return false;
        }
        subscriber = null;
        return true;
    }

    private void deliver(final T payload, final MessageContext context) {
        final MessageHandler handler = subscriber;
        if (handler == null) {
            throw new IllegalStateException("listener '" + listener.id()
                    + "' has no subscriber; start the endpoint that reads from this channel");
        }
        handler.handleMessage(new ReceivedMessage<>(payload, HermesHeaders.of(context)));
    }
}
