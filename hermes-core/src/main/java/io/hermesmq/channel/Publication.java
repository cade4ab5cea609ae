package io.hermesmq.channel;

import io.hermesmq.MessageTooLargeException;

/** Claim, commit and abort: how a message gets into a channel. */
public interface Publication {

    /**
     * Claims room for one payload and writes the header of its frame. What happens without room is the channel's
     * {@link io.hermesmq.OnFull}. Each claim must end in one {@link #commit} or {@link #abort}.
     *
     * @param payloadLength bytes.
     * @return the position of the frame, or the negative code of a {@link io.hermesmq.PublishStatus}.
     * @throws MessageTooLargeException where the payload is larger than {@link Channel#maxPayloadLength()}.
     */
    long claim(int payloadLength);

    /**
     * Makes a claimed frame a message: it gets its sequence and becomes visible after all frames before it.
     *
     * @param framePosition what {@link #claim} returned.
     * @return the position behind the frame; the code of {@link io.hermesmq.PublishStatus#CLOSED} where the channel was
     *     closed before the claim counted.
     */
    long commit(long framePosition);

    /**
     * Gives a claim back: readers skip it and it gets no sequence.
     *
     * @param framePosition what {@link #claim} returned.
     */
    void abort(long framePosition);

    /**
     * The offset in {@link Channel#buffer()} of the payload of a claimed frame.
     *
     * @param framePosition what {@link #claim} returned.
     * @return offset of the first byte of the payload.
     */
    int payloadOffset(long framePosition);

    /**
     * The length of the payload of a claimed frame.
     *
     * @param framePosition what {@link #claim} returned.
     * @return bytes, as claimed.
     */
    int payloadLength(long framePosition);
}
