package io.hermesmq.sample.feed;

/** One format of lines. Keeps what it needs between calls, so that a line allocates nothing; belongs to one thread. */
interface LineParser {

    /** What a line turned out to be. */
    enum Kind {
        /** A trade. */
        TRADE,
        /** Sound, but something else. */
        SKIPPED,
        /** Not of this format. */
        DAMAGED
    }

    /**
     * Reads one line.
     *
     * @param buffer holds the line.
     * @param from its first byte.
     * @param to behind its last byte, without the end of line.
     * @param trade is overwritten where the line is a trade, and only then.
     * @return what it is.
     */
    Kind parse(byte[] buffer, int from, int to, Trade trade);
}
