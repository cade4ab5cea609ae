package io.hermesmq.sample.feed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines inside one buffer. The last line needs no end. A line that is longer than the buffer is given
 * as an empty one, and so is damaged in every format.
 */
final class LineReader implements Closeable {

    private final InputStream in;
    private final byte[] buffer;
    private int from;
    private int to;
    private int next;
    private int limit;
    private boolean ended;
    private @Nullable IOException failure;

    LineReader(final InputStream in, final int capacityBytes) {
        this.in = in;
        this.buffer = new byte[capacityBytes];
    }

    /** Moves to the next line; false at the end. A stream that breaks off throws where its last whole line was read. */
    boolean next() throws IOException {
        if (nextBuffered()) {
            return true;
        }
        boolean overlong = false;
        while (!ended) {
            if (next == 0 && limit == buffer.length) {
                overlong = true;
                next = limit;
            }
            fill();
            if (nextBuffered()) {
                from = overlong ? to : from;
                return true;
            }
        }
        if (failure != null) {
            throw failure;
        }
        from = to;
        return overlong;
    }

    /** Moves to the next line if the buffer holds the whole of it. */
    boolean nextBuffered() {
        for (int i = next; i < limit; i++) {
            if (buffer[i] == '\n') {
                line(next, i, i + 1);
                return true;
            }
        }
        if (ended && failure == null && next < limit) {
            line(next, limit, limit);
            return true;
        }
        return false;
    }

    /** Moves what is left to the front and fills the buffer up. */
    void fill() {
        System.arraycopy(buffer, next, buffer, 0, limit - next);
        limit -= next;
        next = 0;
        try {
            while (limit < buffer.length && !ended) {
                final int read = in.read(buffer, limit, buffer.length - limit);
                ended = read < 0;
                limit += Math.max(0, read);
            }
        } catch (final IOException broken) {
            failure = broken;
            ended = true;
        }
    }

    /** Back to the first line of the buffer. */
    void rewind() {
        next = 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    private void line(final int first, final int last, final int following) {
        from = first;
        to = last > first && buffer[last - 1] == '\r' ? last - 1 : last;
        next = following;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
