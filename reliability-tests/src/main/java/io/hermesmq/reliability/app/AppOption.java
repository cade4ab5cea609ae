package io.hermesmq.reliability.app;

import java.util.Locale;

/** The options of the application under test: {@code --name=value}. */
public enum AppOption {
    /** The class that is tested. */
    APPLICATION(HermesApplication.class.getName()),
    /** The directory of the record. */
    RECORD(""),
    /** The directory of the journal. */
    JOURNAL(""),
    /** Number of the session in the record. */
    SESSION("0"),
    /** The channel. */
    CHANNEL("orders"),
    /** What is done when publish returns. */
    ACKNOWLEDGE("WRITTEN"),
    /** How long a file of the journal is written. */
    ROLL_CYCLE("DAILY"),
    /** What a listener does that falls behind. */
    ON_LAG("READ_JOURNAL"),
    /** Seconds that files are kept; 0 for ever. */
    MAX_AGE_SECONDS("0"),
    /** Bytes of files that are kept; 0 for all. */
    MAX_JOURNAL_BYTES("0"),
    /** Whether files are kept that a known listener has not read. */
    KEEP_UNREAD("true"),
    /** Bytes of the disk that stay free. */
    MIN_FREE_SPACE("16777216"),
    /** Bytes of the ring. */
    CAPACITY("1048576"),
    /** Publishing threads. */
    PUBLISHERS("2"),
    /** Number of the first of them. */
    FIRST_PUBLISHER("0"),
    /** Messages that one publisher may send in all sessions together. */
    ATTEMPT_CAPACITY("67108864"),
    /** Messages after which a publisher stops in this session; 0 for never. */
    MESSAGES("0"),
    /** Messages a second and publisher; 0 for as many as there can be. */
    RATE("0"),
    /** Bytes of a message at least. */
    MIN_LENGTH("32"),
    /** Bytes of a message at most. */
    MAX_LENGTH("256"),
    /** Whether some messages throw while they are encoded, are too large, or make their listener throw. */
    POISON("false"),
    /** Ids of the listeners, with commas. */
    LISTENERS(""),
    /** Where listeners begin without a position: latest, earliest, a sequence or a time. */
    FROM("earliest"),
    /** Microseconds that listeners take over each message. */
    HANDLING_MICROS("0"),
    /** Deliveries after which the process halts inside of a listener; 0 for never. */
    HALT_AFTER("0"),
    /** Whether it halts before the last of these is noted, instead of after. */
    HALT_BEFORE("false"),
    /** Milliseconds after which the application stops by itself; 0 for never. */
    DURATION_MS("0"),
    /** Milliseconds that listeners have to see the fence at the end. */
    DRAIN_MS("60000");

    private final String standard;

    AppOption(final String standard) {
        this.standard = standard;
    }

    String standard() {
        return standard;
    }

    String word() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
