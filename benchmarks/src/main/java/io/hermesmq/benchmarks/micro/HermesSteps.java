package io.hermesmq.benchmarks.micro;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageClaim;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.benchmarks.hermes.Payload;
import io.hermesmq.benchmarks.hermes.PayloadPublisher;
import io.hermesmq.engine.HermesEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Single steps of Hermes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class HermesSteps {

    private static final String CHANNEL = "payloads";
    private static final String UNREAD = "unread";
    private static final String LANE = "stepped";
    private static final int CAPACITY = 1 << 16;

    /** How many threads may publish. */
    @Param({"SINGLE", "MULTI"})
    public Producers producers;

    private Hermes hermes;
    private PayloadPublisher publisher;
    private PayloadPublisher unread;
    private Publisher<Payload> raw;
    private long next;
    private long received;

    /** For JMH, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public HermesSteps() {}

    /** Makes a channel that a stepped lane reads, and one that nobody reads. */
    @Setup
    public void open() {
        final Profile profile = Profile.LOW_LATENCY;
        hermes = HermesEngine.create(HermesConfig.of(profile)
                .withChannel(CHANNEL, profile.channel().withCapacity(CAPACITY).withProducers(producers))
                .withChannel(
                        UNREAD,
                        profile.channel()
                                .withCapacity(CAPACITY)
                                .withProducers(producers)
                                .withOnFull(OnFull.OVERWRITE))
                .withLane(LANE, profile.lane().withStepped(true)));
        publisher = hermes.publisherOf(CHANNEL, PayloadPublisher.class);
        unread = hermes.publisherOf(UNREAD, PayloadPublisher.class);
        raw = hermes.publisher(CHANNEL, Payload.class);
        hermes.listen(
                ListenerConfig.of("listener", CHANNEL).onLane(LANE),
                Payload.class,
                (payload, context) -> received += payload.a() + payload.h());
        hermes.start();
    }

    /** Closes the engine. */
    @TearDown
    public void close() {
        hermes.close();
    }

    /**
     * Claim, encode field by field, commit; nobody reads.
     *
     * @return the position.
     */
    @Benchmark
    public long encode() {
        final long a = next++;
        return unread.publish(a, a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6);
    }

    /**
     * The same with a record that the caller makes.
     *
     * @return the position.
     */
    @Benchmark
    public long encodeRecord() {
        final long a = next++;
        return unread.publish(new Payload(a, a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6));
    }

    /**
     * One message published and delivered.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int claimCommitPoll() {
        final long a = next++;
        publisher.publish(a, a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6);
        return hermes.step(LANE);
    }

    /**
     * One message written in place and delivered.
     *
     * @return how many were delivered: 1.
     */
    @Benchmark
    public int zeroCopyCommitPoll() {
        try (MessageClaim claim = raw.claim(8 * Long.BYTES)) {
            final long a = next++;
            for (int field = 0; field < 8; field++) {
                claim.buffer().putLong(claim.offset() + field * Long.BYTES, a);
            }
            claim.commit();
        }
        return hermes.step(LANE);
    }
}
