package io.hermesmq.reliability.app;

import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RollCycle;
import io.hermesmq.Sharing;
import io.hermesmq.StartFrom;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.reliability.record.GroupRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application with two groups on one journaled channel, one that shares by key and one whose members claim. Publishes numbers in
 * order until it is killed; or, where it is told to end, lets the groups handle the rest.
 *
 * <p>Some messages take long, and some fail at first: so at any moment some members have a message in hand while others go ahead.
 */
public final class GroupMain {

    /** The group that shares by key. */
    public static final String BY_KEY = "by-key";

    /** The group whose members claim. */
    public static final String BY_CLAIM = "by-claim";

    /** Different keys. */
    public static final int KEYS = 64;

    private static final String CHANNEL = "orders";
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SLOW_EVERY = 997;
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int FAILING_EVERY = 211;
    private static final int RING_BYTES = 1 << 16; // so that a slow member falls behind and reads the journal
    private static final int BURST = 8;
    private static final long KEY_SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** A message. */
    record Item(long number, int key) {}

    private final Path journal;
    private final Path record;
    private final int session;
    private final Map<String, GroupRecord.Writer> writers = new ConcurrentHashMap<>();

    private GroupMain(final Path journal, final Path record, final int session) {
        this.journal = journal;
        this.record = record;
        this.session = session;
    }

    /**
     * The key of a message.
     *
     * @param number of the message.
     * @return from 0 to less than {@link #KEYS}.
     */
    public static int keyOf(final long number) {
        return (int) (((number * KEY_SPREAD) >>> 32) % KEYS);
    }

    /**
     * Runs a session.
     *
     * @param args journal, record, number of the session, members by key, members that claim, and whether to end.
     */
    public static void main(final String[] args) {
        final boolean isLast = Boolean.parseBoolean(args[5]);
        final int code = new GroupMain(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]))
                .run(Integer.parseInt(args[3]), Integer.parseInt(args[4]), isLast);
        System.exit(code);
    }

    private int run(final int byKey, final int byClaim, final boolean isLast) {
        final HermesConfig config = HermesConfig.of(Profile.SMALL)
                .withDirectory(journal)
                .withDrainTimeout(DRAIN)
                .withChannel(
                        CHANNEL,
                        Profile.SMALL
                                .channel()
                                .withCapacity(RING_BYTES)
                                .withJournal(JournalConfig.DEFAULT
                                        .withRollCycle(RollCycle.SECONDLY)
                                        .withMinFreeSpace(0)));
        try (Hermes hermes = HermesEngine.create(config);
                GroupRecord.Acknowledged acknowledged = GroupRecord.acknowledged(record)) {
            listen(hermes, BY_KEY, new Sharing(null, byKey, null), "key");
            listen(hermes, BY_CLAIM, new Sharing(null, byClaim, null), null);
            final Publisher<Item> publisher = hermes.publisher(CHANNEL, Item.class);
            hermes.start();
            if (isLast) {
                return hermes.awaitIdle(DRAIN) ? 0 : AppMain.NOT_DRAINED;
            }
            publish(publisher, acknowledged);
            return 0;
        }
    }

    private static void publish(final Publisher<Item> publisher, final GroupRecord.Acknowledged acknowledged) {
        long number = acknowledged.last()
                + 2; // the one between may be there or not: it was in flight when the last session died
        while (true) {
            for (int i = 0; i < BURST; i++) {
                if (publisher.publish(new Item(number, keyOf(number))) < 0) {
                    throw new IllegalStateException("message " + number + " was refused");
                }
                acknowledged.acknowledged(number);
                number++;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void listen(final Hermes hermes, final String group, final Sharing how, final @Nullable String key) {
        final Sharing sharing = key == null || how.concurrency() == 1 ? how : how.byKey(key);
        hermes.listen(
                ListenerConfig.of(group, CHANNEL)
                        .startingFrom(StartFrom.EARLIEST)
                        .sharing(sharing)
                        .onFailure((listener, context, failure, attempt) -> FailureAction.RETRY),
                Item.class,
                (item, context) -> handle(group, item.number()));
    }

    private void handle(final String group, final long number) {
        final GroupRecord.Writer writer = writers.computeIfAbsent(
                group + ' ' + Thread.currentThread().getName(),
                name -> GroupRecord.writer(
                        record, group, session, Thread.currentThread().getName()));
        if (number % SLOW_EVERY == 0) {
            LockSupport.parkNanos(SLOW_NS);
        }
        if (number % FAILING_EVERY == 0 && Math.floorMod(System.nanoTime(), 4) != 0) {
            throw new PlannedException("planned");
        }
        writer.handled(number);
    }
}
