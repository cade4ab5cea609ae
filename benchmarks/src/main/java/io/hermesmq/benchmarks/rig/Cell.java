package io.hermesmq.benchmarks.rig;

import java.util.function.Supplier;

/**
 * One side of one scenario: what a fresh JVM is started for.
 *
 * @param scenario what all sides of a comparison have in common, as {@code key=value} words, or empty.
 * @param id of the contender.
 * @param variant of the contender.
 * @param role whether it is compared.
 * @param session opens it.
 */
public record Cell(String scenario, String id, String variant, Role role, Supplier<Session> session) {

    /**
     * Names the cell on a command line.
     *
     * @return scenario, id and variant.
     */
    String key() {
        return (scenario + "|" + id + "|" + variant).replace(' ', ',');
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
