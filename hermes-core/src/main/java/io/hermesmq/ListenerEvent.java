package io.hermesmq;

import java.time.Duration;
import java.util.List;

/** Something that happened to a listener. */
public sealed interface ListenerEvent extends HermesEvent {

    /**
     * The listener.
     *
     * @return its id.
     */
    String listener();

    /**
     * It gets messages from now on.
     *
     * @param listener its id.
     */
    record Started(String listener) implements ListenerEvent {}

    /**
     * It was stopped, or its engine was closed.
     *
     * @param listener its id.
     */
    record Stopped(String listener) implements ListenerEvent {}

    /**
     * It was paused.
     *
     * @param listener its id.
     */
    record Paused(String listener) implements ListenerEvent {}

    /**
     * It goes on after a pause.
     *
     * @param listener its id.
     */
    record Resumed(String listener) implements ListenerEvent {}

    /**
     * It stopped in front of a message that it failed on. The log has the failure.
     *
     * @param listener its id.
     * @param sequence of the message.
     */
    record Halted(String listener, long sequence) implements ListenerEvent {}

    /**
     * It has had nothing to do for a while.
     *
     * @param listener its id.
     * @param since for how long.
     */
    record Idle(String listener, Duration since) implements ListenerEvent {}

    /**
     * It was idle, and has something to do again.
     *
     * @param listener its id.
     */
    record NoLongerIdle(String listener) implements ListenerEvent {}

    /**
     * It has not returned from a call for a while.
     *
     * @param listener its id.
     * @param lane that is held up by it.
     * @param since for how long at least.
     * @param stack where it is, the innermost frames first.
     */
    record Stuck(String listener, String lane, Duration since, List<StackTraceElement> stack)
            implements ListenerEvent {}

    /**
     * It was stuck, and has returned.
     *
     * @param listener its id.
     */
    record NoLongerStuck(String listener) implements ListenerEvent {}

    /**
     * Messages are missing between those that it got: they were overwritten, lost on the disk, or published while it was halted.
     *
     * @param listener its id.
     * @param missed how many since the last look.
     */
    record Gap(String listener, long missed) implements ListenerEvent {}
}
