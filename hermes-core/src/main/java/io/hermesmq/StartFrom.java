package io.hermesmq;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Where a listener of a journaled channel begins that has no position yet, or goes to when it is told to seek.
 *
 * @param anchor what the value is.
 * @param value the sequence, or the nanoseconds since the epoch; 0 where the anchor needs none.
 */
public record StartFrom(Anchor anchor, long value) {

    /** Behind everything that was published before. The default. */
    public static final StartFrom LATEST = new StartFrom(Anchor.LATEST, 0);

    /** At the oldest message that the journal still has. */
    public static final StartFrom EARLIEST = new StartFrom(Anchor.EARLIEST, 0);

    /** What a start refers to. */
    public enum Anchor {
        /** The end of the journal. */
        LATEST,
        /** The beginning of the journal. */
        EARLIEST,
        /** A message by its sequence. */
        SEQUENCE,
        /** The first message at or behind a time. */
        TIMESTAMP
    }

    /**
     * Checks the value.
     *
     * @param anchor what the value is.
     * @param value the sequence, or the nanoseconds since the epoch; 0 where the anchor needs none.
     * @throws ConfigurationException where no message can have it.
     */
    public StartFrom {
        if (anchor == Anchor.SEQUENCE && value < 1) {
            throw new ConfigurationException(
                    "from", "sequence " + value + " does not exist", "use 1, the first, or EARLIEST");
        }
    }

    /**
     * At a message.
     *
     * @param sequence of the message, from 1.
     * @return the start.
     */
    public static StartFrom sequence(final long sequence) {
        return new StartFrom(Anchor.SEQUENCE, sequence);
    }

    /**
     * At the first message that was published at a time or later.
     *
     * @param time the time.
     * @return the start.
     */
    public static StartFrom timestamp(final Instant time) {
        return new StartFrom(
                Anchor.TIMESTAMP, Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano()));
    }

    /**
     * Reads a start as it is written in an annotation or a property: {@code latest}, {@code earliest}, a number, which is a
     * sequence, or a time such as {@code 2026-03-01T09:30:00Z}.
     *
     * @param text what was written; case does not matter.
     * @return the start.
     * @throws ConfigurationException where it is none of these.
     */
    public static StartFrom parse(final String text) {
        final String word = text.trim().toLowerCase(Locale.ROOT);
        if ("latest".equals(word)) {
            return LATEST;
        }
        if ("earliest".equals(word)) {
            return EARLIEST;
        }
        try {
            return word.matches("[0-9]{1,18}") ? sequence(Long.parseLong(word)) : timestamp(Instant.parse(text.trim()));
        } catch (final DateTimeException | ArithmeticException e) {
            throw new ConfigurationException(
                    "from",
                    "from '" + text + "' is neither latest, earliest, a sequence nor a time",
                    "use latest, earliest, a number such as 42, or a time such as 2026-03-01T09:30:00Z");
        }
    }

    @Override
    public String toString() {
        return switch (anchor) {
            case LATEST, EARLIEST -> anchor.name().toLowerCase(Locale.ROOT);
            case SEQUENCE -> "sequence " + value;
            case TIMESTAMP -> Instant.ofEpochSecond(0, value).toString();
        };
    }
}
