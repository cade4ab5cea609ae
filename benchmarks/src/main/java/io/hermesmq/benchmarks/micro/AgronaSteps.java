package io.hermesmq.benchmarks.micro;

import io.hermesmq.benchmarks.peer.Sizes;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same steps with Agrona's rings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class AgronaSteps implements MessageHandler {

    private static final int CAPACITY = 1 << 16;
    private static final int ALIGNMENT = 128;

    private final OneToOneRingBuffer one = new OneToOneRingBuffer(memory());
    private final ManyToOneRingBuffer many = new ManyToOneRingBuffer(memory());
    private long next;
    private long received;

    /** For JMH. */
    public AgronaSteps() {}

    /**
     * One message through the ring for one publisher.
     *
     * @return the sum of all fields so far.
     */
    @Benchmark
    public long claimCommitPollOneToOne() {
        write(one);
        one.read(this);
        return received;
    }

    /**
     * One message through the ring for many publishers.
     *
     * @return the sum of all fields so far.
     */
    @Benchmark
    public long claimCommitPollManyToOne() {
        write(many);
        many.read(this);
        return received;
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer source, final int index, final int length) {
        long sum = 0;
        for (int field = 0; field < 8; field++) {
            sum += source.getLong(index + field * Long.BYTES);
        }
        received += sum;
    }

    private void write(final RingBuffer ring) {
        final int index = ring.tryClaim(1, Sizes.MESSAGE_BYTES);
        final AtomicBuffer buffer = ring.buffer();
        final long a = next++;
        for (int field = 0; field < 8; field++) {
            buffer.putLong(index + field * Long.BYTES, a);
        }
        ring.commit(index);
    }

    private static UnsafeBuffer memory() {
        return new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, ALIGNMENT));
    }
}
