package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.process.Namespace;
import java.util.List;
import java.util.Optional;

/** All scenarios. */
public final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new KillScenario(Namespace.SAME),
            new KillScenario(Namespace.OWN_PIDS),
            new SecondWriterScenario(),
            new PowerCutScenario(),
            new DiskFullScenario(),
            new DamageScenario(),
            new ClockScenario(),
            new ListenerKillScenario(),
            new GroupKillScenario(),
            new RetentionScenario(),
            new PoisonScenario(),
            new CloseScenario(),
            new SoakScenario());

    private Scenarios() {}

    /**
     * All of them, in the order in which they are explained.
     *
     * @return the scenarios.
     */
    public static List<Scenario> all() {
        return ALL;
    }

    /**
     * One of them.
     *
     * @param name on the command line.
     * @return the scenario, or empty where there is none.
     */
    public static Optional<Scenario> named(final String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
