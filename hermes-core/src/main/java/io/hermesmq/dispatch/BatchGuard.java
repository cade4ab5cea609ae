package io.hermesmq.dispatch;

import io.hermesmq.frame.FrameExtension;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Admits to the batches of a listener what is alive and of their type. Looks for an extension in each frame, and finds what is damaged;
 * {@link BatchFrames} passes over the extension of what was admitted.
 *
 * @param typeId of the messages that the batches are of, or {@link FrameExtension#NO_TYPE}.
 * @param takesUntyped whether messages that say nothing are of that type too.
 * @param lifetime of the messages.
 * @param unhandled counts those of other types.
 */
record BatchGuard(int typeId, boolean takesUntyped, Lifetime lifetime, Counter unhandled) implements FrameGuard {

    static FrameGuard of(final TypedHandlers handlers, final Lifetime lifetime, final Counter unhandled) {
        final int typeId = handlers.cases().isEmpty()
                ? FrameExtension.NO_TYPE
                : handlers.cases().get(0).typeId();
        return new BatchGuard(typeId, handlers.untyped() != null, lifetime, unhandled);
    }

    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        final int extension = FrameDispatch.lengthAt(buffer, payloadOffset, payloadLength);
        return extension == 0
                ? (!lifetime.isOfChannel() || lifetime.admits(buffer, payloadOffset, payloadLength))
                        && isOfType(FrameExtension.NO_TYPE)
                : lifetime.admitsExtended(buffer, payloadOffset, payloadLength)
                        && isOfType(FrameExtension.typeIdAt(buffer, payloadOffset));
    }

    private boolean isOfType(final int type) {
        if (type == FrameExtension.NO_TYPE ? takesUntyped : type == typeId) {
            return true;
        }
        unhandled.setRelease(unhandled.getPlain() + 1);
        return false;
    }

    /** A guard that reads what the publisher encoded, behind this one. */
    static FrameGuard behindExtension(final FrameGuard guard) {
        return (buffer, payloadOffset, payloadLength) -> {
            final int extension = FrameExtension.lengthAt(buffer, payloadOffset, payloadLength);
            return guard.admits(buffer, payloadOffset + extension, payloadLength - extension);
        };
    }
}
