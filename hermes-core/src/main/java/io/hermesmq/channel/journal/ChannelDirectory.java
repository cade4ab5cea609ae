package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the files of a journaled channel lie.
 *
 * <pre>
 *   hermes.directory/
 *     channel name, encoded/
 *       lock              who writes here
 *       ring.hermes       the ring, where publishes are acknowledged when written
 *       positions.hermes  how far the listeners are
 *       layout.hermes     the layout of the messages, as text
 *       queue/            the messages, a file per roll cycle
 *       damaged/          files that were set aside
 * </pre>
 *
 * <p>A channel may have any name. Small letters, digits, {@code _}, {@code -} and {@code .} stay as they are; everything
 * else becomes {@code %xx} per byte of UTF-8, capitals too, so that no two names meet on a file system that ignores case
 * or normalizes. A dot at either end is encoded, and so is the first letter of a name that Windows keeps for a device. A
 * name that would get too long is cut and gets a hash.
 *
 * <p>Immutable.
 */
public final class ChannelDirectory {

    /** The system property that lets journals lie on network file systems, when it is {@code allow}. */
    public static final String NETWORK_FILE_SYSTEM_PROPERTY = "hermes.journal.network-file-system";

    private static final int MAX_NAME_LENGTH = 160;
    private static final int CUT_LENGTH = 100;
    private static final int HASH_BYTES = 16;
    private static final char HASH_MARK = '~';
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789_-";

    private static final Set<String> WINDOWS_DEVICES = Set.of("con", "prn", "aux", "nul", "clock$");

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "ceph",
            "9p",
            "webdav",
            "davfs",
            "lustre",
            "glusterfs",
            "beegfs",
            "gfs2",
            "ocfs2",
            "vboxsf",
            "prl_fs",
            "acfs",
            "gpfs");

    private static final Set<String> NETWORK_FUSE = Set.of(
            "sshfs",
            "s3fs",
            "glusterfs",
            "ceph",
            "gcsfuse",
            "rclone",
            "davfs",
            "goofys",
            "blobfuse",
            "blobfuse2",
            "juicefs",
            "grpcfuse",
            "osxfs",
            "curlftpfs",
            "cifs",
            "mount-s3");

    private final Path path;

    private ChannelDirectory(final Path path) {
        this.path = path;
    }

    /**
     * Finds the directory of a channel, without touching the file system.
     *
     * @param base the directory of Hermes.
     * @param channel name of the channel.
     * @return its directory, which need not exist.
     */
    public static ChannelDirectory of(final Path base, final String channel) {
        return new ChannelDirectory(base.resolve(encode(channel)));
    }

    /**
     * Takes the directory of a channel as it is.
     *
     * @param path of the directory.
     * @return the directory, which need not exist.
     */
    public static ChannelDirectory at(final Path path) {
        return new ChannelDirectory(path);
    }

    /**
     * Creates the directory with those in it, where they are missing, and looks at the file system that they are on.
     *
     * @param warnings takes a text for each thing that may turn out badly.
     * @return this.
     * @throws JournalException where the directory cannot be created or written, or is on a network file system and the
     *     system property {@value #NETWORK_FILE_SYSTEM_PROPERTY} is not {@code allow}.
     */
    public ChannelDirectory create(final Consumer<String> warnings) {
        try {
            Files.createDirectories(queue());
            Files.createDirectories(damaged());
            final String type = Files.getFileStore(path).type();
            final boolean allowed = "allow".equals(System.getProperty(NETWORK_FILE_SYSTEM_PROPERTY));
            checkFileSystem(path, type, allowed, warnings);
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot create the journal directory " + path + ": " + e
                            + "; set hermes.directory to a directory on a local disk that this process may write",
                    e);
        }
        if (!Files.isWritable(path)) {
            throw new JournalException(
                    "the journal directory " + path
                            + " may not be written by this process; change its owner or mode, or set hermes.directory to another");
        }
        return this;
    }

    static void checkFileSystem(
            final Path path, final String type, final boolean allowed, final Consumer<String> warnings) {
        final String name = type.toLowerCase(Locale.ROOT);
        final String fuse = name.startsWith("fuse.") ? name.substring("fuse.".length()) : "";
        if (NETWORK.contains(name) || NETWORK_FUSE.contains(fuse)) {
            final String text = "the journal directory " + path + " is on a network file system (" + type
                    + "), where memory-mapped files and locks do not do what a journal needs: messages may be lost and"
                    + " two writers may go unnoticed";
            if (!allowed) {
                throw new JournalException(text + "; set hermes.directory to a local disk, or accept that with -D"
                        + NETWORK_FILE_SYSTEM_PROPERTY + "=allow");
            }
            warnings.accept(text + "; accepted by -D" + NETWORK_FILE_SYSTEM_PROPERTY + "=allow");
        } else if (!fuse.isEmpty() || name.equals("fuse") || name.equals("fuseblk") || name.equals("virtiofs")) {
            warnings.accept(
                    "the journal directory " + path + " is on file system " + type
                            + ", of which Hermes cannot tell whether it is local; a journal belongs on a local disk such as ext4 or xfs");
        }
    }

    /**
     * The name of a channel as the name of a directory. Two names never have the same, also where case is ignored.
     *
     * @param channel any text.
     * @return the name: small letters, digits and {@code _-.%~} only, at most 160 of them.
     */
    public static String encode(final String channel) {
        if (channel.isEmpty()) {
            return "%";
        }
        final StringBuilder name = new StringBuilder(channel.length() + 16);
        final int reserved = isWindowsDevice(channel) ? 0 : -1;
        for (int i = 0; i < channel.length(); ) {
            final int c = channel.codePointAt(i);
            final boolean atEnd = i == 0 || i == channel.length() - 1;
            if (i != reserved && isPlain(c, atEnd)) {
                name.append((char) c);
            } else {
                appendEncoded(c, name);
            }
            i += Character.charCount(c);
        }
        if (name.length() <= MAX_NAME_LENGTH) {
            return name.toString();
        }
        final String hash = hash(name.toString());
        name.setLength(CUT_LENGTH);
        return name.append(HASH_MARK).append(hash).toString();
    }

    private static boolean isPlain(final int c, final boolean atEnd) {
        return c == '.' ? !atEnd : PLAIN.indexOf(c) >= 0;
    }

    /** Half of a surrogate pair is encoded as the three bytes that its number has, to differ from every other. */
    private static void appendEncoded(final int c, final StringBuilder to) {
        if (c < 0x80) {
            appendByte(c, to);
        } else if (c < 0x800) {
            appendByte(0xC0 | (c >> 6), to);
            appendContinuation(c, to);
        } else if (c < 0x10000) {
            appendByte(0xE0 | (c >> 12), to);
            appendContinuation(c >> 6, to);
            appendContinuation(c, to);
        } else {
            appendByte(0xF0 | (c >> 18), to);
            appendContinuation(c >> 12, to);
            appendContinuation(c >> 6, to);
            appendContinuation(c, to);
        }
    }

    private static void appendContinuation(final int bits, final StringBuilder to) {
        appendByte(0x80 | (bits & 0x3F), to);
    }

    private static void appendByte(final int value, final StringBuilder to) {
        to.append('%').append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 0xF, 16));
    }

    private static boolean isWindowsDevice(final String channel) {
        final int dot = channel.indexOf('.');
        final String stem = dot < 0 ? channel : channel.substring(0, dot);
        final boolean numbered = stem.length() == 4
                && (stem.startsWith("com") || stem.startsWith("lpt"))
                && Character.isDigit(stem.charAt(3));
        return numbered || WINDOWS_DEVICES.contains(stem);
    }

    private static String hash(final String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The directory itself.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    /**
     * The file that is locked by the process that writes here. Nobody else may open it: see {@link DirectoryLock}.
     *
     * @return its path.
     */
    public Path lock() {
        return path.resolve(DirectoryLock.FILE_NAME);
    }

    /**
     * The file of the ring.
     *
     * @return its path.
     */
    public Path ring() {
        return path.resolve("ring.hermes");
    }

    /**
     * The file of the positions of the listeners.
     *
     * @return its path.
     */
    public Path positions() {
        return path.resolve("positions.hermes");
    }

    /**
     * The file that describes the layout of the messages.
     *
     * @return its path.
     */
    public Path layout() {
        return path.resolve("layout.hermes");
    }

    /**
     * The directory of the messages.
     *
     * @return its path.
     */
    public Path queue() {
        return path.resolve("queue");
    }

    /**
     * The directory of files that were set aside because they are damaged.
     *
     * @return its path.
     */
    public Path damaged() {
        return path.resolve("damaged");
    }

    /**
     * The path.
     *
     * @return as text.
     */
    @Override
    public String toString() {
        return path.toString();
    }
}
