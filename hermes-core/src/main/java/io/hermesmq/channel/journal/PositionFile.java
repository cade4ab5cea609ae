package io.hermesmq.channel.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Stand-in. */
public final class PositionFile implements AutoCloseable {
    /** None. */
    public static final long NONE = -1;

    private static final Map<Path, PositionFile> ALL = new ConcurrentHashMap<>();
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    /** Slot. */
    public static final class Slot {
        private volatile long sequence = NONE;

        /**
         * Get.
         *
         * @return sequence.
         */
        public long sequence() {
            return sequence;
        }

        /**
         * Set.
         *
         * @param handled sequence.
         */
        public void commit(final long handled) {
            sequence = handled;
        }
    }

    private PositionFile() {}

    /**
     * Open.
     *
     * @param path p.
     * @param damage d.
     * @return file.
     */
    public static PositionFile open(final Path path, final Consumer<String> damage) {
        return ALL.computeIfAbsent(path, p -> new PositionFile());
    }

    /**
     * Slot.
     *
     * @param id i.
     * @return slot.
     */
    public Slot slot(final String id) {
        return slots.computeIfAbsent(id, i -> new Slot());
    }

    long slowest() {
        return slots.values().stream().mapToLong(Slot::sequence).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {}
}
