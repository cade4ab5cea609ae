package io.hermesmq.reliability.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.app.FakeApplication;
import io.hermesmq.reliability.app.FakeApplication.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios on a store that keeps its promises, and on ones that do not: real processes, really killed. */
@Tag("slow")
class ScenariosTest {

    @TempDir
    private Path work;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void shouldPassKillsOfAStoreThatKeepsItsPromises() throws IOException {
        assertThat(run("kill", 3, Fault.NONE)).as(this::text).isEqualTo(Tally.Verdict.PASS);
        assertThat(text())
                .containsPattern("VERDICT kill cycles=3 acknowledged=[1-9][0-9]* lost=0 duplicates=0 corrupt=0"
                        + " silent_stalls=0 pass\n")
                .contains("TIME first_publish n=3 ");
    }

    @Test
    void shouldFindThatAStoreAcknowledgesEarly() throws IOException {
        assertThat(run("kill", 2, Fault.ACKNOWLEDGE_EARLY)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT kill .* lost=[1-9]");
    }

    @Test
    void shouldFindThatAStoreDropsOne() throws IOException {
        assertThat(run("kill", 1, Fault.DROP)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT kill .* lost=[1-9]");
    }

    @Test
    void shouldFindThatAStoreWritesTwice() throws IOException {
        assertThat(run("kill", 1, Fault.DUPLICATE)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT kill .* lost=0 duplicates=[1-9]");
    }

    @Test
    void shouldFindFlippedBits() throws IOException {
        assertThat(run("kill", 1, Fault.FLIP)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT kill .* corrupt=[1-9]");
    }

    @Test
    void shouldFindListenersThatStall() throws IOException {
        assertThat(run("kill", 1, Fault.STALL)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT kill .* silent_stalls=1 fail");
    }

    @Test
    void shouldPassListenersThatDie() throws IOException {
        assertThat(run("listener-kill", 3, Fault.NONE)).as(this::text).isEqualTo(Tally.Verdict.PASS);
    }

    @Test
    void shouldFindPositionsThatRunAhead() throws IOException {
        assertThat(run("listener-kill", 1, Fault.POSITION_AHEAD)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text())
                .containsPattern("VERDICT listener-kill .* lost=[1-9]")
                .contains(" skipped=1");
    }

    @Test
    void shouldFindWhatABrokenCodecLeftBehind() throws IOException {
        assertThat(run("poison", 1, Fault.WRITE_BROKEN)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text()).containsPattern("VERDICT poison .* corrupt=[1-9]");
    }

    @Test
    void shouldPassPoison() throws IOException {
        assertThat(run("poison", 1, Fault.NONE)).as(this::text).isEqualTo(Tally.Verdict.PASS);
        assertThat(text()).contains("POISON threw_while_publishing=20000 threw_in_listener=10000");
    }

    @Test
    void shouldSkipTheClockWhereItCannotBeStepped() throws IOException {
        assertThat(run("clock", 1, Fault.NONE)).isEqualTo(Tally.Verdict.SKIPPED);
    }

    @Test
    void shouldFindDamageThatIsDeliveredOrHidden() throws IOException {
        assertThat(run("damage", 3, Fault.NONE)).isEqualTo(Tally.Verdict.FAIL);
        assertThat(text())
                .containsPattern("DAMAGE 0 LAST_RECORD_CUT: cut 20260101-000000.cq4 to [0-9]+ bytes")
                .containsPattern("VERDICT damage cycles=3 .* silent_stalls=[1-9]");
    }

    @Test
    void shouldSoakForAMoment() throws IOException {
        assertThat(run("soak", 1, Fault.NONE)).as(this::text).isEqualTo(Tally.Verdict.PASS);
        assertThat(text()).contains("SOAK descriptors ");
    }

    @Test
    void shouldPassContainersThatAreKilled() throws IOException {
        runWherePossible("pid1", 2, Fault.NONE, Tally.Verdict.PASS);
    }

    @Test
    void shouldPassAStoreThatRefusesASecondWriter() throws IOException {
        runWherePossible("second-writer", 2, Fault.NONE, Tally.Verdict.PASS);
    }

    @Test
    void shouldFindThatASecondWriterIsLetIn() throws IOException {
        runWherePossible("second-writer", 1, Fault.NO_LOCK, Tally.Verdict.FAIL);
    }

    @Test
    void shouldPassAStoreThatSyncs() throws IOException {
        runWherePossible("power-cut", 1, Fault.NONE, Tally.Verdict.PASS);
    }

    @Test
    void shouldFindThatAStoreDoesNotSync() throws IOException {
        runWherePossible("power-cut", 1, Fault.NO_SYNC, Tally.Verdict.FAIL);
    }

    /** What needs root is run where the tests are run by root, and says what it misses elsewhere. */
    private void runWherePossible(final String name, final int cycles, final Fault fault, final Tally.Verdict expected)
            throws IOException {
        if (Scenarios.named(name).orElseThrow().missing().isEmpty()) {
            assertThat(run(name, cycles, fault)).as(this::text).isEqualTo(expected);
        } else {
            assertThat(Scenarios.named(name).orElseThrow().missing()).allMatch(what -> !what.isBlank());
        }
    }

    private Tally.Verdict run(final String name, final int cycles, final Fault fault) throws IOException {
        final Scenario scenario = Scenarios.named(name).orElseThrow();
        final AppOptions options = AppOptions.DEFAULT
                .with(AppOption.APPLICATION, FakeApplication.class.getName())
                .with(AppOption.ACKNOWLEDGE, scenario.acknowledge())
                .with(AppOption.DRAIN_MS, fault == Fault.NONE ? 20_000 : 1_000)
                .with(AppOption.CHANNEL, fault == Fault.NONE ? "orders" : fault);
        final RunOptions run =
                new RunOptions(cycles, 0.05, 42, true, work, Path.of(System.getProperty("java.home")), options);
        final Tally tally = new Tally(name, new PrintStream(output, true, StandardCharsets.UTF_8));
        Tally.Verdict verdict;
        try {
            scenario.run(run, tally);
            verdict = tally.verdict();
        } catch (final SkippedException e) {
            verdict = Tally.Verdict.SKIPPED;
        }
        tally.conclude(verdict);
        return verdict;
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
