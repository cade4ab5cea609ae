package io.hermesmq.benchmarks.micro;

import io.hermesmq.Profile;
import io.hermesmq.benchmarks.dispatch.DispatchSides;
import io.hermesmq.benchmarks.rig.DispatchSession;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The benchmark {@code dispatch} again with JMH's clock: 512 messages to 8 listeners; time for each call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class DispatchSteps {

    private static final int LISTENERS = 8;

    /** Who dispatches. */
    @Param({"hermes", "hand-written"})
    public String side;

    private DispatchSession session;
    private long next;

    /** For JMH, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public DispatchSteps() {}

    /** Opens the side. */
    @Setup(Level.Trial)
    public void open() {
        session = (DispatchSession)
                ("hermes".equals(side)
                        ? DispatchSides.hermes(LISTENERS, Profile.LOW_LATENCY)
                        : DispatchSides.handWritten(LISTENERS));
    }

    /** Fills the ring. JMH takes the time of each invocation because of this, as the rig does. */
    @Setup(Level.Invocation)
    public void fill() {
        session.fill(next);
        next += DispatchSession.MESSAGES;
    }

    /** Closes the side. */
    @TearDown(Level.Trial)
    public void close() {
        session.close();
    }

    /**
     * Drains the ring.
     *
     * @return how many calls that were.
     */
    @Benchmark
    @OperationsPerInvocation(LISTENERS * DispatchSession.MESSAGES)
    public long dispatch() {
        return session.drain();
    }
}
