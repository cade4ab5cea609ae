package io.hermesmq.benchmarks.side;

import java.util.List;

/** A journal that is written once and read again and again. */
public interface Archive extends AutoCloseable {

    /**
     * Writes messages and returns when the journal has them all and the receiver has got them.
     *
     * @param count of messages, numbered from 0.
     */
    void write(long count);

    /** Lets the receiver have all messages again, from the first. May return before that is done. */
    void replay();

    /**
     * The threads that read.
     *
     * @return none besides the one that calls {@link #replay()}, or those.
     */
    List<Thread> readers();

    @Override
    void close();
}
