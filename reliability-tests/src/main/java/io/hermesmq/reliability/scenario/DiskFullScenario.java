package io.hermesmq.reliability.scenario;

import io.hermesmq.PublishStatus;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.disk.SmallDisk;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk that gets full, and has room again. */
final class DiskFullScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final String FIRST_BALLAST = "ballast-1";
    private static final String SECOND_BALLAST = "ballast-2";
    private static final long MIB = 1L << 20;
    private static final long DISK_BYTES = 512 * MIB;
    private static final long BALLAST_BYTES = 128 * MIB;
    private static final int FULL_FOR_MS = 300;
    private static final long RESUME_MS = 5_000;

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String summary() {
        return "the disk gets full while the application publishes, on tmpfs and on ext4, and has room again";
    }

    @Override
    public String method() {
        return """
                Each cycle makes a disk of 512 MiB, in turn tmpfs and ext4, with 256 MiB of ballast, and has two threads
                publish as fast as they can until they are refused with DISK_FULL. Then half of the ballast is removed:
                publishing has to go on by itself within 5 s. Then it is filled again, the rest of the ballast is removed,
                and everything is read back. Fails on any error of the JVM before the refusal, on any other refusal, on
                the death of the JVM, and on anything that the checker finds.
                """;
    }

    @Override
    public int cycles() {
        return 50;
    }

    @Override
    public List<String> missing() {
        return SmallDisk.missing();
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Times resumed = new Times("resume_after_space");
        for (int cycle = 0; cycle < run.cycles(); cycle++) {
            final SmallDisk.Kind kind = cycle % 2 == 0 ? SmallDisk.Kind.TMPFS : SmallDisk.Kind.EXT4;
            final Path directory = run.work().resolve("disk-" + cycle);
            try (SmallDisk disk = SmallDisk.create(kind, directory, DISK_BYTES);
                    Trial trial = new Trial(run, directory.resolve("record"))) {
                disk.occupy(FIRST_BALLAST, BALLAST_BYTES);
                disk.occupy(SECOND_BALLAST, BALLAST_BYTES);
                final AppOptions options = trial.options(disk.path().resolve("journal"))
                        .orElse(AppOption.MAX_LENGTH, 2048)
                        .with(AppOption.ATTEMPT_CAPACITY, 1 << 22);
                trial.expect(LISTENER, true);
                fill(trial, options.with(AppOption.LISTENERS, LISTENER), disk, resumed, tally);
                disk.release(FIRST_BALLAST);
                disk.release(SECOND_BALLAST);
                tally.cycle();
                trial.readBack(options, List.of(LISTENER), true, tally);
                trial.finishAll().forEach(findings -> tally.add(findings, 0));
                tally.acknowledged(trial.acknowledged());
            }
        }
        resumed.judge(tally, run, RESUME_MS, RESUME_MS);
    }

    private static void fill(
            final Trial trial, final AppOptions options, final SmallDisk disk, final Times resumed, final Tally tally) {
        try (Session session = trial.start(options)) {
            if (!session.awaitPublishing(tally) || !awaitFull(session, tally)) {
                return;
            }
            session.run(tally, FULL_FOR_MS);
            final long acknowledged = session.control().acknowledged();
            final long startNs = System.nanoTime();
            disk.release(FIRST_BALLAST);
            if (session.await(
                    Session.PATIENCE_MS,
                    () -> session.control().acknowledged() > acknowledged
                            || !session.jvm().isAlive())) {
                resumed.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            } else {
                tally.silentStall("publishing does not go on although the disk has room again");
            }
            awaitFull(session, tally);
            disk.release(SECOND_BALLAST);
            session.stop(tally);
            if (session.control().get(ControlFile.Field.JVM_ERRORS) > 0) {
                tally.problem(session.control().get(ControlFile.Field.JVM_ERRORS)
                        + " publishes ended in an error of the JVM instead of a refusal");
                session.showLog(tally);
            }
        }
    }

    private static boolean awaitFull(final Session session, final Tally tally) {
        final long refused = session.control().refused();
        session.await(
                Session.PATIENCE_MS,
                () -> session.control().refused() > refused || !session.jvm().isAlive());
        final long status = session.control().get(ControlFile.Field.LAST_REFUSAL);
        if (session.jvm().isAlive() && status == PublishStatus.DISK_FULL.code()) {
            return true;
        }
        tally.problem("no refusal for a full disk, but "
                + (status == 0 ? "none at all" : PublishStatus.of(status).toString())
                + (session.jvm().isAlive()
                        ? ""
                        : "; the JVM ended with " + session.jvm().exitCode()));
        session.showLog(tally);
        return false;
    }
}
