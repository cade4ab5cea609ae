package io.hermesmq;

/** Something that happened in an engine and is no message, see {@link HermesEvents}. */
public sealed interface HermesEvent permits ListenerEvent, HermesEvent.BackPressure {

    /**
     * Publishers of a channel had to wait for room since the last look, because its ring was full.
     *
     * @param channel name of the channel.
     * @param waits how many publishes had to wait.
     */
    record BackPressure(String channel, long waits) implements HermesEvent {}
}
