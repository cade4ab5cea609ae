package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.JsonMessage;
import io.hermesmq.codec.JsonCodecFactory;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.codec.MessageDecodingException;
import io.hermesmq.codec.MessageEncodingException;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.json.JsonMessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

class HermesJsonAutoConfigurationTests {

    private final ApplicationContextRunner withoutJackson =
            HermesRunner.stepped().withConfiguration(AutoConfigurations.of(HermesJsonAutoConfiguration.class));
    private final ApplicationContextRunner runner =
            withoutJackson.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

    @Test
    void messagesThatAskForItTravelAsJson() {
        runner.withBean(Orders.class).withBean(OrderListener.class).run(context -> {
            final Order order = new Order();
            order.symbol = "ACME";
            order.lines = List.of(Map.of("sku", "a-1", "count", 2));
            order.placed = Instant.parse("2026-03-01T09:30:00Z");
            context.getBean(Orders.class).publisher.publish(order);
            context.getBean(Hermes.class).step(HermesRunner.LANE);

            final OrderListener listener = context.getBean(OrderListener.class);
            assertThat(listener.received).singleElement().satisfies(copy -> {
                assertThat(copy).isNotSameAs(order);
                assertThat(copy.symbol).isEqualTo("ACME");
                assertThat(copy.lines).isEqualTo(order.lines);
                assertThat(copy.placed).isEqualTo(order.placed);
            });
            assertThat(listener.raw)
                    .singleElement()
                    .satisfies(json -> assertThat(json)
                            .startsWith("{")
                            .contains("\"symbol\":\"ACME\"", "\"placed\":\"2026-03-01T09:30:00Z\""));
        });
    }

    @Test
    void theMapperOfTheApplicationIsUsed() {
        runner.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE")
                .withBean(Orders.class)
                .withBean(OrderListener.class)
                .run(context -> {
                    context.getBean(Orders.class).publisher.publish(new Order());
                    context.getBean(Hermes.class).step(HermesRunner.LANE);
                    assertThat(context.getBean(OrderListener.class).raw)
                            .singleElement()
                            .asString()
                            .contains("\"Symbol\"");
                });
    }

    @Test
    void aSealedHierarchyTravelsAsItsRoot() {
        runner.withBean(Shapes.class).run(context -> {
            final Shapes shapes = context.getBean(Shapes.class);
            shapes.any.publish(new Square(3));
            shapes.circles.publish(new Circle(2));
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(shapes.received).containsExactly(new Square(3), new Circle(2));
        });
    }

    @Test
    void aRecordWithoutALayoutCanAskForJson() {
        runner.withBean(Tags.class).run(context -> {
            final Tags tags = context.getBean(Tags.class);
            tags.publisher.publish(new Tagged(1, Map.of("a", "b")));
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(tags.received).containsExactly(new Tagged(1, Map.of("a", "b")));
        });
    }

    @Test
    void messagesOfAllLengthsFollowEachOther() {
        runner.withPropertyValues("hermes.channels.tags.capacity=256KB")
                .withBean(Tags.class)
                .run(context -> {
                    final Tags tags = context.getBean(Tags.class);
                    for (final int length : List.of(10, 5_000, 0, 7_000, 1)) {
                        tags.publisher.publish(new Tagged(length, Map.of("k", "ä".repeat(length))));
                    }
                    context.getBean(Hermes.class).step(HermesRunner.LANE);
                    assertThat(tags.received)
                            .hasSize(5)
                            .allSatisfy(
                                    tagged -> assertThat(tagged.tags()).containsEntry("k", "ä".repeat(tagged.id())));
                });
    }

    @Test
    void aMessageThatPublishesAnotherOneWhileItIsWrittenIsWholeAndSoIsTheOther() {
        runner.withBean(Tags.class).run(context -> {
            final Tags tags = context.getBean(Tags.class);
            final Map<String, String> nesting = new java.util.LinkedHashMap<>();
            nesting.put("before", "x");
            tags.publisher.publish(new Tagged(1, new java.util.AbstractMap<>() {
                @Override
                public java.util.Set<Entry<String, String>> entrySet() {
                    if (nesting.size() == 1) {
                        nesting.put("after", "y");
                        tags.publisher.publish(new Tagged(2, Map.of("inner", "z")));
                    }
                    return nesting.entrySet();
                }
            }));
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(tags.received)
                    .containsExactly(
                            new Tagged(2, Map.of("inner", "z")), new Tagged(1, Map.of("before", "x", "after", "y")));
        });
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithChannelTypeAndProperty() {
        runner.withBean(Orders.class).run(context -> {
            final Publisher<Order> publisher = context.getBean(Orders.class).publisher;
            final Order order = new Order();
            order.lines = List.of(Map.of("self", new Unwritable()));
            assertThatThrownBy(() -> publisher.publish(order))
                    .isExactlyInstanceOf(MessageEncodingException.class)
                    .hasMessageStartingWith("channel 'orders': message " + Order.class.getName()
                            + " cannot be written as JSON at " + Order.class.getName() + "[\"lines\"]->")
                    .hasMessageEndingWith(": no quote today")
                    .hasRootCauseMessage("no quote today");
            assertThat(publisher.publish(new Order())).isPositive();
            assertThat(context.getBean(Hermes.class)
                            .snapshot()
                            .channels()
                            .get(0)
                            .failedEncodings())
                    .isEqualTo(1);
        });
    }

    @Test
    void whatCannotBeReadIsAFailureOfTheMessage() {
        runner.withBean(Orders.class)
                .withBean(OrderListener.class)
                .withBean(Failures.class)
                .run(context -> {
                    final Orders orders = context.getBean(Orders.class);
                    publish(orders.publisher, "{\"symbol\":");
                    publish(orders.publisher, "null");
                    publish(orders.publisher, "{\"placed\":\"yesterday\"}");
                    orders.publisher.publish(new Order());
                    context.getBean(Hermes.class).step(HermesRunner.LANE);

                    assertThat(context.getBean(OrderListener.class).received).hasSize(1);
                    final List<Throwable> causes = context.getBean(Failures.class).causes;
                    assertThat(causes).hasSize(3).hasOnlyElementsOfType(MessageDecodingException.class);
                    assertThat(causes.get(0))
                            .hasMessageStartingWith("payload of 10 bytes is no JSON of " + Order.class.getName())
                            .hasMessageEndingWith(
                                    "; publish and listen with the same type, and let the JsonMapper ignore what"
                                            + " older versions do not know");
                    assertThat(causes.get(1))
                            .hasMessage("payload of 4 bytes is the JSON null, where a " + Order.class.getName()
                                    + " should be");
                    assertThat(causes.get(2)).hasMessageContaining(Order.class.getName() + "[\"placed\"]");
                });
    }

    @Test
    void aMessageThatNeverFitsIsRefused() {
        runner.withPropertyValues("hermes.channels.orders.capacity=4KB")
                .withBean(Orders.class)
                .run(context -> {
                    final Order order = new Order();
                    order.symbol = "x".repeat(1000);
                    assertThatThrownBy(() ->
                                    context.getBean(Orders.class).publisher.publish(order))
                            .isExactlyInstanceOf(MessageTooLargeException.class)
                            .hasMessageStartingWith("channel 'orders': ");
                });
    }

    @Test
    void aTypeThatCannotBeAnnotatedGetsACodecBean() {
        runner.withUserConfiguration(MapCodec.class).withBean(Maps.class).run(context -> {
            final Maps maps = context.getBean(Maps.class);
            maps.publisher.publish(Map.of("a", List.of(1, 2)));
            context.getBean(Hermes.class).step(HermesRunner.LANE);
            assertThat(maps.received).containsExactly(Map.of("a", List.of(1, 2)));
        });
    }

    @Test
    void aFactoryOfTheUserReplacesIt() {
        runner.withBean("mine", JsonCodecFactory.class, OwnFactory::new)
                .run(context ->
                        assertThat(context.getBean(JsonCodecFactory.class)).isInstanceOf(OwnFactory.class));
    }

    @Test
    void withoutJacksonTheStartFailsWithTheDependency() {
        withoutJackson
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withBean(Orders.class)
                .run(HermesJsonAutoConfigurationTests::assertAsksForJackson);
    }

    @Test
    void withoutAMapperTheStartFailsWithTheDependency() {
        withoutJackson.withBean(Orders.class).run(HermesJsonAutoConfigurationTests::assertAsksForJackson);
    }

    @Test
    void aListenerWithoutJacksonSaysSoToo() {
        withoutJackson.withBean(OrderListener.class).run(context -> {
            final FailureAnalysis analysis = Analyses.of(context);
            assertThat(analysis.getDescription())
                    .contains("Parameter 'Order order' of listener method", "nothing here encodes JSON");
            assertThat(analysis.getAction()).startsWith("Add the dependency");
        });
    }

    @Test
    void withoutJacksonNothingElseChanges() {
        withoutJackson
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JsonCodecFactory.class));
    }

    private static void assertAsksForJackson(
            final org.springframework.boot.test.context.assertj.AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        final FailureAnalysis analysis = Analyses.of(context);
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Io.hermesmq.autoconfigure.HermesJsonAutoConfigurationTests$Order is a @JsonMessage, but nothing"
                                + " here encodes JSON.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Add the dependency org.springframework.boot:spring-boot-starter-jackson, or without Spring give"
                                + " Codecs a JsonCodecFactory.");
    }

    private static void publish(final Publisher<?> publisher, final String json) {
        final byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        publisher.publish(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @JsonMessage
    public static class Order {
        public String symbol;
        public List<Map<String, Object>> lines;
        public Instant placed;
    }

    public static class Unwritable {
        public String getQuote() {
            throw new IllegalStateException("no quote today");
        }
    }

    @JsonMessage
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Square.class)})
    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    @JsonMessage
    record Tagged(int id, Map<String, String> tags) {}

    static class Orders {
        @Autowired
        @HermesChannel("orders")
        Publisher<Order> publisher;
    }

    static class OrderListener {
        final List<Order> received = new ArrayList<>();
        final List<String> raw = new ArrayList<>();

        @HermesListener(channel = "orders")
        void on(final Order order) {
            received.add(order);
        }

        @HermesListener(channel = "orders")
        void raw(final org.agrona.DirectBuffer buffer, final int offset, final int length) {
            raw.add(buffer.getStringWithoutLengthUtf8(offset, length));
        }
    }

    static class Shapes {
        final List<Shape> received = new ArrayList<>();

        @Autowired
        @HermesChannel("shapes")
        Publisher<Shape> any;

        @Autowired
        @HermesChannel("shapes")
        Publisher<Circle> circles;

        @HermesListener(channel = "shapes")
        void on(final Shape shape) {
            received.add(shape);
        }
    }

    static class Tags {
        final List<Tagged> received = new ArrayList<>();

        @Autowired
        @HermesChannel("tags")
        Publisher<Tagged> publisher;

        @HermesListener(channel = "tags")
        void on(final Tagged tagged) {
            received.add(tagged);
        }
    }

    @SuppressWarnings("rawtypes")
    static class Maps {
        final List<Map> received = new ArrayList<>();

        @Autowired
        @HermesChannel("maps")
        Publisher<Map> publisher;

        @HermesListener(channel = "maps")
        void on(final Map map) {
            received.add(map);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @SuppressWarnings("rawtypes")
    static class MapCodec {
        @Bean
        MessageCodec<Map> maps(final JsonMapper mapper) {
            return new JsonMessageCodec<>(mapper, Map.class);
        }
    }

    static final class OwnFactory implements JsonCodecFactory {
        @Override
        public <T> MessageCodec<T> codecFor(final Class<T> type) {
            return new JsonMessageCodec<>(JsonMapper.shared(), type);
        }
    }

    static class Failures implements FailureHandler {
        final List<Throwable> causes = new ArrayList<>();

        @Override
        public FailureAction onFailure(
                final String listener,
                final io.hermesmq.MessageContext context,
                final Throwable cause,
                final int attempt) {
            causes.add(cause);
            return FailureAction.CONTINUE;
        }
    }
}
