package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Archive;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Filling;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import io.hermesmq.benchmarks.side.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Chronicle Queue with its own settings: an appender that writes each message in place as a document, and a tailer that a thread
 * polls. A cycle lasts from one {@link #tidy()} to the next, by a clock that is turned by hand.
 */
final class ChronicleQueueLink implements PeerLink, Archive {

    private static final String FILE = ".cq4";
    private static final long DAY_MS = 86_400_000;

    static {
        // What it would send to others and print, it keeps for itself; all else is as the library comes.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
    }

    private final AtomicLong nowMs = new AtomicLong(System.currentTimeMillis());
    private final Workspace workspace;
    private final Path files;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Receiver receiver;
    private final byte[] written;
    private final Filling filling;
    private final IdleStrategy idle;
    private final Thread thread;
    private volatile boolean running = true;

    ChronicleQueueLink(final Route route, final int payloadBytes, final Path base) {
        workspace = Workspace.below(base);
        files = workspace.path().resolve("queue");
        queue = SingleChronicleQueueBuilder.single(files.toFile())
                .timeProvider(nowMs::get)
                .build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // several threads behind a lock
        receiver = route.receiver();
        filling = new Filling(payloadBytes);
        written = filling.bytes();
        idle = route.crowded(1) ? YieldingIdleStrategy.INSTANCE : BusySpinIdleStrategy.INSTANCE;
        thread = Cpus.threads(route.name(), route.cpu()).newThread(this::poll);
    }

    ChronicleQueueLink begun() {
        thread.start();
        return this;
    }

    @Override
    public void send(final long a, final long b) {
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> bytes = bytesOf(document);
            bytes.writeLong(a);
            bytes.writeLong(b);
            bytes.writeLong(a + 1);
            bytes.writeLong(a + 2);
            bytes.writeLong(a + 3);
            bytes.writeLong(a + 4);
            bytes.writeLong(a + 5);
            bytes.writeLong(a + 6);
            if (written.length > 0) {
                bytes.write(written);
            }
        }
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    public int receivingThreads() {
        return 1;
    }

    private void poll() {
        try (ExcerptTailer tailer = queue.createTailer()) {
            while (running) {
                if (!receive(tailer)) {
                    idle.idle();
                }
            }
        }
    }

    private boolean receive(final ExcerptTailer tailer) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            final Bytes<?> bytes = bytesOf(document);
            final long a = bytes.readLong();
            final long b = bytes.readLong();
            final long c = bytes.readLong();
            final long d = bytes.readLong();
            final long e = bytes.readLong();
            final long f = bytes.readLong();
            final long g = bytes.readLong();
            final long h = bytes.readLong();
            if (written.length > 0) {
                bytes.read(filling.target());
                filling.check();
            }
            receiver.on(a, b, c, d, e, f, g, h);
            return true;
        }
    }

    @SuppressWarnings("NullAway") // there is a wire in a document that is open or present
    private static Bytes<?> bytesOf(final DocumentContext document) {
        return document.wire().bytes();
    }

    /** Removes the files of all rounds but the one that is over, which the tailer still holds; the next begins a file. */
    @Override
    public void tidy() {
        Workspace.keepYoungest(files, FILE);
        nowMs.addAndGet(DAY_MS);
    }

    // as an archive, without a thread

    @Override
    public void write(final long count) {
        sendAll(0, count);
        replay();
    }

    @Override
    public void replay() {
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.toStart();
            boolean more = true;
            while (more) {
                more = receive(tailer);
            }
        }
    }

    @Override
    public List<Thread> readers() {
        return List.of();
    }

    @Override
    public void close() {
        running = false;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        appender.close();
        queue.close();
        workspace.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
