package io.hermesmq.monitor;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.status.CountersManager;

/**
 * A counter outside of the heap, in cache lines of its own. The name of each access says what it orders, as in {@link
 * org.agrona.concurrent.status.AtomicCounter}; unlike there the access is by address (see {@link
 * io.hermesmq.memory.OffHeap}). Keeps the memory behind it alive. A record, because the compiler takes the fields of a
 * constant record for constants. Only {@link Counters} makes counters.
 *
 * @param address of the value.
 * @param memory that the value lies in.
 * @param id of the counter in that memory.
 */
public record Counter(long address, CountersManager memory, int id) {

    /**
     * Reads, ordered with all other volatile accesses.
     *
     * @return the value.
     */
    public long get() {
        return UnsafeApi.getLongVolatile(null, address);
    }

    /**
     * Reads with acquire: what its writer did before a release is visible.
     *
     * @return the value.
     */
    public long getAcquire() {
        return UnsafeApi.getLongAcquire(null, address);
    }

    /**
     * Reads without ordering; for the thread that writes.
     *
     * @return the value.
     */
    public long getPlain() {
        return UnsafeApi.getLong(address);
    }

    /**
     * Writes, ordered with all other volatile accesses.
     *
     * @param value to write.
     */
    public void set(final long value) {
        UnsafeApi.putLongVolatile(null, address, value);
    }

    /**
     * Writes with release: what was done before is visible to who acquires the value.
     *
     * @param value to write.
     */
    public void setRelease(final long value) {
        UnsafeApi.putLongRelease(null, address, value);
    }

    /**
     * Writes so that others see it in time, without ordering anything else.
     *
     * @param value to write.
     */
    public void setOpaque(final long value) {
        UnsafeApi.putLongOpaque(null, address, value);
    }

    /**
     * Writes where the expected value is found; a full fence.
     *
     * @param expected value.
     * @param value to write.
     * @return whether it was written.
     */
    public boolean compareAndSet(final long expected, final long value) {
        return UnsafeApi.compareAndSetLong(null, address, expected, value);
    }

    /**
     * Adds; a full fence.
     *
     * @param delta to add.
     * @return the value before.
     */
    public long getAndAdd(final long delta) {
        return UnsafeApi.getAndAddLong(null, address, delta);
    }

    /**
     * What it counts.
     *
     * @return the label.
     */
    public String label() {
        return memory.getCounterLabel(id);
    }

    @Override
    public String toString() {
        return label() + ": " + get();
    }
}
