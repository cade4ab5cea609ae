package io.hermesmq.reliability;

import io.hermesmq.reliability.scenario.Scenario;
import io.hermesmq.reliability.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;

/** Explains the scenarios and their method. */
final class Help {

    private static final String METHOD = """
            Method
              The application under test is a JVM of its own. It publishes unique values from several threads, each filled by
              a function of itself so that any other byte shows, and notes each before and after the publish in a mapped file
              outside of the journal; its listeners note what they are given in others. A killed process loses nothing of
              these. The checker compares them, for each listener: acknowledged but not delivered is lost (at the
              beginning, in the middle, at the end); one value under two sequences is a duplicate; it looks for other orders,
              unexpected values, other bytes, sequences that are skipped without a count. A publish that had not
              returned when the process died may be there or not, but once. Its own test plants faults and finds them all.

            Output
              RUN, then what each scenario notes; LISTENER: what the checker found for a listener; TIME: how long something
              took; PROBLEM: what fails the run. The last line is
              VERDICT <name> cycles=.. acknowledged=.. lost=.. duplicates=.. corrupt=.. silent_stalls=.. pass|fail|skipped
              Exit code: 0 pass, 1 fail, 2 wrong command line, 3 skipped, as the MISSING lines say. Where a run does not
              pass its files are kept; FILES says where.
            """;

    private Help() {}

    static String[] footer() {
        final List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Scenarios");
        for (final Scenario scenario : Scenarios.all()) {
            lines.add("  " + scenario.name() + ": " + scenario.summary() + " (" + scenario.cycles() + " cycles)");
            scenario.method().lines().map(line -> "    " + line).forEach(lines::add);
        }
        lines.add("");
        METHOD.lines().forEach(lines::add);
        // picocli reads its own markup and format specifiers in these
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }
}
