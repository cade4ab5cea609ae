package io.hermesmq.benchmarks.group;

/** One way to share messages among four workers. */
interface Side extends AutoCloseable {

    /** How many workers each side has. */
    int WORKERS = 4;

    /** Room for so many messages. */
    int CAPACITY = 1 << 16;

    /** What it is, for the report. */
    String name();

    /** Whether messages of one key have to be handled in order. */
    boolean isOrdered();

    /** Publishes messages with these numbers, the last exclusive; for one thread. */
    void publish(long from, long to);

    /** How many messages were handled so far. */
    long handled();

    @Override
    void close();
}
