package io.hermesmq.channel.journal;

import java.nio.file.Path;

/**
 * What a journal has to tell besides its messages. Called by whichever thread finds out, never once per message; must return soon
 * and not throw.
 */
public interface JournalEvents {

    /** Listens to nothing. */
    JournalEvents NONE = new JournalEvents() {};

    /**
     * A file does not hold what was written to it. Each damage is told once, whoever reads it.
     *
     * @param file that is damaged.
     * @param firstSequence of the messages that are lost; where none are, of the first one behind the damage.
     * @param lastSequence of the messages that are lost; {@code firstSequence - 1} where none are.
     * @param count how many messages are lost, 0 if all of them could be read nevertheless.
     * @param cause what was found, for people.
     */
    default void damaged(
            final Path file, final long firstSequence, final long lastSequence, final long count, final String cause) {}

    /**
     * A damaged file was replaced by one with everything that could be read from it.
     *
     * @param file that was damaged.
     * @param kept where the damaged file is now.
     * @param firstSequence of the messages that were saved, 0 if there are none.
     * @param lastSequence of the messages that were saved, 0 if there are none.
     * @param count how many messages were saved.
     */
    default void setAside(
            final Path file, final Path kept, final long firstSequence, final long lastSequence, final long count) {}

    /**
     * Retention removed a file.
     *
     * @param file that is gone.
     * @param firstSequence of its messages, 0 if it had none.
     * @param lastSequence of its messages, 0 if it had none.
     * @param unread how many of them a known listener had not read.
     */
    default void removed(final Path file, final long firstSequence, final long lastSequence, final long unread) {}

    /**
     * The disk has less free space than the reserve, or has it again.
     *
     * @param full whether publishing is refused from now on.
     * @param usableBytes of the disk.
     * @param reserveBytes that have to be free.
     */
    default void diskFull(final boolean full, final long usableBytes, final long reserveBytes) {}

    /**
     * A stored position of a listener could not be trusted.
     *
     * @param file that holds the positions.
     * @param listener id of the listener, or empty where it cannot be read.
     * @param cause what was found and what was taken instead, for people.
     */
    default void positionDamaged(final Path file, final String listener, final String cause) {}

    /**
     * What was written could not be read back, or writing failed; the journal goes on in a fresh file where it can.
     *
     * @param cause what happened, for people.
     */
    default void failed(final String cause) {}
}
