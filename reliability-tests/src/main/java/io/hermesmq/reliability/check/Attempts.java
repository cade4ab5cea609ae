package io.hermesmq.reliability.check;

/** What publishers attempted, and with what outcome. */
public interface Attempts {

    /**
     * How many publishers there are; they are numbered from 0.
     *
     * @return how many.
     */
    int publishers();

    /**
     * How many messages a publisher attempted; their counters are those from 0 to this.
     *
     * @param publisher its number.
     * @return how many.
     */
    long attempted(int publisher);

    /**
     * What became of one.
     *
     * @param publisher its number.
     * @param counter of the message.
     * @return the outcome; {@link Outcome#NONE} where it was not attempted, or there is no such publisher.
     */
    Outcome outcome(int publisher, long counter);
}
