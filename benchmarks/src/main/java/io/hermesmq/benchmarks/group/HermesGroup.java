package io.hermesmq.benchmarks.group;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.IdleMode;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.Sharing;
import io.hermesmq.engine.HermesEngine;

/** A group of four members, by key or by claims. */
final class HermesGroup implements Side {

    private static final int FRAME_LENGTH = 64;

    private final boolean byKey;
    private final Hermes hermes;
    private final Publisher<Item> publisher;

    /** A message. */
    record Item(long number, long key) {}

    HermesGroup(final boolean byKey, final Work work) {
        this.byKey = byKey;
        hermes = HermesEngine.create(HermesConfig.of(Profile.BALANCED)
                .withLane("workers", Profile.BALANCED.lane().withIdle(IdleMode.AUTO))
                .withChannel("items", Profile.BALANCED.channel().withCapacity(CAPACITY * FRAME_LENGTH)));
        final Sharing sharing = Sharing.among(WORKERS);
        hermes.listen(
                ListenerConfig.of("items", "items").onLane("workers").sharing(byKey ? sharing.byKey("key") : sharing),
                Item.class,
                (item, context) -> work.handle(item.number(), item.key()));
        publisher = hermes.publisher("items", Item.class);
        hermes.start();
    }

    @Override
    public String name() {
        return byKey ? "hermes" : "hermes-claim";
    }

    @Override
    public boolean isOrdered() {
        return byKey;
    }

    @Override
    public void publish(final long from, final long to) {
        for (long number = from; number < to; number++) {
            if (publisher.publish(new Item(number, Work.keyOf(number))) < 0) {
                throw new IllegalStateException("message " + number + " was refused");
            }
        }
    }

    @Override
    public long handled() {
        return hermes.snapshot().group("items").stream()
                .mapToLong(HermesSnapshot.Listener::delivered)
                .sum();
    }

    @Override
    public void close() {
        hermes.close();
    }
}
