package io.hermesmq.spring.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.Timestamps;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.HermesRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.GenericMessage;

class HermesMessageChannelTests {

    record Order(long id) {}

    private static final String LANE = "lane";

    private final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.SMALL)
            .withLane(LANE, Profile.SMALL.lane().withStepped(true))
            .withChannel(
                    "orders",
                    Profile.SMALL
                            .channel()
                            .withCapacity(4096)
                            .withOnFull(OnFull.FAIL)
                            .withTimestamps(Timestamps.EVERY))
            .withChannel("timeless", Profile.SMALL.channel().withTimestamps(Timestamps.OFF)));
    private final HermesMessageChannel<Order> channel = adapter("orders", "orders-handler");
    private final List<Message<?>> received = new ArrayList<>();

    private HermesMessageChannel<Order> adapter(final String name, final String listener) {
        return HermesMessageChannel.of(hermes, ListenerConfig.of(listener, name).onLane(LANE), Order.class);
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    @Test
    void aPayloadArrivesWithTheHeadersOfItsFrame() {
        channel.subscribe(received::add);
        hermes.start();

        assertThat(channel.send(new GenericMessage<>(new Order(1)))).isTrue();
        assertThat(channel.send(new GenericMessage<>(new Order(2)))).isTrue();
        hermes.step(LANE);

        assertThat(received).extracting(Message::getPayload).isEqualTo(List.of(new Order(1), new Order(2)));
        final MessageHeaders headers = received.get(1).getHeaders();
        assertThat(headers)
                .containsOnlyKeys(
                        MessageHeaders.ID,
                        MessageHeaders.TIMESTAMP,
                        HermesHeaders.CHANNEL,
                        HermesHeaders.SEQUENCE,
                        HermesHeaders.POSITION)
                .containsEntry(HermesHeaders.CHANNEL, "orders")
                .containsEntry(HermesHeaders.SEQUENCE, 2L);
        assertThat(headers.get(HermesHeaders.POSITION, Long.class)).isPositive();
        assertThat(headers.getTimestamp()).isBetween(1_600_000_000_000L, System.currentTimeMillis() + 60_000);
        assertThat(headers.getId()).isNotEqualTo(received.get(0).getHeaders().getId());
    }

    @Test
    void aMessageHasTheSameIdForEveryListener() {
        final HermesMessageChannel<Order> other = adapter("orders", "other");
        final List<Message<?>> seenByOther = new ArrayList<>();
        channel.subscribe(received::add);
        other.subscribe(seenByOther::add);
        hermes.start();

        channel.send(new GenericMessage<>(new Order(1)));
        hermes.step(LANE);

        assertThat(idOf(received)).isEqualTo(idOf(seenByOther));
    }

    @Test
    void aMessageWithoutATimeHasNoTimestampAndARandomId() {
        final HermesMessageChannel<Order> timeless = adapter("timeless", "timeless-handler");
        timeless.subscribe(received::add);
        hermes.start();

        timeless.send(new GenericMessage<>(new Order(1)));
        timeless.send(new GenericMessage<>(new Order(1)));
        hermes.step(LANE);

        assertThat(received).hasSize(2).allSatisfy(message -> {
            assertThat(message.getHeaders().getTimestamp()).isNull();
            assertThat(message.getHeaders().getId()).isNotNull();
        });
    }

    @Test
    void aHeaderThatWouldBeLostIsRefused() {
        final Message<Order> message = new GenericMessage<>(new Order(1), Map.of("user", "ann", "priority", 4));

        assertThatThrownBy(() -> channel.send(message))
                .isExactlyInstanceOf(MessageDeliveryException.class)
                .hasMessageStartingWith("channel 'orders' carries no headers, and would lose: priority, user; put them"
                        + " into the payload, or name them in ignoringHeaders(..)");
        assertThatThrownBy(() -> channel.ignoringHeaders("user").send(message))
                .hasMessageContaining("would lose: priority;");
        assertThat(channel.ignoringHeaders("user").ignoringHeaders("priority").send(message))
                .isTrue();
        assertThat(channel.ignoringHeaders().send(message)).isTrue();
    }

    @Test
    void anotherPayloadIsRefused() {
        assertThatThrownBy(() -> channel.send(new GenericMessage<>("text")))
                .isExactlyInstanceOf(MessageDeliveryException.class)
                .hasMessageStartingWith("channel 'orders' carries " + Order.class.getName()
                        + ", not java.lang.String; transform the message before it is sent");
    }

    @Test
    void aFullChannelAnswersFalse() {
        channel.subscribe(received::add);
        hermes.start();
        int accepted = 0;
        while (accepted < 1000 && channel.send(new GenericMessage<>(new Order(accepted)))) {
            accepted++;
        }

        assertThat(accepted).isBetween(10, 999);
        assertThat(hermes.awaitIdle(Duration.ofSeconds(10))).isTrue();
        assertThat(received).hasSize(accepted);
        assertThat(channel.send(new GenericMessage<>(new Order(1)))).isTrue();
    }

    @Test
    void aClosedChannelThrows() {
        hermes.start();
        hermes.close();

        assertThatThrownBy(() -> channel.send(new GenericMessage<>(new Order(1))))
                .isExactlyInstanceOf(MessageDeliveryException.class)
                .hasRootCauseExactlyInstanceOf(PublishRefusedException.class)
                .hasRootCauseMessage(
                        "channel 'orders' refused a message: CLOSED; let the publisher method return long to"
                                + " handle refusals without an exception");
    }

    @Test
    void aSecondSubscriberNeedsAListenerOfItsOwn() {
        final MessageHandler first = received::add;

        assertThat(channel.subscribe(first)).isTrue();
        assertThat(channel.subscribe(first)).isFalse();
        assertThatThrownBy(() -> channel.subscribe(message -> {}))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("listener 'orders-handler' of channel 'orders' has a subscriber: ")
                .hasMessageContaining("; declare another HermesMessageChannel with a listener id of its own for ");
    }

    @Test
    void aMessageWithoutASubscriberHasFailed() {
        final MessageHandler handler = received::add;
        channel.subscribe(handler);
        hermes.start();
        assertThat(channel.unsubscribe(message -> {})).isFalse();
        assertThat(channel.unsubscribe(handler)).isTrue();

        channel.send(new GenericMessage<>(new Order(1)));
        hermes.step(LANE);
        assertThat(hermes.snapshot().listeners().get(0).failed()).isEqualTo(1);

        channel.subscribe(handler);
        channel.send(new GenericMessage<>(new Order(2)));
        hermes.step(LANE);
        assertThat(received).extracting(Message::getPayload).isEqualTo(List.of(new Order(2)));
    }

    @Test
    void interceptorsOfSpringMessagingAreCalled() {
        channel.addInterceptor(new ChannelInterceptor() {
            @Override
            public Message<?> preSend(final Message<?> message, final MessageChannel to) {
                return new GenericMessage<>(new Order(((Order) message.getPayload()).id() + 1));
            }
        });
        channel.subscribe(received::add);
        hermes.start();

        channel.send(new GenericMessage<>(new Order(1)));
        hermes.step(LANE);

        assertThat(received).extracting(Message::getPayload).isEqualTo(List.of(new Order(2)));
    }

    @Test
    void aServiceActivatorOfSpringIntegrationReadsFromIt() {
        HermesRunner.stepped().withUserConfiguration(Integration.class).run(context -> {
            final MessageChannel orders = context.getBean("orders", MessageChannel.class);
            orders.send(new GenericMessage<>(new Order(1)));
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(context.getBean(Integration.class).received).containsExactly("Order[id=1] 1");
        });
    }

    private static UUID idOf(final List<Message<?>> messages) {
        assertThat(messages).hasSize(1);
        return messages.get(0).getHeaders().getId();
    }

    @Configuration
    @EnableIntegration
    static class Integration {
        final List<String> received = new ArrayList<>();

        @Bean
        HermesMessageChannel<Order> orders(final Hermes engine) {
            return HermesMessageChannel.of(
                    engine, ListenerConfig.of("activator", "orders").onLane(HermesRunner.LANE), Order.class);
        }

        @ServiceActivator(inputChannel = "orders")
        void handle(final Message<Order> message) {
            received.add(message.getPayload() + " " + message.getHeaders().get(HermesHeaders.SEQUENCE));
        }
    }
}
