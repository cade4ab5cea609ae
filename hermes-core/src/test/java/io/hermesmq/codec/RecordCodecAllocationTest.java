package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hermesmq.annotation.MaxLength;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The handles are static and final, hence constants for the compiler, as in the classes that publish and dispatch. */
final class RecordCodecAllocationTest {

    private static final int CALLS = 1_000;
    private static final int ROUNDS = 1_000;
    private static final int MAX_ATTEMPTS = 20;

    enum Side {
        BUY,
        SELL
    }

    record Quote(long instrument, double bid, double ask, int size, Side side) {}

    record Note(
            long id,
            @MaxLength(32) String text,
            @MaxLength(8) byte[] key) {}

    private static final RecordCodec QUOTES = RecordCodec.of(Quote.class);
    private static final MethodHandle LENGTH = QUOTES.length();
    private static final MethodHandle ENCODE = QUOTES.encode();
    private static final MethodHandle DECODE = QUOTES.decode();
    private static final MethodHandle SPREAD_ENCODE = QUOTES.spreadEncode();
    private static final MethodHandle BID = QUOTES.component(1);

    private static final RecordCodec NOTES = RecordCodec.of(Note.class);
    private static final MethodHandle NOTE_LENGTH = NOTES.length();
    private static final MethodHandle NOTE_ENCODE = NOTES.encode();
    private static final Note NOTE = new Note(1, "h\u00e9llo \u20ac \ud83d\ude00", new byte[] {1, 2, 3});

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(128));

    @Test
    void shouldEncodeAndDecodeARecordWithoutAllocation() throws Throwable {
        assertAllocationFree(this::encodeAndDecode);
    }

    @Test
    void shouldEncodeAndDecodeComponentsWithoutAllocation() throws Throwable {
        assertAllocationFree(this::encodeAndDecodeComponents);
    }

    @Test
    void shouldEncodeTextAndBytesWithoutAllocation() throws Throwable {
        assertAllocationFree(this::encodeNote);
    }

    private long encodeAndDecode(final int calls) throws Throwable {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            final Quote quote = new Quote(i, i * 0.5, i * 0.75, i, (i & 1) == 0 ? Side.BUY : Side.SELL);
            final int length = (int) LENGTH.invokeExact(quote);
            ENCODE.invokeExact(buffer, i & 63, quote);
            final Quote read = (Quote) DECODE.invokeExact(buffer, i & 63, length);
            sum += read.instrument() + (long) read.bid() + read.size() + (read.side() == Side.BUY ? 1 : 2);
        }
        return sum;
    }

    private long encodeAndDecodeComponents(final int calls) throws Throwable {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            SPREAD_ENCODE.invokeExact(buffer, i & 63, (long) i, i * 0.5, i * 0.75, i, Side.BUY);
            sum += (long) (double) BID.invokeExact(buffer, i & 63, 29);
        }
        return sum;
    }

    private long encodeNote(final int calls) throws Throwable {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += (int) NOTE_LENGTH.invokeExact(NOTE);
            NOTE_ENCODE.invokeExact(buffer, i & 63, NOTE);
        }
        return sum;
    }

    /**
     * Repeats until the compiler has had its time: a build machine may be slow to compile, but code that allocates
     * stays so.
     */
    private static void assertAllocationFree(final Work work) throws Throwable {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        double bytesPerMessage = Double.MAX_VALUE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && bytesPerMessage >= 1; attempt++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            long sum = 0;
            for (int i = 0; i < ROUNDS; i++) {
                sum += work.run(CALLS);
            }
            final long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(sum).isNotZero();
            bytesPerMessage = allocated / (double) (ROUNDS * CALLS);
        }
        assertThat(bytesPerMessage).isLessThan(1);
    }

    private interface Work {
        long run(int calls) throws Throwable;
    }
}
