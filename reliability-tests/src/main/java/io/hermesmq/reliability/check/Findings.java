package io.hermesmq.reliability.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the checker found about one listener, or about several together. */
@SuppressWarnings("EnumOrdinal") // an array per constant is smaller and faster than a map
public final class Findings {

    private static final int EXAMPLES_PER_FAULT = 3;

    private final String listener;
    private final long[] counts = new long[Fault.values().length];
    private final int[] examplesOf = new int[Fault.values().length];
    private final List<String> examples = new ArrayList<>();
    private long[] lostByPublisher = {};
    private long delivered;
    private long redelivered;
    private long longestRedelivery;
    private long missed;
    private long recovered;

    /**
     * Starts with nothing found.
     *
     * @param listener its id, for the report.
     */
    public Findings(final String listener) {
        this.listener = listener;
    }

    void found(final Fault fault, final long count, final Supplier<String> example) {
        counts[fault.ordinal()] += count;
        if (examplesOf[fault.ordinal()]++ < EXAMPLES_PER_FAULT) {
            examples.add(listener + ": " + name(fault) + ": " + example.get());
        }
    }

    void lost(final Fault fault, final int publisher, final Supplier<String> example) {
        if (publisher >= lostByPublisher.length) {
            lostByPublisher = Arrays.copyOf(lostByPublisher, publisher + 1);
        }
        lostByPublisher[publisher]++;
        found(fault, 1, example);
    }

    void delivered() {
        delivered++;
    }

    void redelivered(final long inARow) {
        redelivered++;
        longestRedelivery = Math.max(longestRedelivery, inARow);
    }

    void missed(final long count) {
        missed += count;
    }

    void recovered() {
        recovered++;
    }

    /**
     * How often a fault was found.
     *
     * @param fault the fault.
     * @return how often.
     */
    public long count(final Fault fault) {
        return counts[fault.ordinal()];
    }

    /**
     * How often faults of a kind were found.
     *
     * @param kind which faults count.
     * @return how often.
     */
    public long count(final Predicate<Fault> kind) {
        return Arrays.stream(Fault.values()).filter(kind).mapToLong(this::count).sum();
    }

    /**
     * Acknowledged messages of one publisher that were not delivered.
     *
     * @param publisher its number.
     * @return how many.
     */
    public long lostOf(final int publisher) {
        return publisher < lostByPublisher.length ? lostByPublisher[publisher] : 0;
    }

    /**
     * All acknowledged messages that were not delivered.
     *
     * @return how many.
     */
    public long lost() {
        return count(Fault::isLoss);
    }

    /**
     * Messages that were delivered, each counted once, fences left out.
     *
     * @return how many.
     */
    public long uniqueDelivered() {
        return delivered;
    }

    /**
     * Deliveries of sequences that the listener had been given before, in an earlier session.
     *
     * @return how many.
     */
    public long redeliveredAfterStarts() {
        return redelivered;
    }

    /**
     * The most that were delivered again after one start.
     *
     * @return how many.
     */
    public long longestRedelivery() {
        return longestRedelivery;
    }

    /**
     * Messages that the listener was told it would not get.
     *
     * @return how many.
     */
    public long reportedMissed() {
        return missed;
    }

    /**
     * Messages in doubt that turned out to be there.
     *
     * @return how many.
     */
    public long recoveredInDoubt() {
        return recovered;
    }

    /**
     * The listener that this is about.
     *
     * @return its id.
     */
    public String listener() {
        return listener;
    }

    /**
     * The first of each kind of fault in words.
     *
     * @return sentences.
     */
    public List<String> examples() {
        return List.copyOf(examples);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("LISTENER ")
                .append(listener)
                .append(" delivered=")
                .append(delivered)
                .append(" redelivered=")
                .append(redelivered)
                .append(" longest_redelivery=")
                .append(longestRedelivery)
                .append(" reported_missed=")
                .append(missed)
                .append(" recovered_in_doubt=")
                .append(recovered);
        for (final Fault fault : Fault.values()) {
            text.append(' ').append(name(fault)).append('=').append(count(fault));
        }
        return text.toString();
    }

    private static String name(final Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }
}
