package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.frame.DeadLetterLayout;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the dead letters of one listener, and marks of what became of letters, to a dead-letter channel. The frame is copied as it is,
 * into claimed room. A letter never waits for room: the lane has other listeners. Safe for any thread that stands on a frame of its own.
 */
public final class DeadLetterSink {

    /** Longer texts of exceptions are cut. */
    private static final int MAX_MESSAGE_BYTES = 1024;

    private static final int MAX_NAME_BYTES = 512;
    private static final int USUAL_EXCEPTION_BYTES = 128;

    private final Channel channel;
    private final EpochNanoClock clock;

    /**
     * A sink that writes to a channel.
     *
     * @param channel whose publishers are many.
     * @param clock of the engine.
     */
    public DeadLetterSink(final Channel channel, final EpochNanoClock clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * The channel.
     *
     * @return its name.
     */
    public String channel() {
        return channel.name();
    }

    /**
     * How long a dead letter may be, without the text of its exception.
     *
     * @param channel name of the channel of the message.
     * @param listener id of the listener.
     * @param payloadLength of the message.
     * @return bytes, with some room for the name of the exception.
     */
    public static int lengthFor(final String channel, final String listener, final int payloadLength) {
        return DeadLetterLayout.FRAME_OFFSET
                + HEADER_LENGTH
                + payloadLength
                + bytes(channel, MAX_NAME_BYTES).length
                + bytes(listener, MAX_NAME_BYTES).length
                + USUAL_EXCEPTION_BYTES;
    }

    /** Writes the message that a context stands on; returns why not, or null where it is in the channel. */
    @Nullable
    String write(
            final FrameContext context,
            final String listener,
            final long fingerprint,
            final Throwable failure,
            final int attempts) {
        final int frameLength =
                HEADER_LENGTH + context.buffer().getInt(context.offset() + LENGTH_OFFSET, LITTLE_ENDIAN);
        final byte[] name = bytes(context.channel(), MAX_NAME_BYTES);
        final byte[] id = bytes(listener, MAX_NAME_BYTES);
        final byte[] exception = bytes(failure.getClass().getName(), MAX_NAME_BYTES);
        final int needed = DeadLetterLayout.FRAME_OFFSET + frameLength + name.length + id.length + exception.length;
        if (needed > channel.maxPayloadLength()) {
            return "this one takes " + needed + " bytes there, and its largest message has "
                    + channel.maxPayloadLength() + "; give it a capacity of " + RingChannel.capacityFor(needed);
        }
        final byte[] message = bytes(textOf(failure), Math.min(MAX_MESSAGE_BYTES, channel.maxPayloadLength() - needed));
        if (!channel.hasRoom(needed + message.length)) {
            channel.counters().refuse(PublishStatus.BACK_PRESSURED);
            return "there is no room in it";
        }
        return publish(needed + message.length, (buffer, offset) -> {
            begin(buffer, offset, DeadLetterLayout.KIND_LETTER);
            buffer.putShort(offset + DeadLetterLayout.CHANNEL_LENGTH_OFFSET, (short) name.length, LITTLE_ENDIAN);
            buffer.putLong(offset + DeadLetterLayout.POSITION_OFFSET, context.position(), LITTLE_ENDIAN);
            buffer.putLong(offset + DeadLetterLayout.FINGERPRINT_OFFSET, fingerprint, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.ATTEMPTS_OFFSET, attempts, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.FRAME_LENGTH_OFFSET, frameLength, LITTLE_ENDIAN);
            buffer.putShort(offset + DeadLetterLayout.LISTENER_LENGTH_OFFSET, (short) id.length, LITTLE_ENDIAN);
            buffer.putShort(offset + DeadLetterLayout.EXCEPTION_LENGTH_OFFSET, (short) exception.length, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.MESSAGE_LENGTH_OFFSET, message.length, LITTLE_ENDIAN);
            buffer.putBytes(offset + DeadLetterLayout.FRAME_OFFSET, context.buffer(), context.offset(), frameLength);
            putTexts(buffer, offset + DeadLetterLayout.FRAME_OFFSET + frameLength, name, id, exception, message);
        });
    }

    /**
     * Writes what became of a letter. Waits for room as the channel says.
     *
     * @param letter sequence of the letter.
     * @param outcome one of those of {@link DeadLetterLayout}.
     * @param redrives so far.
     * @param attempts that failed, all together.
     * @param failure the last one, or null.
     * @return why it was not written, or null where it was.
     */
    public @Nullable String mark(
            final long letter,
            final short outcome,
            final int redrives,
            final int attempts,
            final @Nullable Throwable failure) {
        final byte[] exception =
                failure == null ? new byte[0] : bytes(failure.getClass().getName(), MAX_NAME_BYTES);
        final int room = channel.maxPayloadLength() - DeadLetterLayout.MARK_TEXTS_OFFSET - exception.length;
        final byte[] message =
                failure == null ? new byte[0] : bytes(textOf(failure), Math.max(0, Math.min(MAX_MESSAGE_BYTES, room)));
        return publish(DeadLetterLayout.MARK_TEXTS_OFFSET + exception.length + message.length, (buffer, offset) -> {
            begin(buffer, offset, DeadLetterLayout.KIND_MARK);
            buffer.putShort(offset + DeadLetterLayout.OUTCOME_OFFSET, outcome, LITTLE_ENDIAN);
            buffer.putLong(offset + DeadLetterLayout.LETTER_OFFSET, letter, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.REDRIVES_OFFSET, redrives, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.MARK_ATTEMPTS_OFFSET, attempts, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.MARK_EXCEPTION_LENGTH_OFFSET, exception.length, LITTLE_ENDIAN);
            buffer.putInt(offset + DeadLetterLayout.MARK_MESSAGE_LENGTH_OFFSET, message.length, LITTLE_ENDIAN);
            putTexts(buffer, offset + DeadLetterLayout.MARK_TEXTS_OFFSET, exception, message);
        });
    }

    private void begin(final MutableDirectBuffer buffer, final int offset, final byte kind) {
        buffer.putInt(offset + DeadLetterLayout.MAGIC_OFFSET, DeadLetterLayout.MAGIC, LITTLE_ENDIAN);
        buffer.putByte(offset + DeadLetterLayout.VERSION_OFFSET, DeadLetterLayout.VERSION);
        buffer.putByte(offset + DeadLetterLayout.KIND_OFFSET, kind);
        buffer.putLong(offset + DeadLetterLayout.TIME_OFFSET, clock.nanoTime(), LITTLE_ENDIAN);
    }

    private static void putTexts(final MutableDirectBuffer buffer, final int offset, final byte[]... texts) {
        int at = offset;
        for (final byte[] text : texts) {
            buffer.putBytes(at, text);
            at += text.length;
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write(MutableDirectBuffer buffer, int offset);
    }

    private @Nullable String publish(final int length, final Writing writing) {
        final long claimed = channel.claim(length);
        if (claimed < 0) {
            return "it answered " + PublishStatus.of(claimed);
        }
        boolean written = false;
        try {
            writing.write(channel.buffer(), channel.payloadOffset(claimed));
            written = true;
        } finally {
            if (!written) {
                channel.abort(claimed);
            }
        }
        final long end = channel.commit(claimed);
        return end < 0 ? "it answered " + PublishStatus.of(end) : null;
    }

    /** An exception whose text throws is no reason to lose the message. */
    private static String textOf(final Throwable failure) {
        try {
            final @Nullable String text = failure.getMessage();
            return text == null ? "" : text;
        } catch (final Throwable e) {
            return "";
        }
    }

    private static byte[] bytes(final String text, final int max) {
        final byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= max) {
            return bytes;
        }
        int end = max;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--; // not within a character
        }
        return Arrays.copyOf(bytes, end);
    }
}
