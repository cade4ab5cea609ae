package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Tells one run of the machine from the next. What several threads wrote to one file is there together after the death of their
 * process, but after a loss of power some of it may be older than the rest.
 */
final class BootId {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int DIGITS = 16;

    private BootId() {}

    /** Letters and digits; where the system has no such id the same for every boot. */
    static String current() {
        try {
            final String id = Files.readString(LINUX).toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
            return id.length() < DIGITS ? "0" : id.substring(0, DIGITS);
        } catch (final IOException e) {
            return "0";
        }
    }
}
