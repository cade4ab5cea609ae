package io.hermesmq.channel.journal;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/** Opens Chronicle Queue the one way that Hermes uses it, and keeps it from what it does unasked. */
final class ChronicleFiles {

    /** The library maps files in blocks of this many bytes. */
    static final long BLOCK = 64L * 1024 * 1024;

    /** A document can have a quarter of a block. */
    private static final int BLOCK_SHARE = 4;

    /** How long the library waits for a file that somebody else might be creating; nobody is. */
    private static final long TIMEOUT_MS = 2_000;

    private static final int ROOM_FOR_HEADERS = 4096;

    static {
        quiet();
    }

    private ChronicleFiles() {}

    /**
     * Switches off what reports to others, prints, or starts threads of its own. A value that the user has set stays, but for the
     * reports.
     */
    static void quiet() {
        System.setProperty("chronicle.analytics.disable", "true");
        for (final String name : new String[] {"chronicle.announcer.disable", "chronicle.disk.monitor.disable"}) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, "true");
            }
        }
        if (System.getProperty("background.releaser") == null) {
            System.setProperty("background.releaser", "false");
        }
    }

    static long blockSize(final int maxRunLength) {
        long block = BLOCK;
        while (block / BLOCK_SHARE < (long) maxRunLength + ROOM_FOR_HEADERS) {
            block *= 2;
        }
        return block;
    }

    /** Syncs nothing by itself: see {@link DiskSync}. */
    static SingleChronicleQueue open(final Path directory, final TimeProvider clock, final int maxRunLength) {
        return SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(LegacyRollCycles.MINUTELY)
                .timeProvider(clock)
                .blockSize(blockSize(maxRunLength))
                .timeoutMS(TIMEOUT_MS)
                .syncMode(SyncMode.NONE)
                .build();
    }
}
