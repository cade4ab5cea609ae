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

    /** What opening a queue and the first append come by. A name that the library does not know any more fails a test, and nothing else. */
    static final List<String> CLASSES = List.of(
            "core.OS",
            "core.analytics.AnalyticsFacade",
            "core.internal.analytics.StandardMaps",
            "core.announcer.Announcer",
            "core.pom.PomProperties",
            "core.threads.CleaningThread",
            "core.threads.OnDemandEventLoop",
            "core.util.StringUtils",
            "bytes.MappedBytes",
            "bytes.MappedBytesStore",
            "bytes.PageUtil",
            "bytes.HexDumpBytes",
            "bytes.algo.OptimisedBytesStoreHash",
            "bytes.algo.VanillaBytesStoreHash",
            "bytes.internal.CanonicalPathUtil",
            "bytes.internal.ChunkedMappedBytes",
            "bytes.internal.ChunkedMappedFile",
            "bytes.ref.BinaryLongArrayReference",
            "bytes.ref.BinaryTwoLongReference",
            "bytes.util.BinaryLengthLength",
            "wire.BinaryReadDocumentContext",
            "wire.BinaryWire",
            "wire.BinaryWire$BinaryValueIn",
            "wire.BinaryWriteDocumentContext",
            "wire.DynamicEnum",
            "wire.WireType",
            "wire.Wires",
            "wire.internal.MapMarshaller",
            "threads.DiskSpaceMonitor",
            "threads.LongPauser",
            "threads.YieldingPauser",
            "queue.RollCycles",
            "queue.internal.AnalyticsHolder",
            "queue.impl.RollingResourcesCache",
            "queue.impl.StoreFileListeners",
            "queue.impl.WireStorePool",
            "queue.impl.single.AppendLock",
            "queue.impl.single.PrecreatedFiles",
            "queue.impl.single.ReferenceCountedCache",
            "queue.impl.single.RollCycleEncodeSequence",
            "queue.impl.single.SCQIndexing",
            "queue.impl.single.SCQIndexing$IndexingFields",
            "queue.impl.single.SCQIndexing$LongArrayValuesHolder",
            "queue.impl.single.SCQMeta",
            "queue.impl.single.SingleChronicleQueue",
            "queue.impl.single.SingleChronicleQueue$StoreSupplier",
            "queue.impl.single.SingleChronicleQueueBuilder",
            "queue.impl.single.SingleChronicleQueueStore",
            "queue.impl.single.StoreAppender",
            "queue.impl.single.StoreAppender$StoreAppenderContext",
            "queue.impl.single.TableDirectoryListing",
            "queue.impl.single.TableStoreWriteLock",
            "queue.impl.table.SingleTableBuilder",
            "queue.impl.table.SingleTableStore",
            "queue.rollcycles.LegacyRollCycles");

    private static final String PACKAGE = "net.openhft.chronicle.";
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
                Class.forName(PACKAGE + name);
            }
        } catch (final ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.debug("cannot load Chronicle Queue ahead of its use", e);
        }
    }
}
