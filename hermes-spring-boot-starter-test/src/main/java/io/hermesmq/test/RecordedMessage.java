package io.hermesmq.test;

/**
 * One message of a recording.
 *
 * @param message as it was decoded for the recording, so nobody else holds it.
 * @param sequence of the message in its channel, from 1.
 * @param timestamp when it was published, in nanoseconds since the epoch; 0 where the channel did not take the time.
 * @param position of the channel behind the message.
 * @param thread name of the thread that delivered it.
 * @param <T> of the message.
 */
public record RecordedMessage<T>(T message, long sequence, long timestamp, long position, String thread) {}
