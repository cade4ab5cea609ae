package io.hermesmq.channel.journal;

import io.hermesmq.memory.OffHeap;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The place of one listener in a position file, by address.
 *
 * <pre>
 *   0    mark: USED or FREE
 *   8    int length of the id | int CRC-32 of index, length and id
 *   16   the id in UTF-8, up to 255 bytes
 *   384  long value | long check      first copy
 *   400  long value | long check      second copy
 * </pre>
 *
 * <p>A commit writes the copy with the lower value: first the value, then its check. So a process that dies in between leaves
 * one copy whole, and it is at most one commit old. The check is a one-to-one function of value and id; so damage to either word of a
 * copy is found for certain. Going back writes both copies, lest the higher one speak up later.
 *
 * <p>Reading takes the higher of two whole copies. Of one whole copy and one torn by death the whole one is right. That a copy was
 * torn is seen by its check, which then belongs to a value not above the other copy; every other bad copy is damage.
 */
record PositionSlot(MappedByteBuffer memory, int index, long address) {

    /** Bytes of a slot. */
    static final int LENGTH = 512;

    /** The longest id. */
    static final int MAX_ID_BYTES = 255;

    static final long FREE = 0x4545_5246_544F_4C53L; // "SLOTFREE"
    private static final long USED = 0x4445_5355_544F_4C53L; // "SLOTUSED"

    private static final int ID_LENGTH_OFFSET = 8;
    private static final int ID_CHECKSUM_OFFSET = 12;
    private static final int ID_OFFSET = 16;
    private static final int COPIES_OFFSET = 384;
    private static final int OTHER_COPY = 16;
    private static final int CHECK_OFFSET = 8;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final long GATHER = inverse(SPREAD);

    /** By Newton: each step doubles the number of right bits. */
    private static long inverse(final long odd) {
        long x = odd;
        for (int i = 0; i < 5; i++) {
            x *= 2 - odd * x;
        }
        return x;
    }

    private static long spread(final long value) {
        final long product = value * SPREAD;
        return product ^ (product >>> 32);
    }

    private static long gather(final long spread) {
        return (spread ^ (spread >>> 32)) * GATHER;
    }

    /** What the bytes of a slot are. */
    enum State {
        FREE,
        USED,
        DAMAGED
    }

    State state() {
        final long mark = OffHeap.getLongAcquire(address);
        if (mark == FREE) {
            return State.FREE;
        }
        final int length = OffHeap.getInt(address + ID_LENGTH_OFFSET);
        final boolean isWhole = mark == USED
                && length >= 0
                && length <= MAX_ID_BYTES
                && OffHeap.getInt(address + ID_CHECKSUM_OFFSET) == idChecksum(length);
        return isWhole ? State.USED : State.DAMAGED;
    }

    private int idChecksum(final int length) {
        final CRC32 crc = new CRC32();
        crc.update(index);
        crc.update(index >> 8);
        crc.update(length);
        for (int i = 0; i < length; i++) {
            crc.update(OffHeap.getByte(address + ID_OFFSET + i));
        }
        return (int) crc.getValue();
    }

    String id() {
        final byte[] bytes = new byte[OffHeap.getInt(address + ID_LENGTH_OFFSET)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = OffHeap.getByte(address + ID_OFFSET + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Gives the slot to a listener. Who dies before the end leaves it free. */
    void take(final byte[] id, final long position) {
        for (int i = 0; i < id.length; i++) {
            OffHeap.putByte(address + ID_OFFSET + i, id[i]);
        }
        OffHeap.putInt(address + ID_LENGTH_OFFSET, id.length);
        OffHeap.putInt(address + ID_CHECKSUM_OFFSET, idChecksum(id.length));
        writeBoth(position, salt());
        OffHeap.putLongRelease(address, USED);
    }

    void free() {
        OffHeap.putLongRelease(address, FREE);
    }

    /** Tells the copies of one id from those of another. Of the id only, as it was when the slot was taken. */
    long salt() {
        return spread(((long) index << 32) ^ (OffHeap.getInt(address + ID_CHECKSUM_OFFSET) & 0xFFFF_FFFFL));
    }

    long firstCopy() {
        return address + COPIES_OFFSET;
    }

    void writeBoth(final long value, final long salt) {
        write(firstCopy(), value, salt);
        write(firstCopy() + OTHER_COPY, value, salt);
    }

    /** Both stores release: neither this check may pass its value, nor the next value this check. */
    private static void write(final long copy, final long value, final long salt) {
        OffHeap.putLongRelease(copy, value);
        OffHeap.putLongRelease(copy + CHECK_OFFSET, spread(value ^ salt));
    }

    /** The hot path: writes the lower copy. */
    static void advance(final long firstCopy, final long value, final long salt) {
        final long first = OffHeap.getLong(firstCopy);
        final long second = OffHeap.getLong(firstCopy + OTHER_COPY);
        write(first <= second ? firstCopy : firstCopy + OTHER_COPY, value, salt);
    }

    /** The higher copy; for slots that were loaded, whose copies are whole. */
    static long newest(final long firstCopy) {
        return Math.max(OffHeap.getLongAcquire(firstCopy), OffHeap.getLongAcquire(firstCopy + OTHER_COPY));
    }

    /** Reads a slot that some process left behind, and makes both copies whole. */
    Loaded load() {
        final long salt = salt();
        final long first = firstCopy();
        final long second = first + OTHER_COPY;
        final boolean firstIsWhole = isWhole(first, salt);
        final boolean secondIsWhole = isWhole(second, salt);
        if (firstIsWhole && secondIsWhole) {
            return new Loaded(newest(first), false);
        }
        Loaded loaded = new Loaded(PositionFile.EARLIEST, true);
        if (firstIsWhole || secondIsWhole) {
            final long survivor = OffHeap.getLong(firstIsWhole ? first : second);
            final boolean torn = isTorn(firstIsWhole ? second : first, salt, survivor);
            loaded = new Loaded(torn ? survivor : Math.max(PositionFile.EARLIEST, survivor), !torn);
        }
        writeBoth(loaded.position, salt);
        return loaded;
    }

    private static boolean isWhole(final long copy, final long salt) {
        final long value = OffHeap.getLong(copy);
        return value >= PositionFile.NONE && OffHeap.getLong(copy + CHECK_OFFSET) == spread(value ^ salt);
    }

    private static boolean isTorn(final long copy, final long salt, final long survivor) {
        final long before = gather(OffHeap.getLong(copy + CHECK_OFFSET)) ^ salt;
        return before >= PositionFile.NONE && before <= survivor;
    }

    /** A position, and whether a newer one was damaged. */
    record Loaded(long position, boolean isDamaged) {}
}
