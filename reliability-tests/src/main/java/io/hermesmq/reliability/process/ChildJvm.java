package io.hermesmq.reliability.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A JVM that was started with the class path of this one. */
public final class ChildJvm implements AutoCloseable {

    /** What a journaled channel needs of a JVM, from 17 on. */
    static final List<String> FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.misc.unsafe.memory.access=allow",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xmx512m");

    private static final long END_MS = 10_000;

    private final Process process;
    private final Namespace namespace;
    private final Path log;

    private ChildJvm(final Process process, final Namespace namespace, final Path log) {
        this.process = process;
        this.namespace = namespace;
        this.log = log;
    }

    /**
     * Starts a JVM.
     *
     * @param javaHome of the JDK.
     * @param namespace where it runs.
     * @param mainClass its main class.
     * @param arguments of it.
     * @param log file that gets what it prints.
     * @return the process.
     */
    public static ChildJvm start(
            final Path javaHome,
            final Namespace namespace,
            final Class<?> mainClass,
            final List<String> arguments,
            final Path log) {
        final List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(FLAGS);
        command.add("-XX:ErrorFile=" + log.resolveSibling(log.getFileName() + ".hs_err"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(arguments);
        try {
            final Process process = new ProcessBuilder(namespace.wrap(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChildJvm(process, namespace, log);
        } catch (final IOException e) {
            throw new UncheckedIOException("no JVM could be started: " + String.join(" ", command), e);
        }
    }

    /** The JVM itself: in a namespace it is the child of the tool that made the namespace. */
    private Optional<ProcessHandle> jvm() {
        return namespace.isWrapped() ? process.descendants().findFirst() : Optional.of(process.toHandle());
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        jvm().ifPresent(ProcessHandle::destroyForcibly);
        if (!hasEnded(END_MS)) {
            process.destroyForcibly();
            if (!hasEnded(END_MS)) {
                throw new IllegalStateException("process " + process.pid() + " does not die");
            }
        }
    }

    /** Stops it where it is, as SIGSTOP does. */
    public void suspend() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(final String name) {
        jvm().ifPresent(handle -> Shell.run("kill", name, Long.toString(handle.pid())));
    }

    /**
     * Waits for its end.
     *
     * @param timeoutMs how long.
     * @return whether it has ended.
     */
    public boolean hasEnded(final long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + process.pid() + " ended", e);
        }
    }

    /**
     * Whether it runs.
     *
     * @return false once it has ended.
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * What it ended with.
     *
     * @return the exit code.
     */
    public int exitCode() {
        return process.exitValue();
    }

    /**
     * The id of the JVM.
     *
     * @return as the system of this process numbers it, or -1 where it is gone.
     */
    public long pid() {
        return jvm().map(ProcessHandle::pid).orElse(-1L);
    }

    /**
     * The file that has what it prints.
     *
     * @return the path.
     */
    public Path log() {
        return log;
    }

    /** Kills it where it still runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
