package io.hermesmq.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.reliability.scenario.Scenario;
import io.hermesmq.reliability.scenario.Scenarios;
import io.hermesmq.reliability.scenario.Tally;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReliabilityTestsTest {

    @Test
    void shouldExplainEveryScenario() {
        final String help = inOneLine(ReliabilityTests.commandLine().getUsageMessage());
        for (final Scenario scenario : Scenarios.all()) {
            assertThat(help)
                    .contains(scenario.name() + ": " + scenario.summary() + " (" + scenario.cycles() + " cycles)")
                    .contains(inOneLine(scenario.method()));
        }
        assertThat(help).contains("--cycles=N").contains("VERDICT <name> cycles=..");
    }

    private static String inOneLine(final String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void shouldKnowTheScenariosOfTheList() {
        assertThat(Scenarios.all().stream().map(Scenario::name))
                .containsExactly(
                        "kill",
                        "pid1",
                        "second-writer",
                        "power-cut",
                        "disk-full",
                        "damage",
                        "clock",
                        "listener-kill",
                        "group-kill",
                        "retention",
                        "poison",
                        "close",
                        "soak");
    }

    @Test
    void shouldRefuseUnknownNamesAndOptions() {
        assertThat(ReliabilityTests.commandLine().execute("kil")).isEqualTo(ReliabilityTests.MISUSED);
        assertThat(ReliabilityTests.commandLine().execute("kill", "--cycle", "3"))
                .isEqualTo(ReliabilityTests.MISUSED);
    }

    @Test
    void shouldNotPassARunWithoutCycles() {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        final Tally tally = new Tally("kill", new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(tally.verdict()).isEqualTo(Tally.Verdict.FAIL);
        tally.conclude(Tally.Verdict.SKIPPED);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "VERDICT kill cycles=0 acknowledged=0 lost=0 duplicates=0 corrupt=0 silent_stalls=0 skipped");
    }
}
