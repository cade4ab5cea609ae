package io.hermesmq.monitor;

import static org.agrona.concurrent.status.CountersReader.COUNTER_LENGTH;
import static org.agrona.concurrent.status.CountersReader.METADATA_LENGTH;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;

/**
 * Allocates counters off-heap, each in cache lines of its own, and reads them all. Grows by blocks; a counter stays where
 * it is as long as anyone holds it. Safe for any thread; allocation takes a lock.
 */
public final class Counters {

    private static final int BLOCK = 128;
    private static final int CACHE_LINE_PAIR = 128;

    private final List<CountersManager> blocks = new ArrayList<>();
    private int allocatedInBlock = BLOCK;

    /** Creates an empty set of counters. */
    public Counters() {}

    /**
     * Allocates a counter that starts at zero.
     *
     * @param label what it counts.
     * @return the counter.
     */
    public synchronized Counter allocate(final String label) {
        if (allocatedInBlock == BLOCK) {
            blocks.add(new CountersManager(
                    buffer(BLOCK * METADATA_LENGTH), buffer(BLOCK * COUNTER_LENGTH), StandardCharsets.UTF_8));
            allocatedInBlock = 0;
        }
        allocatedInBlock++;
        final CountersManager block = blocks.get(blocks.size() - 1);
        final int id = block.allocate(label);
        return new Counter(block.valuesBuffer().addressOffset() + CountersManager.counterOffset(id), block, id);
    }

    private static UnsafeBuffer buffer(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, CACHE_LINE_PAIR));
    }

    /**
     * Reads every counter.
     *
     * @param consumer gets the label and the value of each, in the order of allocation.
     */
    public synchronized void forEach(final BiConsumer<String, Long> consumer) {
        for (final CountersManager block : blocks) {
            block.forEach((value, id, label) -> consumer.accept(label, value));
        }
    }
}
