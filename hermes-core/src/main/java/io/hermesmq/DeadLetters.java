package io.hermesmq;

import java.util.List;

/**
 * The dead letters of one dead-letter channel: look at them, deliver them again, or let them go. Safe for any thread, off the hot path: a
 * call reads what was written to the channel since the last one.
 *
 * <p>A letter that is re-driven goes to the listener that failed, and to no other listener of its channel: those have handled the message.
 * It is delivered once for each re-drive, on the listener's lane, between the messages of its channel; retries of the listener's policy
 * do not apply. Where it fails again, it stays, with one re-drive more.
 *
 * <p>On a journaled channel all of this survives a restart: what became of a letter is written to the channel as well. A letter whose re-drive
 * was under way when the process died is open again, so that its listener may see it twice. On a channel in memory, letters end
 * with the engine; where it is full of letters that nobody has dealt with, listeners wait in front of messages that fail.
 */
public interface DeadLetters {

    /** After so many re-drives that failed, a letter is parked, unless told otherwise. */
    int MAX_REDRIVES = 3;

    /**
     * How many letters there are.
     *
     * @param open wait for somebody.
     * @param redriving were given to their listener.
     * @param parked wait for somebody, and were re-driven too often.
     */
    record Counts(long open, long redriving, long parked) {}

    /**
     * The name of the channel.
     *
     * @return its name.
     */
    String channel();

    /**
     * The letters that are there, oldest first.
     *
     * @return a copy.
     */
    List<DeadLetter> browse();

    /**
     * How many letters there are.
     *
     * @return by state.
     */
    Counts counts();

    /**
     * The whole frame of the message of a letter, as it was in its channel: header and payload.
     *
     * @param sequence of the letter.
     * @return a copy.
     * @throws HermesException where there is no such letter any more.
     */
    byte[] frame(long sequence);

    /**
     * Gives a letter to its listener once more, also a parked one. Returns at once; the letter is gone when the listener has returned.
     *
     * @param sequence of the letter.
     * @throws HermesException where there is no such letter any more, it is being re-driven, or its listener cannot take it.
     */
    void redrive(long sequence);

    /**
     * Gives all open letters to their listeners once more, those of listeners excepted that cannot take them; that is logged. Parked ones stay.
     *
     * @param maxRedrives after so many re-drives that failed, a letter is parked.
     * @return how many.
     */
    int redriveAll(int maxRedrives);

    /**
     * Gives all open letters to their listeners once more.
     *
     * @return how many.
     */
    default int redriveAll() {
        return redriveAll(MAX_REDRIVES);
    }

    /**
     * Lets a letter go.
     *
     * @param sequence of the letter.
     * @throws HermesException where there is no such letter any more, it is being re-driven, or the channel cannot note it.
     */
    void drop(long sequence);

    /**
     * Lets all letters go that are not being re-driven.
     *
     * @return how many.
     * @throws HermesException where the channel cannot note it.
     */
    int dropAll();
}
