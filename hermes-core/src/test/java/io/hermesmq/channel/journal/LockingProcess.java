package io.hermesmq.channel.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that locks a directory, says how that went in one line, and holds on until its input ends. */
final class LockingProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private LockingProcess(final Process process) {
        this.process = process;
        output = process.inputReader();
    }

    static LockingProcess start(final Path directory, final String... prefix) throws IOException {
        final List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                LockingProcess.class.getName(),
                directory.toString()));
        return new LockingProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** "locked", or the text of the refusal. */
    String answer() throws IOException {
        return String.valueOf(output.readLine());
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @SuppressWarnings("try") // the resource is the lock itself
    public static void main(final String[] args) throws IOException {
        try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]))) {
            System.out.println("locked");
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (final JournalException e) {
            System.out.println(e.getMessage());
        }
    }
}
