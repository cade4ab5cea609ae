package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Where in a file the library says that its last document begins. It is in the header of the file: a field of this name, padding, a
 * mark, the number two twice, and then two longs of which the first is the position.
 */
final class WritePosition {

    private static final byte[] NAME = "writePosition".getBytes(StandardCharsets.US_ASCII);
    static final int SEARCHED = 256;
    private static final byte ARRAY_MARK = (byte) 0x8D;

    private WritePosition() {}

    /** The position, -1 where the header cannot be understood. */
    static long read(final FileWindow window) throws IOException {
        window.forget();
        final int at = window.at(0, SEARCHED, SEARCHED);
        if (at < 0) {
            return -1;
        }
        final DirectBuffer view = window.view();
        int mark = indexOfName(view, at);
        if (mark < 0) {
            return -1;
        }
        while (mark < at + SEARCHED - 5 * Long.BYTES && view.getByte(mark) != ARRAY_MARK) {
            mark++;
        }
        final boolean isPair = view.getLong(mark + 1, BYTE_ORDER) == 2;
        return isPair ? view.getLong(mark + 1 + 2 * Long.BYTES, BYTE_ORDER) : -1;
    }

    private static int indexOfName(final DirectBuffer view, final int from) {
        for (int i = from; i < from + SEARCHED / 2; i++) {
            int matched = 0;
            while (matched < NAME.length && view.getByte(i + matched) == NAME[matched]) {
                matched++;
            }
            if (matched == NAME.length) {
                return i + matched;
            }
        }
        return -1;
    }
}
