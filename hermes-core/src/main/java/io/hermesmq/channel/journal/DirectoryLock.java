package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to write a directory, held by a lock of the operating system on the file {@code lock} in it. The
 * kernel gives it back when the process ends in any way, and it knows no process ids, so containers that share a volume
 * exclude each other as processes of one machine do.
 *
 * <p>Such a lock belongs to the process, and closing <em>any</em> descriptor of the file drops it. So a second lock in
 * this process must be refused before it opens the file. The directories that are locked are therefore noted in the
 * system properties, which all class loaders of a JVM share. For the same reason nothing else in this process may open
 * the file {@code lock}; to copy a directory that is in use, leave that file out.
 *
 * <p>Any thread may lock and close.
 */
public final class DirectoryLock implements AutoCloseable {

    /** Of the lock file in its directory. */
    static final String FILE_NAME = "lock";

    /** A byte far behind the text, so that the text can be read where locks are mandatory. */
    private static final long LOCKED_BYTE = 1L << 40;

    private static final int MAX_HOLDER_BYTES = 1024;
    private static final String REGISTRY = "io.hermesmq.journal.lock:";

    /** A killed process keeps its files open for a moment, while the kernel takes its memory away. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Opened although this process has the lock, because somebody replaced the system properties: never to be closed. */
    private static final Set<FileChannel> LEFT_OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final String registryKey;
    private final FileChannel channel;
    private final FileLock lock;
    private boolean closed;

    private DirectoryLock(
            final Path directory, final String registryKey, final FileChannel channel, final FileLock lock) {
        this.directory = directory;
        this.registryKey = registryKey;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Locks a directory for this process. Waits less than half a second for the end of a process that was killed.
     *
     * @param directory that exists.
     * @return the lock; hold it as long as files in the directory are written.
     * @throws JournalException where another process, or another part of this one, holds it: the text names the holder.
     */
    public static DirectoryLock acquire(final Path directory) {
        final Path file = directory.resolve(FILE_NAME);
        final String holder = describeThisProcess();
        try {
            final String key = REGISTRY + identityOf(directory);
            final Object other = System.getProperties().putIfAbsent(key, holder);
            if (other != null) {
                throw inUse(directory, other.toString(), null);
            }
            boolean locked = false;
            try {
                final DirectoryLock lock = lock(directory, file, key, holder);
                locked = true;
                return lock;
            } finally {
                if (!locked) {
                    System.getProperties().remove(key);
                }
            }
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot lock directory " + directory + ": " + e
                            + "; make it a directory that this process may write, on a local disk",
                    e);
        }
    }

    private static DirectoryLock lock(final Path directory, final Path file, final String key, final String holder)
            throws IOException {
        create(file);
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            while (lock == null && System.nanoTime() - deadlineNs < 0) {
                LockSupport.parkNanos(PAUSE_NS);
                lock = channel.tryLock(LOCKED_BYTE, 1, false);
            }
            if (lock == null) {
                throw inUse(directory, holderIn(channel), null);
            }
            write(channel, holder);
            locked = true;
            return new DirectoryLock(directory, key, channel, lock);
        } catch (final OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            throw inUse(directory, holder, e);
        } finally {
            if (!locked && !LEFT_OPEN.contains(channel)) {
                channel.close();
            }
        }
    }

    private static void create(final Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (final FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw e;
            }
        }
    }

    /** The directory itself rather than one of its names, where the file system tells. */
    private static String identityOf(final Path directory) throws IOException {
        final Path real = directory.toRealPath();
        final Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        return key == null ? real.toString() : key.toString();
    }

    private static void write(final FileChannel channel, final String text) throws IOException {
        channel.truncate(0);
        final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    private static String holderIn(final FileChannel channel) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(bytes, 0);
        final String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "a process that has not said who it is" : text;
    }

    private static JournalException inUse(
            final Path directory, final String holder, final @Nullable RuntimeException cause) {
        return new JournalException(
                "directory " + directory + " is in use by " + holder
                        + "; a journal has one writer: stop the other one, or give this one a hermes.directory of its own",
                cause);
    }

    private static String describeThisProcess() {
        final ProcessHandle self = ProcessHandle.current();
        final Instant started = self.info().startInstant().orElseGet(Instant::now);
        return "process " + self.pid() + " on host " + hostName() + ", started at "
                + started.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Without a look-up in the network. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (final IOException | RuntimeException e) {
            final String name = System.getenv("HOSTNAME");
            final String windowsName = System.getenv("COMPUTERNAME");
            return name != null ? name : windowsName != null ? windowsName : "(unknown)";
        }
    }

    /**
     * The directory that is locked.
     *
     * @return as it was given.
     */
    public Path directory() {
        return directory;
    }

    /** Gives the directory back. The file stays: to delete it would let two processes lock two files of one name. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            channel.truncate(0);
            lock.release();
        } catch (final IOException e) {
            throw new JournalException("cannot unlock directory " + directory + ": " + e, e);
        } finally {
            System.getProperties().remove(registryKey);
        }
    }
}
