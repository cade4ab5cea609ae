package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Contender;
import java.util.function.Supplier;

/**
 * One side of one scenario: what a fresh JVM is started for.
 *
 * @param scenario what all sides of a comparison have in common, as {@code key=value} words, or empty.
 * @param id of the contender.
 * @param variant of the contender.
 * @param compared whether Hermes is compared with it; otherwise it is shown for information.
 * @param session opens it.
 */
public record Cell(String scenario, String id, String variant, boolean compared, Supplier<Session> session) {

    /**
     * Names the cell on a command line.
     *
     * @return scenario, id and variant.
     */
    String key() {
        return (scenario + "|" + id + "|" + variant).replace(' ', ',');
    }

    boolean isHermes() {
        return Contender.HERMES.equals(id);
    }

    /**
     * The name in the report.
     *
     * @return id and variant.
     */
    String label() {
        return variant.isEmpty() ? id : id + " " + variant;
    }
}
