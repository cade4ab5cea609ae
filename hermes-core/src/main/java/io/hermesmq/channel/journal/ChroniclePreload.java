package io.hermesmq.channel.journal;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.chronicle.core.Jvm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of Chronicle Queue, which take longer than everything else that opens a journal: ahead, on a thread of its
 * own, while the application is about other things.
 *
 * <p>Whoever opens a journal waits for the end of this first: static initialisers that two threads begin at different ends could wait for each
 * other.
 */
public final class ChroniclePreload {

    private static final Logger LOG = LoggerFactory.getLogger(ChroniclePreload.class);

    /** Where the initialisers are that take time. One that is not there any more is a test's failure and nobody else's. */
    static final List<String> CLASSES = List.of(
            "net.openhft.chronicle.core.OS",
            "net.openhft.chronicle.bytes.MappedBytes",
            "net.openhft.chronicle.bytes.MappedBytesStore",
            "net.openhft.chronicle.bytes.internal.ChunkedMappedFile",
            "net.openhft.chronicle.bytes.internal.ChunkedMappedBytes",
            "net.openhft.chronicle.wire.WireType",
            "net.openhft.chronicle.wire.Wires",
            "net.openhft.chronicle.wire.BinaryWire",
            "net.openhft.chronicle.wire.BinaryReadDocumentContext",
            "net.openhft.chronicle.wire.BinaryWriteDocumentContext",
            "net.openhft.chronicle.threads.DiskSpaceMonitor",
            "net.openhft.chronicle.queue.rollcycles.LegacyRollCycles",
            "net.openhft.chronicle.queue.impl.RollingResourcesCache",
            "net.openhft.chronicle.queue.impl.WireStorePool",
            "net.openhft.chronicle.queue.impl.table.SingleTableBuilder",
            "net.openhft.chronicle.queue.impl.table.SingleTableStore",
            "net.openhft.chronicle.queue.impl.single.SCQIndexing",
            "net.openhft.chronicle.queue.impl.single.SCQMeta",
            "net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder",
            "net.openhft.chronicle.queue.impl.single.SingleChronicleQueue",
            "net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore",
            "net.openhft.chronicle.queue.impl.single.TableDirectoryListing",
            "net.openhft.chronicle.queue.impl.single.StoreAppender");

    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final FutureTask<Void> LOADING = new FutureTask<>(ChroniclePreload::load, null);

    private ChroniclePreload() {}

    /**
     * Begins to load in the background, where there is a CPU to do so beside the application. For any thread; does nothing the second
     * time. The JVM must give the access that Chronicle needs.
     *
     * @param withNativeLayer whether what syncs is wanted as well.
     */
    public static void begin(final boolean withNativeLayer) {
        if (Runtime.getRuntime().availableProcessors() > 1 && BEGUN.compareAndSet(false, true)) {
            final Runnable task = withNativeLayer ? ChroniclePreload::loadAll : LOADING;
            final Thread thread = new Thread(task, "hermes-journal-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Returns when everything is loaded. For any thread; costs nothing the second time. */
    static void complete() {
        LOADING.run(); // here, unless it has begun elsewhere
        boolean interrupted = false;
        while (!LOADING.isDone()) {
            try {
                LOADING.get();
            } catch (final InterruptedException e) {
                interrupted = true;
            } catch (final ExecutionException | CancellationException e) {
                throw new IllegalStateException("loading catches everything and is never cancelled", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void loadAll() {
        LOADING.run();
        NativeLayer.posix();
    }

    /** What fails here fails again where it is used, and is reported there. */
    private static void load() {
        try {
            ChronicleFiles.quiet();
            NativeLayer.without(Jvm::init);
            for (final String name : CLASSES) {
                Class.forName(name);
            }
        } catch (final ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.debug("cannot load Chronicle Queue ahead of its use", e);
        }
    }
}
