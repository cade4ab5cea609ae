package io.hermesmq.reliability.process;

import java.util.ArrayList;
import java.util.List;

/** Where a JVM runs. */
public enum Namespace {
    /** Beside this one. */
    SAME(List.of()),
    /** As process 1 of a pid namespace of its own, as in a container. */
    OWN_PIDS(List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"));

    private final List<String> prefix;

    Namespace(final List<String> prefix) {
        this.prefix = prefix;
    }

    List<String> wrap(final List<String> command) {
        final List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        return words;
    }

    boolean isWrapped() {
        return !prefix.isEmpty();
    }

    /**
     * What is missing on this machine.
     *
     * @return in words; empty where nothing is.
     */
    public List<String> missing() {
        final List<String> missing = new ArrayList<>();
        if (isWrapped() && !Shell.isRoot()) {
            missing.add("root on Linux, for a pid namespace");
        }
        if (isWrapped() && !Shell.has("unshare")) {
            missing.add("unshare (package util-linux)");
        }
        return missing;
    }
}
