package io.hermesmq.dispatch;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides in front of a listener's method whether it gets a frame at all. Part of the one handle of the listener ({@link HandlerChain}), so
 * it is compiled into its loop, and a listener without guards has nothing of them. For the thread of the lane; counts what it keeps away.
 */
public interface FrameGuard {

    /**
     * Whether the listener gets the message. An exception is a failure of the message. A guard that reads what the publisher encoded passes
     * over {@code FrameExtension.lengthAt(buffer, payloadOffset, payloadLength)} bytes first.
     *
     * @param buffer that holds the frame; its header lies directly in front of the payload.
     * @param payloadOffset of the first byte of the payload.
     * @param payloadLength in bytes.
     * @return false to pass over it.
     */
    boolean admits(UnsafeBuffer buffer, int payloadOffset, int payloadLength);
}
