package io.hermesmq;

import org.agrona.MutableDirectBuffer;

/**
 * Room in a channel that its owner writes in place. Belongs to the thread that made the claim.
 *
 * <pre>{@code
 * try (MessageClaim claim = quotes.claim(64)) {
 *     if (!claim.isRefused()) {
 *         claim.buffer().putLong(claim.offset(), 42);
 *         claim.commit();
 *     }
 * } // aborts what was not committed
 * }</pre>
 */
public interface MessageClaim extends AutoCloseable {

    /**
     * Whether the channel refused the claim; then there is nothing to write, commit or abort.
     *
     * @return true where {@link #result()} is a refusal.
     */
    boolean isRefused();

    /**
     * The outcome so far: the negative code of a {@link PublishStatus} where the claim was refused, zero or more otherwise;
     * after a commit what that returned. Says nothing of a claim that was aborted.
     *
     * @return position or code.
     */
    long result();

    /**
     * The memory to write into. Only the bytes from {@link #offset()} to {@code offset() + length()} are the caller's.
     *
     * @return the buffer of the channel.
     * @throws IllegalStateException where the claim is not open.
     */
    MutableDirectBuffer buffer();

    /**
     * Where the payload starts in {@link #buffer()}.
     *
     * @return offset of its first byte.
     */
    int offset();

    /**
     * How many bytes were claimed.
     *
     * @return payload bytes.
     */
    int length();

    /**
     * Makes the message visible to the listeners.
     *
     * @return the position of the channel behind the message; the code of the refusal where the claim was refused.
     * @throws IllegalStateException where the claim was committed or aborted before.
     */
    long commit();

    /**
     * Gives the room back: no listener sees it, no sequence number is used up. Does nothing on a refused claim.
     *
     * @throws IllegalStateException where the claim was committed or aborted before.
     */
    void abort();

    /** Aborts the claim where it is still open. */
    @Override
    void close();
}
