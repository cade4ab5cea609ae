package io.hermesmq.benchmarks.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How much processor time went to others during a round: other processes, and the host of a virtual machine. Read from
 * Linux; elsewhere it stays at zero.
 */
final class Disturbance {

    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    /** Both files count in this unit on every Linux of today. */
    private static final double NANOS_PER_TICK = 10_000_000;

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final long startNs = System.nanoTime();
    private final long othersTicks = othersTicks();

    /**
     * The share since this object was made.
     *
     * @return 1 for one processor.
     */
    double share() {
        final double others = (othersTicks() - othersTicks) * NANOS_PER_TICK;
        return Math.max(0, others / (System.nanoTime() - startNs));
    }

    private static long othersTicks() {
        try {
            return busyTicks() - ownTicks();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static long busyTicks() throws IOException {
        final String all = Files.readString(ALL, StandardCharsets.US_ASCII);
        final long[] ticks = Arrays.stream(
                        all.substring(0, all.indexOf('\n')).trim().split(" +", -1))
                .skip(1)
                .limit(STEAL + 1L)
                .mapToLong(Long::parseLong)
                .toArray();
        return Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[IO_WAIT];
    }

    /** The name of the command comes in brackets and may hold anything; the fields behind it are counted from there. */
    private static long ownTicks() throws IOException {
        final String own = Files.readString(OWN, StandardCharsets.UTF_8);
        final String[] fields = own.substring(own.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }
}
