package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ChannelConfig;
import io.hermesmq.Hermes;
import io.hermesmq.JournalConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.DefaultValue;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.channel.journal.IncompatibleLayoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several types in one journal, over restarts of programs whose records have changed. */
@Timeout(120)
@SuppressWarnings("unused") // methods of listeners
final class TypedJournalTest {

    /** The records as they were. */
    private static final class Before {
        record Placed(long id) {}

        record Cancelled(long id) {}
    }

    /** The records as they are. */
    private static final class Now {
        record Placed(
                long id, @DefaultValue("EUR") @MaxLength(3) String currency) {}

        record Cancelled(long id, @DefaultValue("7") int reason) {}
    }

    private static final class Broken {
        record Placed(int id) {}
    }

    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();

    @HermesListener(channel = "orders", id = "before", lane = "test", from = "earliest")
    private final class DeskBefore {
        @HermesHandler
        void on(final Before.Placed placed) {
            seen.add(placed.toString());
        }

        @HermesHandler
        void on(final Before.Cancelled cancelled) {
            seen.add(cancelled.toString());
        }
    }

    @HermesListener(channel = "orders", id = "now", lane = "test", from = "earliest")
    private final class DeskNow {
        @HermesHandler
        void on(final Now.Placed placed) {
            seen.add(placed.toString());
        }

        @HermesHandler
        void on(final Now.Cancelled cancelled) {
            seen.add(cancelled.toString());
        }
    }

    @HermesListener(channel = "orders", id = "broken", lane = "test")
    private final class BrokenDesk {
        @HermesHandler
        void on(final Broken.Placed placed) {
            seen.add(placed.toString());
        }

        @HermesHandler
        void on(final Now.Cancelled cancelled) {
            seen.add(cancelled.toString());
        }
    }

    @HermesListener(channel = "orders", id = "other", lane = "test")
    private final class OtherDesk {
        @HermesHandler
        void on(final Now.Cancelled cancelled) {
            seen.add(cancelled.toString());
        }
    }

    private Hermes open() {
        return HermesEngine.create(Engines.config()
                .withDirectory(directory)
                .withChannel(
                        "orders",
                        Profile.SMALL
                                .channel()
                                .withCapacity(ChannelConfig.MIN_CAPACITY)
                                .withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0))));
    }

    @Test
    void shouldReadOldLayoutsOfEachType() {
        try (Hermes hermes = open()) {
            hermes.listen(new DeskBefore());
            hermes.publisher("orders", Before.Placed.class).publish(new Before.Placed(1));
            hermes.publisher("orders", Before.Cancelled.class).publish(new Before.Cancelled(2));
            hermes.start();
            hermes.step("test");
            assertThat(seen).containsExactly("Placed[id=1]", "Cancelled[id=2]");
        }
        seen.clear();
        try (Hermes hermes = open()) {
            hermes.listen(new DeskNow());
            hermes.publisher("orders", Now.Placed.class).publish(new Now.Placed(3, "USD"));
            hermes.start();
        }
        assertThat(seen)
                .containsExactly(
                        "Placed[id=1, currency=EUR]", "Cancelled[id=2, reason=7]", "Placed[id=3, currency=USD]");
        try (Hermes hermes = open()) {
            assertThatThrownBy(() -> hermes.listen(new BrokenDesk()))
                    .isExactlyInstanceOf(IncompatibleLayoutException.class);
        }
    }

    /** Messages of the time when the channel carried one type say nothing of it. */
    @Test
    void shouldReadMessagesFromBeforeThereWereSeveralTypes() {
        try (Hermes hermes = open()) {
            final Publisher<Before.Placed> placed = hermes.publisher("orders", Before.Placed.class);
            placed.publish(new Before.Placed(1));
            placed.publishFor(new Before.Placed(2), Long.MAX_VALUE); // with an extension, and so with its type
            hermes.start();
        }
        try (Hermes hermes = open()) {
            assertThatThrownBy(() -> hermes.listen(new OtherDesk()))
                    .isExactlyInstanceOf(ChannelTypeMismatchException.class)
                    .hasMessageStartingWith(
                            "channel 'orders' carries messages of record Placed in its journal, from when it"
                                    + " carried nothing else, but listener 'other' wants Cancelled(id:int64,reason:int32)");
        }
        try (Hermes hermes = open()) {
            hermes.listen(new DeskNow());
            hermes.publisher("orders", Now.Cancelled.class).publish(new Now.Cancelled(3, 8));
            hermes.start();
        }
        assertThat(seen)
                .containsExactly(
                        "Placed[id=1, currency=EUR]", "Placed[id=2, currency=EUR]", "Cancelled[id=3, reason=8]");
    }
}
