package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.AckMode;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.Sharing;
import io.hermesmq.StartFrom;
import io.hermesmq.Timestamps;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.annotation.MessageKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupsTest {

    record Order(long number, @MaxLength(12) String symbol) {}

    record Keyed(long number, @MessageKey int customer) {}

    private static final ListenerConfig ORDERS =
            ListenerConfig.of("orders", "orders").onLane("trading");

    @TempDir
    private Path directory;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private HermesConfig config() {
        return Engines.config()
                .withDirectory(directory)
                .withLane("trading", Engines.STEPPED)
                .withChannel(
                        "journaled",
                        Profile.SMALL
                                .channel()
                                .withTimestamps(Timestamps.EVERY)
                                .withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0)));
    }

    private Hermes create() {
        return HermesEngine.create(config());
    }

    private void listen(final Hermes hermes, final ListenerConfig listener, final String name) {
        hermes.listen(listener, Order.class, (order, context) -> calls.add(name + " " + order.number()));
    }

    private static void publish(final Hermes hermes, final String channel, final int from, final int to) {
        final Publisher<Order> publisher = hermes.publisher(channel, Order.class);
        for (int i = from; i <= to; i++) {
            assertThat(publisher.publish(new Order(i, "S" + i % 10))).isPositive();
        }
    }

    private static String[] each(final String name, final int from, final int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> name + " " + i).toArray(String[]::new);
    }

    @Test
    void shouldKeepEqualKeysTogetherAndInOrder() {
        try (Hermes hermes = create()) {
            final TreeMap<String, List<String>> threads = new TreeMap<>();
            hermes.listen(
                    ORDERS.sharing(Sharing.among(4).byKey("symbol")),
                    Order.class,
                    (order, context) -> threads.computeIfAbsent(order.symbol(), symbol -> new ArrayList<>())
                            .add(order.number() + ""));
            hermes.start();
            publish(hermes, "orders", 1, 400);
            for (int member = 3; member >= 0; member--) {
                hermes.step("trading#" + member);
            }
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();

            assertThat(threads)
                    .hasSize(10)
                    .allSatisfy((symbol, numbers) -> assertThat(numbers)
                            .hasSize(40)
                            .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b))));
            final List<HermesSnapshot.Listener> members = hermes.snapshot().group("orders");
            assertThat(members)
                    .extracting(HermesSnapshot.Listener::id)
                    .containsExactly("orders#0", "orders#1", "orders#2", "orders#3");
            assertThat(members)
                    .extracting(HermesSnapshot.Listener::lane)
                    .containsExactly("trading#0", "trading#1", "trading#2", "trading#3");
            assertThat(members)
                    .extracting(HermesSnapshot.Listener::delivered)
                    .allSatisfy(count -> assertThat(count).isBetween(1L, 399L));
            assertThat(members.stream()
                            .mapToLong(HermesSnapshot.Listener::delivered)
                            .sum())
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldUseTheKeyOfTheRecord() {
        try (Hermes hermes = create()) {
            hermes.listen(
                    ListenerConfig.of("keyed", "keyed").onLane("trading").sharing(Sharing.among(2)),
                    Keyed.class,
                    (message, context) -> calls.add(message.customer() + ""));
            hermes.start();
            final Publisher<Keyed> publisher = hermes.publisher("keyed", Keyed.class);
            for (int i = 0; i < 100; i++) {
                publisher.publish(new Keyed(i, 7));
            }
            hermes.step("trading#0");
            hermes.step("trading#1");

            assertThat(hermes.snapshot().group("keyed"))
                    .extracting(HermesSnapshot.Listener::delivered)
                    .containsExactlyInAnyOrder(0L, 100L);
        }
    }

    @Test
    void shouldGiveTheNextMessageToWhoeverIsFree() {
        try (Hermes hermes = create()) {
            final HermesConfig config = config();
            assertThat(config.lane("trading#1").stepped()).isTrue();
            listen(hermes, ORDERS.sharing(Sharing.among(2)), "any");
            hermes.start();
            publish(hermes, "orders", 1, 10);
            hermes.step("trading#1");
            publish(hermes, "orders", 11, 20);
            hermes.step("trading#0");
            hermes.step("trading#1");

            assertThat(calls).containsExactly(each("any", 1, 20));
            assertThat(hermes.snapshot().group("orders"))
                    .extracting(HermesSnapshot.Listener::delivered)
                    .containsExactly(10L, 10L);
            assertThat(hermes.snapshot().listener("orders#0").backlogBytes()).isZero();
        }
    }

    @Test
    void shouldShareAmongListenersOfOneGroupAndLeaveOthersAlone() {
        try (Hermes hermes = create()) {
            listen(hermes, ListenerConfig.of("a", "orders").onLane("test").sharing(Sharing.inGroup("desk")), "a");
            listen(
                    hermes,
                    ListenerConfig.of("b", "orders")
                            .onLane("trading")
                            .sharing(Sharing.inGroup("desk").withConcurrency(2)),
                    "b");
            listen(hermes, ListenerConfig.of("audit", "orders").onLane("test"), "audit");
            hermes.start();
            publish(hermes, "orders", 1, 5);
            hermes.step("trading#1");
            publish(hermes, "orders", 6, 9);
            hermes.step("test");
            hermes.step("trading#0");

            assertThat(calls)
                    .containsSubsequence(each("b", 1, 5))
                    .containsSubsequence(each("a", 6, 9))
                    .containsSubsequence(each("audit", 1, 9))
                    .hasSize(18);
            assertThat(hermes.snapshot().group("desk"))
                    .extracting(HermesSnapshot.Listener::id)
                    .containsExactly("a", "b#0", "b#1");
            assertThat(hermes.snapshot().listener("audit").group()).isNull();
        }
    }

    @Test
    void shouldLetAMemberRetryWhatItHasClaimed() {
        try (Hermes hermes = create()) {
            hermes.listen(
                    ORDERS.sharing(Sharing.among(2))
                            .onFailure((listener, context, failure, attempt) ->
                                    attempt < 3 ? FailureAction.RETRY : FailureAction.CONTINUE),
                    Order.class,
                    (order, context) -> {
                        calls.add("try " + order.number());
                        if (order.number() == 1) {
                            throw new IllegalStateException("not yet");
                        }
                    });
            hermes.start();
            publish(hermes, "orders", 1, 2);
            hermes.step("trading#0");
            hermes.step("trading#1");

            assertThat(calls).containsExactly("try 1", "try 1", "try 1", "try 2");
        }
    }

    @Test
    void shouldReadOnWhereTheMembersWereAlsoWhenThereAreOthers() {
        final ListenerConfig journaled =
                ListenerConfig.of("orders", "journaled").onLane("trading");
        final Sharing[] ways = {
            Sharing.among(3).byKey("symbol"),
            Sharing.among(2).byKey("symbol"),
            Sharing.among(4),
            Sharing.NONE,
            Sharing.among(2),
            Sharing.among(3).byKey("symbol")
        };
        int published = 0;
        for (final Sharing way : ways) {
            final HermesConfig hasty = config().withDrainTimeout(Duration.ZERO);
            try (Hermes hermes = HermesEngine.create(hasty)) {
                listen(hermes, journaled.sharing(way), "any");
                hermes.start();
                publish(hermes, "journaled", published + 1, published + 30);
                published += 30;
                hermes.step(way.concurrency() > 1 ? "trading#1" : "trading");
            }
        }
        try (Hermes hermes = create()) {
            listen(hermes, journaled.sharing(Sharing.among(2).byKey("symbol")), "any");
            hermes.start();
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(calls).contains(each("any", 1, published));
        assertThat(calls.size()).isLessThanOrEqualTo(published + 3 + 2 + 4 + 1 + 2 + 3);
    }

    @Test
    void shouldSeekAllMembers() {
        final ListenerConfig journaled =
                ListenerConfig.of("orders", "journaled").onLane("trading");
        for (final Sharing way :
                new Sharing[] {Sharing.among(3), Sharing.among(2).byKey("symbol")}) {
            calls.clear();
            try (Hermes hermes = create()) {
                listen(hermes, journaled.sharing(way).startingFrom(StartFrom.EARLIEST), "any");
                hermes.start();
                publish(hermes, "journaled", 1, 20);
                assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
                calls.clear();

                final long last = hermes.snapshot().channel("journaled").published();
                hermes.seek("orders", StartFrom.sequence(last - 9));
            }
            assertThat(calls).containsExactlyInAnyOrder(each("any", 11, 20));
            calls.clear();

            try (Hermes hermes = HermesEngine.create(config().withDrainTimeout(Duration.ZERO))) {
                listen(hermes, journaled.sharing(way), "any");
                hermes.start();
                hermes.seek(
                        "orders",
                        StartFrom.sequence(
                                hermes.snapshot().channel("journaled").published() - 4));
            }
            try (Hermes hermes = create()) {
                listen(hermes, journaled.sharing(way), "any");
                hermes.start();
                assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            }
            assertThat(calls).as("survives at once").containsExactlyInAnyOrder(each("any", 16, 20));
        }
    }

    @Test
    void shouldSeekATimeAndTheEnds() {
        try (Hermes hermes = create()) {
            listen(
                    hermes,
                    ListenerConfig.of("orders", "journaled").onLane("trading").sharing(Sharing.among(2)),
                    "any");
            hermes.start();
            publish(hermes, "journaled", 1, 5);
            final long time = hermes.clock().nanoTime();
            publish(hermes, "journaled", 6, 9);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            calls.clear();

            hermes.seek("orders", StartFrom.parse(Instant.ofEpochSecond(0, time).toString()));
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(calls).containsExactlyInAnyOrder(each("any", 6, 9));
            calls.clear();

            hermes.seek("orders", StartFrom.LATEST);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(calls).isEmpty();
            hermes.seek("orders", StartFrom.EARLIEST);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(calls).containsExactlyInAnyOrder(each("any", 1, 9));
        }
    }

    // what cannot work

    private void refused(final String text, final ListenerConfig... listeners) {
        try (Hermes hermes = create()) {
            assertThatThrownBy(() -> {
                        for (final ListenerConfig listener : listeners) {
                            listen(hermes, listener, "any");
                        }
                        hermes.start();
                    })
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(text);
        }
    }

    @Test
    void shouldRefuseConflictingSettings() {
        final ListenerConfig a = ListenerConfig.of("a", "orders").sharing(Sharing.inGroup("desk"));
        final ListenerConfig b = ListenerConfig.of("b", "orders").sharing(Sharing.inGroup("desk"));
        final String advice = "; give all its listeners the same, or name another group";

        refused(
                "group 'desk' has conflicting settings: channel is 'other' of listener 'b', but 'orders' of listener 'a'"
                        + advice,
                a,
                ListenerConfig.of("b", "other").sharing(Sharing.inGroup("desk")));
        refused(
                "group 'desk' has conflicting settings: key is 'symbol' of listener 'b', but not set of listener 'a'"
                        + advice,
                a,
                b.sharing(Sharing.inGroup("desk").byKey("symbol")));
        refused(
                "group 'desk' has conflicting settings: acknowledge is 'BATCH' of listener 'b', but 'MESSAGE' of listener 'a'"
                        + advice,
                a,
                b.acknowledging(AckMode.BATCH));
        refused(
                "group 'desk' has conflicting settings: from is 'earliest' of listener 'b', but 'latest' of listener 'a'"
                        + advice,
                a,
                b.startingFrom(StartFrom.EARLIEST));
        final String sameName =
                "'desk' is the name of a group and the id of a listener outside of it, and both would have the same position;"
                        + " rename one of them";
        refused(sameName, a, ListenerConfig.of("desk", "orders"));
        refused(sameName, ListenerConfig.of("desk", "orders"), a);
    }

    @Test
    void shouldRefuseAConcurrencyWithoutMeaning() {
        final ListenerConfig orders = ListenerConfig.of("orders", "orders").sharing(Sharing.among(2));
        refused(
                "concurrency 2 of listener 'orders' has no meaning: lane 'shared' is the one that listeners take turns on; name"
                        + " another lane: 2 lanes are made of it",
                orders.onLane("shared"));
        final int cpus = Runtime.getRuntime().availableProcessors();
        final HermesConfig config = Engines.config()
                .withLane("spinning", Profile.LOW_LATENCY.lane())
                .withLane("pinned", Profile.SMALL.lane().withCpu(1));
        try (Hermes hermes = HermesEngine.create(config)) {
            assertThatThrownBy(() -> listen(
                            hermes, orders.sharing(Sharing.among(cpus + 1)).onLane("spinning"), "any"))
                    .hasMessage("concurrency " + (cpus + 1) + " of listener 'orders' has no meaning: " + (cpus + 1)
                            + " lanes that spin would take turns on " + cpus
                            + " CPUs; use idle: auto for lane 'spinning', or a concurrency of at most " + cpus);
            assertThatThrownBy(() -> listen(hermes, orders.onLane("pinned"), "any"))
                    .hasMessage(
                            "concurrency 2 of listener 'orders' has no meaning: lanes 'pinned#0' and 'pinned#1' are both pinned to"
                                    + " CPU 1; describe each of these lanes with a CPU of its own, or leave the CPU out");
        }
    }

    @Test
    void shouldRefuseKeysThatCannotBeRead() {
        refused(
                "group 'orders' shares messages by key 'simbol', but Order has no such component; use one of [number, symbol]",
                ORDERS.sharing(Sharing.among(2).byKey("simbol")));
        try (Hermes hermes = create()) {
            hermes.listen(ORDERS.sharing(Sharing.among(2).byKey("symbol")), String.class, (text, context) -> {});
            assertThatThrownBy(hermes::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "group 'orders' shares messages by key 'symbol', but channel 'orders' is not known to carry a record,"
                                    + " and of anything else no component can be read; publish a record, name it with message ="
                                    + " YourRecord.class, or leave the key out so that any free member takes the next message");
        }
        assertThatThrownBy(() -> Sharing.NONE.byKey("symbol"))
                .hasMessage(
                        "key 'symbol' keeps messages together that are shared, but there is nobody to share them with; add a group"
                                + " or a concurrency above 1, or leave the key out");
    }

    @Test
    void shouldRefuseNumbersInIdsMembersThatComeLateAndSeeksOfOne() {
        refused(
                "'orders#1' has a '#', behind which the members of a group are numbered; use another character in ids of listeners and"
                        + " names of groups",
                ListenerConfig.of("orders#1", "orders"));
        try (Hermes hermes = create()) {
            final ListenerConfig a = ListenerConfig.of("a", "orders").sharing(Sharing.inGroup("desk"));
            listen(hermes, a, "a");
            hermes.start();
            assertThatThrownBy(() ->
                            listen(hermes, ListenerConfig.of("b", "orders").sharing(Sharing.inGroup("desk")), "b"))
                    .hasMessage(
                            "listener 'b' comes too late for group 'desk', which shares its messages among 1 members already;"
                                    + " register all its listeners before the engine is started");
            assertThatThrownBy(() -> hermes.seek("a", StartFrom.EARLIEST))
                    .isInstanceOf(HermesException.class)
                    .hasMessage(
                            "listener 'a' shares its messages in group 'desk'; seek 'desk', which moves all its members");
            assertThatThrownBy(() -> hermes.seek("desk", StartFrom.EARLIEST))
                    .isInstanceOf(HermesException.class)
                    .hasMessage(
                            "group 'desk' cannot seek: channel 'orders' has no journal; switch it on with journal.enabled: true");
        }
    }

    @Test
    void shouldRefuseChannelsThatOverwrite() {
        final HermesConfig config =
                config().withChannel("orders", Profile.SMALL.channel().withOnFull(OnFull.OVERWRITE));
        try (Hermes hermes = HermesEngine.create(config)) {
            assertThatThrownBy(() -> listen(hermes, ORDERS.sharing(Sharing.among(2)), "any"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "listener 'orders' shares the messages of channel 'orders', which overwrites what is not read; nobody"
                                    + " could say whose messages a slow member has missed; use on-full: block, or a journal, with which slow"
                                    + " members read on from the disk");
        }
    }
}
