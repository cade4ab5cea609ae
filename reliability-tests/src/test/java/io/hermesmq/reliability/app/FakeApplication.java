package io.hermesmq.reliability.app;

import io.hermesmq.Acknowledge;
import io.hermesmq.HermesException;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.value.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The simplest store that keeps its promises, for tests of the judge: one file that is appended to, a position file for each
 * listener. The name of the channel plants a fault; see {@link Fault}.
 */
public final class FakeApplication implements ApplicationUnderTest {

    private static final int EVERY = 1_000;
    private static final int HEADER = 4;

    private final AppOptions options;
    private final Fault fault;
    private final boolean isSynced;
    private final List<Thread> listeners = new ArrayList<>();
    private final List<byte[]> unwritten = new ArrayList<>();
    private FileChannel file;
    private FileLock lock;
    private long appended;
    private volatile long endOffset;
    private volatile boolean isClosed;

    /** What can be wrong with it. */
    public enum Fault {
        NONE,
        /** Acknowledges first, writes later. */
        ACKNOWLEDGE_EARLY,
        /** Writes, but does not sync. */
        NO_SYNC,
        /** Writes one in a thousand not. */
        DROP,
        /** Writes one in a thousand twice. */
        DUPLICATE,
        /** Flips a bit of one in a thousand. */
        FLIP,
        /** Commits positions before it calls the listener. */
        POSITION_AHEAD,
        /** Listeners stop after a thousand messages, without a word. */
        STALL,
        /** Lets everybody in. */
        NO_LOCK,
        /** Writes what a codec left behind. */
        WRITE_BROKEN
    }

    public FakeApplication(final AppOptions options) {
        this.options = options;
        isSynced = options.constant(AppOption.ACKNOWLEDGE, Acknowledge.class) == Acknowledge.SYNCED;
        final String channel = options.text(AppOption.CHANNEL);
        fault = "orders".equals(channel) ? Fault.NONE : options.constant(AppOption.CHANNEL, Fault.class);
    }

    private Path path(final String name) {
        return Path.of(options.text(AppOption.JOURNAL)).resolve(name);
    }

    @Override
    public void open() {
        try {
            Files.createDirectories(path("queue"));
            file = FileChannel.open(
                    path("queue").resolve("20260101-000000.cq4"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (fault != Fault.NO_LOCK) {
                lock = file.tryLock();
                if (lock == null) {
                    throw new HermesException("another process has the fake journal; stop it");
                }
            }
            Files.write(path("queue").resolve("metadata.cq4t"), new byte[] {1});
            recover();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the end, and cuts what was being written when the process died. */
    private void recover() throws IOException {
        long offset = 0;
        int length = length(offset);
        while (length > 0) {
            offset += HEADER + length;
            appended++;
            length = length(offset);
        }
        file.truncate(offset);
        endOffset = offset;
    }

    private int length(final long offset) throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(HEADER);
        if (file.read(header, offset) < HEADER) {
            return 0;
        }
        final int length = header.getInt(0);
        return length > 0 && offset + HEADER + length <= file.size() ? length : 0;
    }

    @Override
    public void listen(final String id, final Receiver receiver) {
        final Thread thread = new Thread(() -> deliver(id, receiver), id);
        thread.setDaemon(true);
        listeners.add(thread);
    }

    @Override
    public Sender start() {
        listeners.forEach(Thread::start);
        return new Sender() {
            @Override
            public long publish(final DirectBuffer buffer, final int offset, final int length) {
                if (length > options.integer(AppOption.CAPACITY) / 8) {
                    throw new MessageTooLargeException("fake", "a message", length, 1, 1);
                }
                final byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                return append(bytes);
            }

            @Override
            public long publishBroken(final DirectBuffer buffer, final int offset, final int length) {
                if (fault == Fault.WRITE_BROKEN) {
                    publish(buffer, offset, length / 2);
                }
                throw new PlannedException("broken");
            }
        };
    }

    private synchronized long append(final byte[] bytes) {
        try {
            if (path("").toFile().getUsableSpace() < options.number(AppOption.MIN_FREE_SPACE)) {
                return PublishStatus.DISK_FULL.code();
            }
            appended++;
            final boolean isChosen = appended % EVERY == 0;
            if (isChosen && fault == Fault.FLIP) {
                bytes[20] ^= 4;
            }
            if (fault == Fault.ACKNOWLEDGE_EARLY) {
                unwritten.add(bytes);
                if (unwritten.size() == EVERY) {
                    flush();
                }
                return appended;
            }
            if (!isChosen || fault != Fault.DROP) {
                write(bytes);
            }
            if (isChosen && fault == Fault.DUPLICATE) {
                write(bytes);
            }
            if (isSynced && fault != Fault.NO_SYNC) {
                file.force(true);
            }
            return appended;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        for (final byte[] bytes : unwritten) {
            write(bytes);
        }
        unwritten.clear();
    }

    private void write(final byte[] bytes) throws IOException {
        final ByteBuffer record = ByteBuffer.allocate(HEADER + bytes.length);
        record.putInt(bytes.length).put(bytes).flip();
        final long offset = endOffset;
        while (record.hasRemaining()) {
            file.write(record, offset + record.position());
        }
        endOffset = offset + record.capacity();
    }

    private void deliver(final String id, final Receiver receiver) {
        try (FileChannel positions = FileChannel.open(
                path(id + ".position"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer position = ByteBuffer.allocate(16);
            long offset = 0;
            long sequence = 0;
            if (positions.read(position, 0) == 16) {
                offset = position.getLong(0);
                sequence = position.getLong(8);
            }
            long delivered = 0;
            while (!isClosed) {
                if (offset >= endOffset || (fault == Fault.STALL && delivered > EVERY)) {
                    LockSupport.parkNanos(100_000);
                    continue;
                }
                final byte[] bytes = new byte[length(offset)];
                file.read(ByteBuffer.wrap(bytes), offset + HEADER);
                offset += HEADER + bytes.length;
                sequence++;
                delivered++;
                position.putLong(0, offset).putLong(8, sequence);
                if (fault == Fault.POSITION_AHEAD) {
                    positions.write(position.rewind(), 0);
                }
                call(receiver, sequence, bytes);
                if (fault != Fault.POSITION_AHEAD) {
                    positions.write(position.rewind(), 0);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void call(final Receiver receiver, final long sequence, final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final long value = Values.read(buffer, 0, bytes.length);
        final Values.Kind kind = value == Values.CORRUPT ? Values.Kind.GOOD : Values.kind(buffer, 0);
        for (int attempt = 0; attempt < MAX_CALLS; attempt++) {
            try {
                receiver.onMessage(sequence, value, kind, 0);
                return;
            } catch (final PlannedException e) {
                // again
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            for (final Thread thread : listeners) {
                thread.join();
            }
            file.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
