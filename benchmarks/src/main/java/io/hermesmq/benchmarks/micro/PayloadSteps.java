package io.hermesmq.benchmarks.micro;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.JsonMessage;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.JsonCodecFactory;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.json.JsonMessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** The same order as a record, as text, as bytes and as JSON: published and delivered on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class PayloadSteps {

    private static final String LANE = "stepped";
    private static final String TEXT = "7,ACME,1000042,250,BUY,limit-order of desk 12";

    private Hermes hermes;
    private Publisher<Order> records;
    private Publisher<Numbers> numbers;
    private Publisher<JsonOrder> json;
    private Publisher<String> texts;
    private Publisher<byte[]> bytes;
    private byte[] payload;
    private long next;
    private long received;

    /** Which way. */
    public enum Side {
        /** Buys. */
        BUY,
        /** Sells. */
        SELL
    }

    /** With texts, which are objects for the listener. */
    record Order(
            long id,
            @MaxLength(16) String symbol,
            long price,
            int quantity,
            Side side,
            @MaxLength(64) String remark) {}

    /** Without texts. */
    record Numbers(long id, long instrument, long price, int quantity, Side side) {}

    /** The order with texts as JSON. */
    @JsonMessage
    record JsonOrder(long id, String symbol, long price, int quantity, Side side, String remark) {}

    private static final class Jackson implements JsonCodecFactory {

        private final JsonMapper mapper = JsonMapper.builder().build();

        @Override
        public <T> MessageCodec<T> codecFor(final Class<T> type) {
            return new JsonMessageCodec<>(mapper, type);
        }
    }

    /** For JMH, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public PayloadSteps() {}

    /** Makes a channel for each kind of payload, all read by one stepped lane. */
    @Setup
    public void open() {
        hermes = HermesEngine.create(
                HermesConfig.of(Profile.LOW_LATENCY)
                        .withLane(LANE, Profile.LOW_LATENCY.lane().withStepped(true)),
                new Codecs(List.of(), new Jackson()));
        records = hermes.publisher("records", Order.class);
        numbers = hermes.publisher("numbers", Numbers.class);
        json = hermes.publisher("json", JsonOrder.class);
        texts = hermes.publisher("texts", String.class);
        bytes = hermes.publisher("bytes", byte[].class);
        payload = TEXT.getBytes(StandardCharsets.UTF_8);
        hermes.listen(
                on("records"),
                Order.class,
                (order, context) -> received += order.id() + order.remark().length());
        hermes.listen(on("numbers"), Numbers.class, (order, context) -> received += order.id() + order.price());
        hermes.listen(
                on("json"),
                JsonOrder.class,
                (order, context) -> received += order.id() + order.remark().length());
        hermes.listen(on("texts"), String.class, (text, context) -> received += text.length());
        hermes.listen(on("bytes"), byte[].class, (array, context) -> received += array.length);
        hermes.start();
    }

    private static ListenerConfig on(final String channel) {
        return ListenerConfig.of(channel, channel).onLane(LANE);
    }

    /** Closes the engine. */
    @TearDown
    public void close() {
        hermes.close();
    }

    /**
     * A record of numbers and an enum.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int recordOfNumbers() {
        numbers.publish(new Numbers(next++, 7, 1_000_042, 250, Side.BUY));
        return hermes.step(LANE);
    }

    /**
     * A record with two texts.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int recordWithTexts() {
        records.publish(new Order(next++, "ACME", 1_000_042, 250, Side.BUY, "limit-order of desk 12"));
        return hermes.step(LANE);
    }

    /**
     * The same record as JSON.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int json() {
        json.publish(new JsonOrder(next++, "ACME", 1_000_042, 250, Side.BUY, "limit-order of desk 12"));
        return hermes.step(LANE);
    }

    /**
     * A text.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int text() {
        texts.publish(TEXT);
        return hermes.step(LANE);
    }

    /**
     * An array of bytes.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int bytes() {
        bytes.publish(payload);
        return hermes.step(LANE);
    }
}
