package io.hermesmq.stress;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;
import static io.hermesmq.frame.FrameLayout.firstWord;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages of one letter each, written to every word of the payload together with the number of the word, so that a frame that
 * is torn, stale or partial gives itself away.
 */
final class Letters {

    /** Fills rings before the test begins; never published by a test. */
    static final char STALE = '~';

    static final String NOTHING = "nothing";

    /** Stands for a frame that is not whole, in what {@link #read} returns. */
    static final char TORN = '?';

    /** Stands for a frame whose sequence is not the one that has its turn. */
    static final char MISNUMBERED = '#';

    private static final int PAYLOAD_LENGTH = 3 * Long.BYTES;
    private static final long PUBLISH_WORD = firstWord(TYPE_PUBLISH);
    private static final long PADDING_WORD = firstWord(TYPE_PADDING);

    private Letters() {}

    /** Publishes a small frame; returns what the commit returned, or the refusal. */
    static long publish(final Channel channel, final char letter) {
        return publish(channel, letter, PAYLOAD_LENGTH);
    }

    static long publish(final Channel channel, final char letter, final int payloadLength) {
        final long framePosition = channel.claim(payloadLength);
        if (framePosition < 0) {
            return framePosition;
        }
        write(channel, framePosition, letter, payloadLength);
        return channel.commit(framePosition);
    }

    /** Claims room for a small frame and leaves it to somebody else to write. */
    static long claim(final Channel channel) {
        return channel.claim(PAYLOAD_LENGTH);
    }

    static long writeAndCommit(final Channel channel, final long framePosition, final char letter) {
        write(channel, framePosition, letter, PAYLOAD_LENGTH);
        return channel.commit(framePosition);
    }

    static void writeAndAbort(final Channel channel, final long framePosition, final char letter) {
        write(channel, framePosition, letter, PAYLOAD_LENGTH);
        channel.abort(framePosition);
    }

    private static void write(
            final Channel channel, final long framePosition, final char letter, final int payloadLength) {
        final MutableDirectBuffer buffer = channel.buffer();
        final int offset = channel.payloadOffset(framePosition);
        for (int i = 0; i < payloadLength; i += Long.BYTES) {
            buffer.putLong(offset + i, word(letter, i), LITTLE_ENDIAN);
        }
    }

    private static long word(final char letter, final int index) {
        return (long) letter << 32 | index;
    }

    /**
     * Reads all that is visible as a listener does, which moves no cursor.
     *
     * @param from position of a frame that was not overwritten.
     * @param sequenceBefore that of the message in front of it.
     * @return the letters of the messages in their order, or {@link #NOTHING}; it ends with the first frame that is not what
     *     it should be.
     */
    static String read(final Channel channel, final long from, final long sequenceBefore) {
        final long limit = channel.limit().getAcquire();
        if (limit == from) {
            return NOTHING;
        }
        final StringBuilder letters = new StringBuilder();
        long sequence = sequenceBefore;
        long position = from;
        while (position < limit) {
            final int offset = (int) position & channel.mask();
            final long first = channel.buffer().getLong(offset, LITTLE_ENDIAN);
            final int length = channel.buffer().getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
            final boolean isPlausible = length >= 0 && length <= Rings.LARGEST_PAYLOAD;
            if (!isPlausible || (first != PUBLISH_WORD && first != PADDING_WORD)) {
                return letters.append(TORN).toString();
            }
            if (first == PUBLISH_WORD) {
                sequence++;
                if (channel.buffer().getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN) != sequence) {
                    return letters.append(MISNUMBERED).toString();
                }
                letters.append(letterOf(channel.buffer(), offset + HEADER_LENGTH, length));
            }
            position += RingChannel.frameLength(length);
        }
        return letters.length() == 0 ? NOTHING : letters.toString();
    }

    /** The letter of a payload that is whole, or {@link #TORN}. */
    static char letterOf(final DirectBuffer buffer, final int offset, final int length) {
        final char letter = length < Long.BYTES ? TORN : (char) (buffer.getLong(offset, LITTLE_ENDIAN) >>> 32);
        for (int i = 0; i < length; i += Long.BYTES) {
            if (buffer.getLong(offset + i, LITTLE_ENDIAN) != word(letter, i)) {
                return TORN;
            }
        }
        return letter;
    }

    /** What is to be read when all is done, and whether the ring is at rest: every claim published, none left behind. */
    static String readSettled(final Channel channel, final long from, final long sequenceBefore) {
        final String letters = read(channel, from, sequenceBefore);
        return channel.limit().get() == channel.openPosition() ? letters : letters + ", then stuck";
    }
}
