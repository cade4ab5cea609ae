package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.MAGIC;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_BATCH;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the documents of one file, from run to run, and where the walk is broken looks for the next bytes that prove to be a run or
 * a frame.
 *
 * <p>A file of Chronicle Queue is a chain of documents: four bytes of length and flags, then the content, padded to four. Content
 * with the flag for metadata is the library's own. A length of 0 is the end of what was written; a length with both flags
 * and nothing else, the end of the file. The chain holds as long as every length in it is right, and nothing in the library
 * notices where one is not: it takes a hole for the end, and goes on to append behind it. Here the chain is believed only where it
 * leads to a run whose header is sealed.
 *
 * <p>For one thread.
 */
final class CycleScanner implements AutoCloseable {

    /** What is at the place of the scanner. */
    enum Found {
        /** A run. */
        RUN,
        /** One frame outside of any run, already verified. */
        FRAME,
        /** Nothing, yet or for ever. */
        NOTHING,
        /** The mark that nothing follows in this file. */
        END,
        /** Bytes that nobody wrote there. */
        DAMAGE
    }

    static final int DOCUMENT_HEADER = 4;
    static final int FRAMES_INDEX = 64;

    private static final int RUN_INDEX = FRAMES_INDEX - RunLayout.FRAMES_OFFSET;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    static final int END_MARK = NOT_COMPLETE | META_DATA;
    private static final byte EVENT_NAME = (byte) 0xB9;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int WINDOW = 256 * 1024;
    private static final int GLANCE = 4 * 1024;

    private final FileWindow window;
    private final UnsafeBuffer view;
    private final CRC32 crc = new CRC32();
    private final FrameChecksum checksum = new FrameChecksum();
    private ByteBuffer runBytes = ByteBuffer.allocateDirect(128 * 1024);
    private UnsafeBuffer run = new UnsafeBuffer(runBytes);
    private CycleFile file;
    private int stride = WINDOW;
    private int reach = GLANCE;
    private long position;
    private long contentOffset;
    private long nextPosition;
    private long firstSequence;
    private long timestamp;
    private long startPosition;
    private int count;
    private int framesLength;
    private boolean isOffChain;

    CycleScanner(final CycleFile file) throws IOException {
        this.file = file;
        window = new FileWindow(file.path(), WINDOW);
        view = window.view();
    }

    /** Goes on in another file. */
    void open(final CycleFile next, final long offset) throws IOException {
        window.open(next.path());
        file = next;
        position(offset);
    }

    /** Reads no more than what a walk from header to header needs. */
    void headersOnly() {
        stride = 4 * GLANCE;
    }

    void position(final long offset) {
        position = offset;
        isOffChain = false;
    }

    /** Whether the place is behind a frame that was found outside of any run: what follows there is looked for, not told. */
    boolean isOffChain() {
        return isOffChain;
    }

    /** Where the document begins that is looked at. */
    long position() {
        return position;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return firstSequence + count - 1;
    }

    long timestamp() {
        return timestamp;
    }

    /** The position in the stream of the first frame; -1 for a frame outside of a run. */
    long startPosition() {
        return startPosition;
    }

    int framesLength() {
        return framesLength;
    }

    /** Holds the frames from {@link #FRAMES_INDEX} on, once they are loaded. */
    UnsafeBuffer run() {
        return run;
    }

    FrameChecksum checksum() {
        return checksum;
    }

    /** Steps behind the run or frame that was found. */
    void advance() {
        position = nextPosition;
    }

    /** Looks at the place of the scanner, stepping over what belongs to the library. */
    Found look() throws IOException {
        if (isOffChain) {
            return Found.DAMAGE;
        }
        for (; ; ) {
            final int header = documentHeader();
            if (header == 0) {
                return Found.NOTHING;
            }
            if (header == END_MARK) {
                return Found.END;
            }
            if (header < 0) {
                return Found.NOTHING; // begun and not finished: the library writes over it
            }
            final int length = header & LENGTH_MASK;
            final long end = position + DOCUMENT_HEADER + length;
            if (!window.reaches(end)) {
                return Found.DAMAGE;
            }
            if ((header & META_DATA) == 0) {
                return lookAtRun(length) ? Found.RUN : Found.DAMAGE;
            }
            if (!isMetaData()) {
                return Found.DAMAGE;
            }
            position = BitUtil.align(end, DOCUMENT_HEADER);
        }
    }

    /** What the library writes for itself begins with the name of an event; frames begin otherwise. */
    private boolean isMetaData() throws IOException {
        final int at = window.at(position + DOCUMENT_HEADER, 1, GLANCE);
        return at >= 0 && view.getByte(at) == EVENT_NAME;
    }

    private int documentHeader() throws IOException {
        if (!window.has(position, DOCUMENT_HEADER)) {
            reach = Math.min(stride, reach * 2); // far behind the end much is read at once, and at the end little
        }
        final int at = window.at(position, DOCUMENT_HEADER, wantedAt(position));
        final int header = at < 0 ? 0 : view.getInt(at, BYTE_ORDER);
        if (header > 0) {
            return header;
        }
        reach = GLANCE;
        window.forget(); // may have been read before it was written
        final int again = window.at(position, DOCUMENT_HEADER, GLANCE);
        return again < 0 ? 0 : view.getInt(again, BYTE_ORDER);
    }

    /** Behind what is written there is a hole, which the kernel would fill with zeros page by page to have something to read. */
    private int wantedAt(final long offset) {
        return (int) Math.min(reach, Math.max(file.end() - offset, DOCUMENT_HEADER));
    }

    private boolean lookAtRun(final int length) throws IOException {
        if (length < RunLayout.FRAMES_OFFSET + RunLayout.FRAME_ALIGNMENT) {
            return false;
        }
        if (!takeRunAt(position + DOCUMENT_HEADER)) {
            window.forget();
            if (!takeRunAt(position + DOCUMENT_HEADER)) {
                return false;
            }
        }
        return length == RunLayout.FRAMES_OFFSET + framesLength;
    }

    private boolean takeRunAt(final long offset) throws IOException {
        final int at = window.at(offset, RunLayout.FRAMES_OFFSET, wantedAt(offset));
        if (at < 0 || !RunLayout.isValid(view, at, window.bytes(), crc)) {
            return false;
        }
        contentOffset = offset;
        firstSequence = RunLayout.firstSequence(view, at);
        timestamp = RunLayout.timestamp(view, at);
        startPosition = RunLayout.startPosition(view, at);
        count = RunLayout.count(view, at);
        framesLength = RunLayout.framesLength(view, at);
        nextPosition = offset + RunLayout.FRAMES_OFFSET + framesLength;
        return true;
    }

    /** Where in the file a byte of the loaded run is. */
    long fileOffset(final int index) {
        return contentOffset + index - RUN_INDEX;
    }

    /** Whether the library has noted a document behind the place of the scanner. */
    boolean isWrittenBehind() throws IOException {
        return WritePosition.read(window) >= position;
    }

    /** Whether the file begins as the library begins one. */
    boolean hasHeader() throws IOException {
        return WritePosition.read(window) >= 0;
    }

    /** Whether the file is empty, or all zeros: begun, and nothing else. */
    boolean isBlank() throws IOException {
        long offset = 0;
        for (; ; ) {
            window.forget();
            final int at = window.at(offset, DOCUMENT_HEADER, WINDOW);
            if (at < 0) {
                return true;
            }
            final int available = window.available(offset);
            for (int i = 0; i + DOCUMENT_HEADER <= available; i += DOCUMENT_HEADER) {
                if (view.getInt(at + i, BYTE_ORDER) != 0) {
                    return false;
                }
            }
            offset += BitUtil.align(available - DOCUMENT_HEADER + 1, DOCUMENT_HEADER);
        }
    }

    /** Brings the frames of the run into memory; false where the file ends before they do. */
    boolean loadFrames() throws IOException {
        final int length = RunLayout.FRAMES_OFFSET + framesLength;
        requireRunCapacity(length);
        return window.copy(contentOffset, length, runBytes, run, RUN_INDEX);
    }

    /** Reads the frames anew, in case they were read while they were written. */
    boolean reloadFrames() throws IOException {
        window.forget();
        return loadFrames();
    }

    /**
     * Looks for the next run or frame behind a break of the chain, at any multiple of four.
     *
     * @param minSequence messages before this one are of no use.
     * @param maxSequence messages behind this one cannot be.
     * @return {@link Found#RUN}, {@link Found#FRAME}, or {@link Found#NOTHING} where the rest of the file has neither.
     */
    Found salvage(final long minSequence, final long maxSequence) throws IOException {
        window.forget();
        final long from = isOffChain ? position : position + DOCUMENT_HEADER; // frames follow each other without
        long offset = BitUtil.align(from, DOCUMENT_HEADER);
        for (; ; ) {
            final int at = window.at(offset, DOCUMENT_HEADER, WINDOW);
            if (at < 0) {
                return Found.NOTHING;
            }
            final int step = stepToMagic(at, window.available(offset));
            offset += step;
            if (step != 0) {
                continue;
            }
            final Found found = prove(offset, minSequence, maxSequence);
            if (found != Found.NOTHING) {
                position = Math.max(0, offset - DOCUMENT_HEADER);
                isOffChain = found == Found.FRAME; // no document begins behind a lone frame
                return found;
            }
            offset += DOCUMENT_HEADER;
        }
    }

    /** Bytes to the next magic in the window, or to its end. */
    private int stepToMagic(final int at, final int available) {
        int step = 0;
        while (available - step >= DOCUMENT_HEADER) {
            if (view.getInt(at + step, BYTE_ORDER) == MAGIC) {
                return step;
            }
            step += DOCUMENT_HEADER;
        }
        return Math.max(step, DOCUMENT_HEADER);
    }

    private Found prove(final long offset, final long minSequence, final long maxSequence) throws IOException {
        final int at = window.at(offset, HEADER_LENGTH, WINDOW);
        if (at < 0) {
            return Found.NOTHING;
        }
        final byte type = view.getByte(at + TYPE_OFFSET);
        if (type == TYPE_BATCH) {
            final boolean isRun = takeRunAt(offset)
                    && lastSequence() >= minSequence
                    && firstSequence <= maxSequence
                    && window.reaches(nextPosition);
            return isRun ? Found.RUN : Found.NOTHING;
        }
        final long sequence = view.getLong(at + SEQUENCE_OFFSET, BYTE_ORDER);
        final int payload = view.getInt(at + LENGTH_OFFSET, BYTE_ORDER);
        final boolean sealed = (view.getShort(at + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) != 0;
        if (type == TYPE_PADDING
                || !sealed
                || sequence < minSequence
                || sequence > maxSequence
                || payload < 0
                || payload > JournalSettings.MAX_FRAME_LENGTH
                || !window.reaches(offset + HEADER_LENGTH + payload)) {
            return Found.NOTHING;
        }
        final long time = view.getLong(at + TIMESTAMP_OFFSET, BYTE_ORDER);
        requireRunCapacity(RunLayout.FRAMES_OFFSET + (int) RunLayout.alignedFrameLength(payload));
        if (!window.copy(offset, HEADER_LENGTH + payload, runBytes, run, FRAMES_INDEX)
                || checksum.verify(run, FRAMES_INDEX, HEADER_LENGTH + payload, payload) != FrameVerdict.VALID) {
            return Found.NOTHING;
        }
        contentOffset = offset - RunLayout.FRAMES_OFFSET;
        firstSequence = sequence;
        timestamp = time;
        startPosition = -1;
        count = 1;
        framesLength = (int) RunLayout.alignedFrameLength(payload);
        nextPosition = offset + framesLength;
        return Found.FRAME;
    }

    private void requireRunCapacity(final int length) {
        if (runBytes.capacity() < RUN_INDEX + length) {
            BufferUtil.free(runBytes);
            runBytes = ByteBuffer.allocateDirect(BitUtil.align(RUN_INDEX + length, WINDOW));
            run = new UnsafeBuffer(runBytes);
        }
    }

    @Override
    public void close() throws IOException {
        window.close();
        BufferUtil.free(runBytes);
    }
}
