package io.hermesmq.reliability.check;

import io.hermesmq.reliability.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A run that never happened: publishers take turns, all is acknowledged, and a listener is given all, unless a test plants a fault. */
final class History implements Attempts {

    static final int PUBLISHERS = 2;

    private final byte[][] outcomes;
    final List<Delivery> deliveries = new ArrayList<>();

    record Delivery(long sequence, long value, long missed, boolean isSessionStart) {
        Delivery(final long sequence, final long value) {
            this(sequence, value, 0, false);
        }

        Delivery at(final long otherSequence) {
            return new Delivery(otherSequence, value, missed, isSessionStart);
        }
    }

    History(final int messages) {
        outcomes = new byte[PUBLISHERS][messages / PUBLISHERS];
        for (final byte[] ofPublisher : outcomes) {
            Arrays.fill(ofPublisher, (byte) Outcome.ACKNOWLEDGED.ordinal());
        }
        for (int i = 0; i < messages; i++) {
            deliveries.add(new Delivery(i + 1L, Values.of(i % PUBLISHERS, i / PUBLISHERS)));
        }
    }

    void set(final long value, final Outcome outcome) {
        outcomes[Values.publisher(value)][(int) Values.counter(value)] = (byte) outcome.ordinal();
    }

    /** Takes deliveries out as if they had never been written: what follows moves up. */
    void drop(final int from, final int count) {
        deliveries.subList(from, from + count).clear();
        renumber();
    }

    void insert(final int at, final long value) {
        deliveries.add(at, new Delivery(0, value));
        renumber();
    }

    void renumber() {
        for (int i = 0; i < deliveries.size(); i++) {
            deliveries.set(i, deliveries.get(i).at(i + 1L));
        }
    }

    void startSession(final int at) {
        final Delivery delivery = deliveries.get(at);
        deliveries.set(at, new Delivery(delivery.sequence(), delivery.value(), delivery.missed(), true));
    }

    /** What a listener notes for a payload with one flipped bit. */
    static long withFlippedBit(final long value, final int bit) {
        final int length = Values.length(value, 32, 256);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        Values.write(value, Values.Kind.GOOD, buffer, 0, length);
        final int index = bit / Byte.SIZE % length;
        buffer.putByte(index, (byte) (buffer.getByte(index) ^ 1 << bit % Byte.SIZE));
        return Values.read(buffer, 0, length);
    }

    ListenerChecker checker(final boolean isFromStart) {
        final ListenerChecker checker = new ListenerChecker("test", this, isFromStart);
        for (final Delivery delivery : deliveries) {
            if (delivery.isSessionStart()) {
                checker.session();
            }
            checker.delivered(delivery.sequence(), delivery.value(), delivery.missed());
        }
        return checker;
    }

    Findings check() {
        return checker(true).finish();
    }

    @Override
    public int publishers() {
        return PUBLISHERS;
    }

    @Override
    public long attempted(final int publisher) {
        return outcomes[publisher].length;
    }

    @Override
    public Outcome outcome(final int publisher, final long counter) {
        return publisher < PUBLISHERS && counter < outcomes[publisher].length
                ? Outcome.values()[outcomes[publisher][(int) counter]]
                : Outcome.NONE;
    }
}
