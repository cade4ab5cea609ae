package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.Ack;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The acknowledgement of one listener. For the thread of its lane; others are refused, as their call is over or not theirs. */
final class HandlerAck implements Ack {

    private enum Call {
        NONE,
        OPEN,
        ACKED,
        NACKED
    }

    private final String listener;
    private final Nacked nacked = new Nacked();
    private Thread thread = Thread.currentThread();
    private Call call = Call.NONE;
    private boolean mayCommit = true;

    HandlerAck(final String listener) {
        this.listener = listener;
    }

    /** Thrown out of a call whose listener asked for the message once more. Has no stack, as it is no failure. */
    static final class Nacked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private long delayNs;

        Nacked() {
            super("asked for once more", null, false, false);
        }

        long delayNs() {
            return delayNs;
        }
    }

    /** The handler with its calls known to this. */
    MethodHandle around(final MethodHandle handler) {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            final MethodHandle begin = lookup.bind(this, "begin", methodType(void.class));
            final MethodHandle end = lookup.bind(this, "end", methodType(void.class, Throwable.class));
            return MethodHandles.foldArguments(MethodHandles.tryFinally(handler, end), begin);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("a method of this class", e);
        }
    }

    /** The handle of a reply, which is not sent to a message that comes once more. */
    MethodHandle unlessNacked(final MethodHandle reply) {
        try {
            final MethodHandle isNacked = MethodHandles.lookup().bind(this, "isNacked", methodType(boolean.class));
            return MethodHandles.guardWithTest(isNacked, MethodHandles.empty(reply.type()), reply);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("a method of this class", e);
        }
    }

    boolean isNacked() {
        return call == Call.NACKED;
    }

    void begin() {
        thread = Thread.currentThread();
        call = Call.OPEN;
        mayCommit = false;
    }

    /** The call has returned, or thrown; then the failure policy decides, and a message that it lets go may be committed. */
    void end(final @Nullable Throwable failure) {
        final Call ended = call;
        call = Call.NONE;
        if (failure != null) {
            mayCommit = true;
        } else if (ended == Call.NACKED) {
            throw nacked;
        }
    }

    /** Whether the position may move behind what was handled last. */
    boolean mayCommit() {
        return mayCommit;
    }

    /** Goes back to what {@link #mayCommit} said: the calls since then were not with messages in front of the position. */
    void restore(final boolean committing) {
        mayCommit = committing;
    }

    /** The listener reads on elsewhere. */
    void forget() {
        mayCommit = true;
    }

    @Override
    public void ack() {
        requireOpen("ack");
        call = Call.ACKED;
        mayCommit = true;
    }

    @Override
    public void nack(final Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException(
                    "nack of " + listener + " has a negative delay " + delay + "; use 0 or more");
        }
        requireOpen("nack");
        call = Call.NACKED;
        nacked.delayNs = delay.toNanos();
    }

    private void requireOpen(final String what) {
        final Call current = call;
        if (current == Call.NONE || thread != Thread.currentThread()) {
            throw new IllegalStateException(what + " of " + listener + " came from thread '"
                    + Thread.currentThread().getName()
                    + "' outside of a call of the listener; acknowledge before it returns,"
                    + " on its own thread");
        }
        if (current != Call.OPEN) {
            throw new IllegalStateException(what + " of " + listener + " came after "
                    + (current == Call.ACKED ? "ack" : "nack") + " for the same message; acknowledge once");
        }
    }
}
