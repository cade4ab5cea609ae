package io.hermesmq.sample.feed;

/**
 * How fast a feed is replayed.
 *
 * @param factor 1 is real time, 10 ten times as fast, infinity as fast as it can be read.
 */
public record Speed(double factor) {

    /** As fast as the feed can be read. */
    public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    /** As fast as it happened. */
    public static final Speed REALTIME = new Speed(1);

    public Speed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed " + factor + " is not above zero; use max, realtime or a factor");
        }
    }

    /** Reads {@code max}, {@code realtime} or a factor; Spring converts properties by it. */
    public static Speed valueOf(final String text) {
        return switch (text) {
            case "max" -> MAX;
            case "realtime" -> REALTIME;
            default -> new Speed(factor(text));
        };
    }

    private static double factor(final String text) {
        try {
            return Double.parseDouble(text);
        } catch (final NumberFormatException none) { // not passed on: Spring would show it instead of this message
            throw new IllegalArgumentException("speed '" + text + "' is none; use max, realtime or a factor");
        }
    }
}
