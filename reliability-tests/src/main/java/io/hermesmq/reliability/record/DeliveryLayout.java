package io.hermesmq.reliability.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The files of the deliveries of one listener, {@code deliveries~<listener>~<session>~<segment>.bin}, and an entry in them:
 *
 * <pre>
 *   0  value
 *   8  missed
 *  16  sequence, stored last and with release: an entry with sequence 0 is not there yet
 * </pre>
 */
final class DeliveryLayout {

    static final int VALUE_OFFSET = 0;
    static final int MISSED_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 16;
    static final int ENTRY_LENGTH = 24;
    static final int ENTRIES_PER_SEGMENT = 1 << 17;
    static final int SEGMENT_LENGTH = ENTRIES_PER_SEGMENT * ENTRY_LENGTH;

    private DeliveryLayout() {}

    static String prefix(final String listener) {
        return "deliveries~" + URLEncoder.encode(listener, StandardCharsets.UTF_8) + "~";
    }

    static String fileName(final String listener, final int session, final int segment) {
        return prefix(listener) + digits(session) + "~" + digits(segment) + ".bin";
    }

    /** With leading zeros, so that names sort as numbers do. */
    private static String digits(final int number) {
        final String text = Integer.toString(number);
        return "0".repeat(Math.max(0, 8 - text.length())) + text;
    }
}
