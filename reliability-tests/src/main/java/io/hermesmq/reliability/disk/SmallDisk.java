package io.hermesmq.reliability.disk;

import io.hermesmq.reliability.process.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file system of its own, mounted while this object is open. */
public final class SmallDisk implements AutoCloseable {

    private static final int MIB = 1 << 20;

    private final Path mountPoint;
    private final @Nullable Path image;
    private boolean isMounted = true;

    /** What file systems there are. */
    public enum Kind {
        /** In memory. */
        TMPFS,
        /** ext4 in a file. */
        EXT4
    }

    private SmallDisk(final Path mountPoint, final @Nullable Path image) {
        this.mountPoint = mountPoint;
        this.image = image;
    }

    /**
     * Makes and mounts an empty disk.
     *
     * @param kind its file system.
     * @param directory where image and mount point are put.
     * @param sizeBytes how large it is.
     * @return the disk.
     */
    public static SmallDisk create(final Kind kind, final Path directory, final long sizeBytes) {
        final String size = sizeBytes / MIB + "M";
        if (kind == Kind.TMPFS) {
            final Path mountPoint = directory(directory.resolve("tmpfs"));
            Shell.run("mount", "-t", "tmpfs", "-o", "size=" + size, "hermes", mountPoint.toString());
            return new SmallDisk(mountPoint, null);
        }
        final Path image = directory.resolve("disk.img");
        directory(directory);
        Shell.run("truncate", "-s", size, image.toString());
        Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        return mount(image, directory.resolve("ext4"));
    }

    /**
     * Mounts the image of an ext4 file system; what its journal has is replayed as after a loss of power.
     *
     * @param image the file.
     * @param mountPoint where.
     * @return the disk.
     */
    public static SmallDisk mount(final Path image, final Path mountPoint) {
        Shell.run("mount", "-o", "loop", image.toString(), directory(mountPoint).toString());
        return new SmallDisk(mountPoint, image);
    }

    private static Path directory(final Path path) {
        try {
            return Files.createDirectories(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(path + " cannot be made", e);
        }
    }

    /**
     * What is missing on this machine.
     *
     * @return in words; empty where nothing is.
     */
    public static List<String> missing() {
        final List<String> missing = new ArrayList<>();
        if (!Shell.isRoot()) {
            missing.add("root on Linux, to mount");
        }
        for (final String tool : List.of("mount", "umount", "mkfs.ext4", "truncate", "cp")) {
            if (!Shell.has(tool)) {
                missing.add(tool);
            }
        }
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            missing.add("loop devices (/dev/loop-control)");
        }
        return missing;
    }

    /**
     * Where its files are.
     *
     * @return the mount point.
     */
    public Path path() {
        return mountPoint;
    }

    /**
     * Copies what is on the disk at this moment, underneath the file system: what is still in memory of the system is not in the
     * copy, as after a loss of power. Nobody may write to files of the disk meanwhile; where the system itself writes something
     * out, the copy is made again.
     *
     * @param target the image to make.
     */
    public void copyAsCutOff(final Path target) {
        if (image == null) {
            throw new IllegalStateException("a disk in memory has nothing that survives");
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            final String before = sectorsWritten();
            Shell.run("cp", "--sparse=always", image.toString(), target.toString());
            if (before.equals(sectorsWritten())) {
                return;
            }
        }
        throw new IllegalStateException(
                "the system kept writing to " + image + ", which cannot be copied at one moment");
    }

    private String sectorsWritten() {
        final String device = Shell.run("findmnt", "-n", "-o", "SOURCE", mountPoint.toString())
                .strip();
        final String statistics =
                Shell.run("cat", "/sys/block/" + Path.of(device).getFileName() + "/stat");
        return List.of(statistics.strip().split("\\s+")).get(6);
    }

    /**
     * Takes room.
     *
     * @param name of the file that takes it.
     * @param sizeBytes how much.
     */
    public void occupy(final String name, final long sizeBytes) {
        Shell.run(
                "dd",
                "if=/dev/zero",
                "of=" + mountPoint.resolve(name),
                "bs=1M",
                "count=" + sizeBytes / MIB,
                "status=none");
    }

    /**
     * Gives room back.
     *
     * @param name of the file that took it.
     */
    public void release(final String name) {
        try {
            Files.deleteIfExists(mountPoint.resolve(name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isMounted) {
            isMounted = false;
            try {
                Shell.run("umount", mountPoint.toString());
            } catch (final IllegalStateException e) {
                Shell.run("umount", "-l", mountPoint.toString()); // somebody still looks at it
            }
        }
    }
}
