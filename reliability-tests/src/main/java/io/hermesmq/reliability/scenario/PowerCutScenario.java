package io.hermesmq.reliability.scenario;

import io.hermesmq.Acknowledge;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import io.hermesmq.reliability.disk.SmallDisk;
import io.hermesmq.reliability.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Loss of power, by a copy of the disk underneath the file system. */
final class PowerCutScenario implements Scenario {

    private static final long DISK_BYTES = 1L << 30;
    private static final int CUTS_PER_DISK = 10;
    private static final int MIN_LIFE_MS = 200;
    private static final int MAX_LIFE_MS = 2_500;
    private static final int RATE = 20_000;
    private static final long REOPEN_MS = 15_000;

    @Override
    public String name() {
        return "power-cut";
    }

    @Override
    public String summary() {
        return "loss of power: what the disk has at one moment is mounted and read back";
    }

    @Override
    public String method() {
        return """
                The journal lies on ext4 in a file that is mounted through a loop device. Each cycle lets the application
                publish for 0.2 to 2.5 s, rolling files every second, stops it (SIGSTOP), copies the file underneath the
                mounted file system, mounts the copy, which replays the journal of ext4, and has a new listener read
                everything. What had not been written to the disk is not in the copy. It is no test of torn sectors or of
                the cache of a drive. With --acknowledge synced (the default here) ten cuts follow each other on one disk,
                and nothing acknowledged may be lost. With the other levels each cut gets a new disk, and losses are
                counted but excused: those levels do not promise them. The journal must open within 15 s by itself, and
                nothing wrong may be delivered.
                """;
    }

    @Override
    public int cycles() {
        return 200;
    }

    @Override
    public Acknowledge acknowledge() {
        return Acknowledge.SYNCED;
    }

    @Override
    public List<String> missing() {
        final List<String> missing = new ArrayList<>(SmallDisk.missing());
        if (!Shell.has("findmnt")) {
            missing.add("findmnt (package util-linux)");
        }
        return missing;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Random random = new Random(run.seed());
        final int cutsPerDisk = run.acknowledge() == Acknowledge.SYNCED ? CUTS_PER_DISK : 1;
        for (int first = 0; first < run.cycles(); first += cutsPerDisk) {
            final Path directory = run.work().resolve("disk-" + first);
            cutDisk(run, directory, Math.min(cutsPerDisk, run.cycles() - first), random, tally);
            if (tally.verdict() == Tally.Verdict.PASS) {
                Files.deleteIfExists(directory.resolve("disk.img"));
                Files.deleteIfExists(directory.resolve("cut.img"));
            }
        }
        tally.opened().judge(tally, run, REOPEN_MS, REOPEN_MS);
    }

    private static void cutDisk(
            final RunOptions run, final Path directory, final int cuts, final Random random, final Tally tally)
            throws IOException {
        SmallDisk disk = SmallDisk.create(SmallDisk.Kind.EXT4, directory, DISK_BYTES);
        try (Trial trial = new Trial(run, directory.resolve("record"))) {
            for (int cut = 0; cut < cuts; cut++) {
                final Path journal = disk.path().resolve("journal");
                final AppOptions options = trial.options(journal).orElse(AppOption.ROLL_CYCLE, "SECONDLY");
                disk = cutOff(trial, options.with(AppOption.RATE, RATE), disk, random, tally);
                tally.cycle();
                final Findings findings = trial.finish(trial.readBack(options, List.of(), true, tally));
                final boolean isPromised = run.acknowledge() == Acknowledge.SYNCED;
                tally.add(findings, isPromised ? 0 : findings.lost());
                if (!isPromised) {
                    tally.note("CUT lost=" + findings.lost() + ", which " + run.acknowledge() + " does not promise");
                }
            }
            tally.acknowledged(trial.acknowledged());
        } finally {
            disk.close();
        }
    }

    private static SmallDisk cutOff(
            final Trial trial, final AppOptions options, final SmallDisk disk, final Random random, final Tally tally)
            throws IOException {
        final Path cut = disk.path().resolveSibling("cut.img");
        try (Session session = trial.start(options)) {
            if (session.awaitPublishing(tally)) {
                session.run(tally, MIN_LIFE_MS + random.nextInt(MAX_LIFE_MS - MIN_LIFE_MS));
            }
            session.jvm().suspend();
            disk.copyAsCutOff(cut);
            session.kill();
            session.isHealthy(tally);
        }
        disk.close();
        final Path image = disk.path().resolveSibling("disk.img");
        Shell.run("mv", cut.toString(), image.toString());
        return SmallDisk.mount(image, disk.path());
    }
}
