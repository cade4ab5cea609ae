package io.hermesmq.engine;

import static io.hermesmq.frame.DeadLetterLayout.ATTEMPTS_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.CHANNEL_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.EXCEPTION_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.FINGERPRINT_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.FRAME_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.FRAME_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.KIND_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.LISTENER_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MAGIC;
import static io.hermesmq.frame.DeadLetterLayout.MAGIC_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.MESSAGE_LENGTH_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.POSITION_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.TIME_OFFSET;
import static io.hermesmq.frame.DeadLetterLayout.VERSION;
import static io.hermesmq.frame.DeadLetterLayout.VERSION_OFFSET;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.DeadLetter;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** A dead letter of the engine: what was written once, and what became of it since. Guarded by its box. */
final class Letter {

    final long sequence;
    final long place;
    final String listener;
    final String channel;
    final long position;
    final long fingerprint;
    private final long messageSequence;
    private final long timestamp;
    private final int frameLength;
    private int attempts;
    private int redrives;
    private String exception;
    private String exceptionMessage;
    private Instant failedAt;
    private DeadLetter.State state = DeadLetter.State.OPEN;

    private Letter(final DirectBuffer payload, final int offset, final long sequence, final long place) {
        this.sequence = sequence;
        this.place = place;
        position = payload.getLong(offset + POSITION_OFFSET, LITTLE_ENDIAN);
        fingerprint = payload.getLong(offset + FINGERPRINT_OFFSET, LITTLE_ENDIAN);
        attempts = payload.getInt(offset + ATTEMPTS_OFFSET, LITTLE_ENDIAN);
        failedAt = timeOf(payload, offset);
        frameLength = payload.getInt(offset + FRAME_LENGTH_OFFSET, LITTLE_ENDIAN);
        messageSequence = payload.getLong(offset + FRAME_OFFSET + SEQUENCE_OFFSET, LITTLE_ENDIAN);
        timestamp = payload.getLong(offset + FRAME_OFFSET + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
        final Texts texts = new Texts(payload, offset + FRAME_OFFSET + frameLength);
        channel = texts.next(payload.getShort(offset + CHANNEL_LENGTH_OFFSET, LITTLE_ENDIAN));
        listener = texts.next(payload.getShort(offset + LISTENER_LENGTH_OFFSET, LITTLE_ENDIAN));
        exception = texts.next(payload.getShort(offset + EXCEPTION_LENGTH_OFFSET, LITTLE_ENDIAN));
        exceptionMessage = texts.next(payload.getInt(offset + MESSAGE_LENGTH_OFFSET, LITTLE_ENDIAN));
    }

    /** Texts that follow each other. */
    static final class Texts {

        private final DirectBuffer buffer;
        private int at;

        Texts(final DirectBuffer buffer, final int at) {
            this.buffer = buffer;
            this.at = at;
        }

        String next(final int length) {
            final byte[] bytes = new byte[length];
            buffer.getBytes(at, bytes);
            at += length;
            return new String(bytes, UTF_8);
        }
    }

    /** What kind of payload that is; 0 where it is neither letter nor mark. */
    static byte kindOf(final DirectBuffer payload, final int offset, final int length) {
        final boolean isOurs = length > KIND_OFFSET
                && payload.getInt(offset + MAGIC_OFFSET, LITTLE_ENDIAN) == MAGIC
                && payload.getByte(offset + VERSION_OFFSET) == VERSION;
        return isOurs ? payload.getByte(offset + KIND_OFFSET) : 0;
    }

    static Letter read(final DirectBuffer payload, final int offset, final long sequence, final long place) {
        return new Letter(payload, offset, sequence, place);
    }

    static Instant timeOf(final DirectBuffer payload, final int offset) {
        final long timeNs = payload.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
        final long perSecond = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, perSecond), Math.floorMod(timeNs, perSecond));
    }

    /** The frame out of the payload that the letter was read from. */
    static byte[] frameOf(final DirectBuffer payload, final int offset) {
        final byte[] frame = new byte[payload.getInt(offset + FRAME_LENGTH_OFFSET, LITTLE_ENDIAN)];
        payload.getBytes(offset + FRAME_OFFSET, frame);
        return frame;
    }

    DeadLetter.State state() {
        return state;
    }

    void state(final DeadLetter.State next) {
        state = next;
    }

    int attempts() {
        return attempts;
    }

    int redrives() {
        return redrives;
    }

    /** Its listener has failed again. Hearing of it twice, from a lane and from the channel, changes nothing. */
    void failedAgain(
            final int count,
            final int failures,
            final String type,
            final String text,
            final Instant at,
            final DeadLetter.State next) {
        if (count > redrives) {
            redrives = count;
            attempts = failures;
            exception = type;
            exceptionMessage = text;
            failedAt = at;
            state = next;
        }
    }

    DeadLetter toDeadLetter() {
        return new DeadLetter(
                sequence,
                listener,
                channel,
                messageSequence,
                timestamp,
                attempts,
                redrives,
                exception,
                exceptionMessage,
                failedAt,
                frameLength - HEADER_LENGTH,
                state);
    }
}
