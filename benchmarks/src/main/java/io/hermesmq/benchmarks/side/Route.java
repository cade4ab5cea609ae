package io.hermesmq.benchmarks.side;

import java.util.List;

/**
 * A path of messages that a benchmark asks a contender for.
 *
 * @param name of the path, also of the channel.
 * @param publishers how many threads send.
 * @param cpu that the receiving threads are pinned to, or {@link Cpus#NONE}.
 * @param receivers that get every message each.
 */
public record Route(String name, int publishers, int cpu, List<Receiver> receivers) {

    /** Copies the receivers. */
    public Route {
        receivers = List.copyOf(receivers);
    }

    /**
     * Whether more threads want to run than there are CPUs, so that nobody in his senses would spin.
     *
     * @param receivingThreads how many threads call the receivers.
     * @return true for more threads than CPUs.
     */
    public boolean crowded(final int receivingThreads) {
        return publishers + receivingThreads > Runtime.getRuntime().availableProcessors();
    }

    /**
     * The only receiver of a route that must have one only.
     *
     * @return the receiver.
     */
    public Receiver receiver() {
        if (receivers.size() != 1) {
            throw new IllegalArgumentException("route '" + name + "' has " + receivers.size() + " receivers, not one");
        }
        return receivers.get(0);
    }
}
