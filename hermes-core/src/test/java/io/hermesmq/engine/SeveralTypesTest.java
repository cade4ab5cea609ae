package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.Hermes;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MessageType;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.support.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("unused") // methods of listeners
final class SeveralTypesTest {

    record Placed(long id, int amount) {}

    record Cancelled(long id) {}

    record Audited(long id) {}

    @HermesPublisher("orders")
    interface Orders {
        long publish(Placed placed);

        long publish(Cancelled cancelled);

        long publish(long id, int amount);
    }

    private final List<String> seen = new ArrayList<>();
    private final Hermes hermes = Engines.create();

    @HermesListener(channel = "orders", id = "desk", lane = "test")
    private class Desk {
        @HermesHandler
        void on(final Placed placed, final MessageContext context) {
            seen.add("placed " + placed.id() + " as " + context.sequence());
        }

        @HermesHandler(message = Cancelled.class)
        void onCancelled(final long id) {
            seen.add("cancelled " + id);
        }
    }

    private final class DeskWithDefault extends Desk {
        @HermesHandler(isDefault = true)
        void other(final DirectBuffer buffer, final int offset, final int length) {
            seen.add("other " + buffer.getLong(offset) + " of " + length);
        }
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void step() {
        hermes.step("test");
    }

    @Test
    void shouldChooseTheHandlerByTheTypeOfTheMessage() {
        hermes.listen(new Desk());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        orders.publish(new Placed(1, 10));
        orders.publish(new Cancelled(1));
        orders.publish(2, 20);
        step();

        assertThat(seen).containsExactly("placed 1 as 1", "cancelled 1", "placed 2 as 3");
        assertThat(hermes.snapshot().listener("desk").delivered()).isEqualTo(3);
    }

    @Test
    void shouldPublishEachTypeThroughAPublisherOfItsOwn() {
        hermes.listen(new Desk());
        final Publisher<Placed> placed = hermes.publisher("orders", Placed.class);
        final Publisher<Cancelled> cancelled = hermes.publisher("orders", Cancelled.class);
        hermes.start();

        placed.publish(new Placed(1, 10));
        cancelled.publish(new Cancelled(2));
        final byte[] bytes = {3, 0, 0, 0, 0, 0, 0, 0};
        cancelled.publish(new org.agrona.concurrent.UnsafeBuffer(bytes), 0, 8);
        try (var claim = cancelled.claim(8)) {
            claim.buffer().putLong(claim.offset(), 4);
            assertThat(claim.length()).isEqualTo(8);
            claim.commit();
        }
        step();

        assertThat(seen).containsExactly("placed 1 as 1", "cancelled 2", "cancelled 3", "cancelled 4");
    }

    @Test
    void shouldGiveTheDefaultHandlerWhatNoOtherTakes() {
        hermes.listen(new DeskWithDefault());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.listen(new AuditDesk());
        final Publisher<Audited> audited = hermes.publisher("orders", Audited.class);
        hermes.start();

        audited.publish(new Audited(7));
        orders.publish(new Cancelled(8));
        step();

        assertThat(seen).containsExactly("other 7 of 8", "cancelled 8", "audited 7");
        assertThat(hermes.snapshot().listener("audit").unhandled()).isEqualTo(1);
        assertThat(hermes.snapshot().listener("audit").delivered()).isEqualTo(1);
    }

    @HermesListener(channel = "orders", id = "audit", lane = "test")
    private final class AuditDesk {
        @HermesHandler
        void on(final Audited audited) {
            seen.add("audited " + audited.id());
        }
    }

    /** Whoever is there first: listeners of one type look at the type as soon as there may be another. */
    @Test
    void shouldKeepOtherTypesFromListenersOfOne() {
        final Publisher<Placed> plain = hermes.publisher("orders", Placed.class);
        hermes.listen(
                ListenerConfig.of("one", "orders").onLane("test"),
                Placed.class,
                (placed, context) -> seen.add("one " + placed.id()));
        hermes.start();
        for (int i = 0; i < 20_000; i++) { // long enough to be compiled
            plain.publish(new Placed(i, 1));
            if (i % 10 == 9) {
                step();
            }
        }
        step();
        seen.clear();

        final Orders orders = hermes.publisher(Orders.class);
        plain.publish(new Placed(1, 10));
        orders.publish(new Cancelled(2));
        orders.publish(new Placed(3, 30));
        step();

        assertThat(seen).containsExactly("one 1", "one 3");
        assertThat(hermes.snapshot().listener("one").unhandled()).isEqualTo(1);
    }

    @Test
    void shouldTakeMessagesWithoutATypeForThoseOfTheFirstPublisher() {
        final Publisher<Placed> plain = hermes.publisher("orders", Placed.class);
        hermes.listen(new Desk());
        hermes.start();

        plain.publish(new Placed(1, 10));
        step();

        assertThat(seen).containsExactly("placed 1 as 1");
    }

    @Test
    void shouldHandRawListenersWhatWasEncoded() {
        hermes.listen(new RawDesk());
        hermes.publisher(Orders.class).publish(new Cancelled(5));
        hermes.start();
        step();

        assertThat(seen).containsExactly("raw 5 of 8");
    }

    private final class RawDesk {
        @HermesListener(channel = "orders", id = "raw", lane = "test")
        void on(final DirectBuffer buffer, final int offset, final int length) {
            seen.add("raw " + buffer.getLong(offset) + " of " + length);
        }
    }

    // what is refused

    private void assertRefused(final Object target, final String text) {
        assertThatThrownBy(() -> hermes.listen(target))
                .isInstanceOf(HermesException.class)
                .hasMessage(text);
    }

    private static String in(final String type, final String method) {
        return "listener method " + SeveralTypesTest.class.getName() + "$" + type + "." + method + ": ";
    }

    @Test
    void shouldRefuseATypeThatNobodyDeclared() {
        hermes.listen(new Desk());

        assertThatThrownBy(() -> hermes.publisher("orders", Audited.class))
                .isExactlyInstanceOf(ChannelTypeMismatchException.class)
                .hasMessageStartingWith(
                        "channel 'orders' carries Placed(id:int64,amount:int32) and Cancelled(id:int64),"
                                + " but a publisher wants Audited(id:int64); use the same record on both sides");
    }

    @Test
    void shouldRefuseADeclarationThatLeavesOutWhatIsCarried() {
        hermes.publisher("orders", Audited.class);

        assertThatThrownBy(() -> hermes.publisher(Orders.class))
                .isExactlyInstanceOf(ChannelTypeMismatchException.class)
                .hasMessageStartingWith("channel 'orders' carries Audited(id:int64), but publisher "
                        + Orders.class.getName() + " wants ");
        hermes.publisher("orders", Audited.class); // nothing has changed
    }

    @MessageType("costarring")
    record First(long id) {}

    @MessageType("liquid")
    record Second(long id, int size) {}

    @HermesPublisher("collisions")
    interface Colliding {
        long publish(First first);

        long publish(Second second);
    }

    @Test
    void shouldRefuseTypesThatCollide() {
        assertThatThrownBy(() -> hermes.publisher(Colliding.class))
                .isExactlyInstanceOf(MessageTypeCollisionException.class)
                .hasMessageContaining("'costarring' (" + First.class.getName() + ")")
                .hasMessageContaining("'liquid' (" + Second.class.getName() + ")")
                .hasMessageStartingWith("channel 'collisions' cannot tell ")
                .hasMessageEndingWith(": both have the type id 0x5e4daa9d; name one of them otherwise with"
                        + " @MessageType(\"...\")");
    }

    @HermesListener(channel = "orders")
    private static final class TwoDefaults {
        @HermesHandler(isDefault = true)
        void first() {}

        @HermesHandler(isDefault = true)
        void second() {}
    }

    @Test
    void shouldRefuseASecondDefaultHandler() {
        assertThatThrownBy(() -> hermes.listen(new TwoDefaults()))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageMatching("(?s).*TwoDefaults\\.(first|second)\\(\\): it is a second default handler, beside"
                        + " TwoDefaults\\.(first|second); let one of them be the default");
    }

    @HermesListener(channel = "orders")
    private static final class Twice {
        @HermesHandler
        void whole(final Placed placed) {}

        @HermesHandler(message = Placed.class)
        void parts(final long id) {}
    }

    @Test
    void shouldRefuseTwoHandlersOfOneType() {
        assertThatThrownBy(() -> hermes.listen(new Twice()))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageMatching(
                        "(?s).*Twice\\.(whole|parts)\\(.*\\): it handles type 'Placed', as Twice\\.(whole|parts)"
                                + " does already; keep one of them; where these are two records with one name, name one of them"
                                + " otherwise with @MessageType");
    }

    @HermesListener(channel = "orders")
    private static final class TwoPayloads {
        @HermesHandler
        void both(final Placed placed, final Cancelled cancelled) {}
    }

    private static final class TwoPayloadsOfAMethod {
        @HermesListener(channel = "orders")
        void both(final Placed placed, final Cancelled cancelled) {}
    }

    @Test
    void shouldRefuseAMethodWithTwoPayloads() {
        final String text =
                "both(Placed, Cancelled): it takes several messages, Placed placed and Cancelled cancelled, but is"
                        + " called with one at a time; write a method for each and annotate these with @HermesHandler, their class"
                        + " with @HermesListener";
        assertRefused(new TwoPayloads(), in("TwoPayloads", "").replace(": ", "") + text);
        hermes.publisher("orders", Placed.class);
        assertRefused(new TwoPayloadsOfAMethod(), in("TwoPayloadsOfAMethod", "").replace(": ", "") + text);
    }

    @HermesListener(channel = "orders")
    private static final class NoType {
        @HermesHandler
        void text(final String text) {}
    }

    @HermesListener(channel = "orders")
    private static final class TypedDefault {
        @HermesHandler(isDefault = true)
        void record(final Placed placed) {}
    }

    @HermesListener(channel = "orders")
    private static final class Components {
        @HermesHandler
        void parts(final long id) {}
    }

    @Test
    void shouldRefuseHandlersThatCannotBeChosen() {
        assertRefused(
                new NoType(),
                in("NoType", "text(String)")
                        + "it takes String, which has no type of its own in a frame; take a record, or make it the default"
                        + " handler with isDefault = true and bytes");
        assertRefused(
                new TypedDefault(),
                in("TypedDefault", "record(Placed)")
                        + "a default handler gets messages of any type; take (DirectBuffer buffer, int offset, int length), a"
                        + " MessageContext, or nothing");
        assertRefused(
                new Components(),
                in("Components", "parts(long)")
                        + "its parameters [final long id] are no message that a codec decodes, and it does not say which"
                        + " record they are components of; add message = YourRecord.class to its @HermesHandler, or take"
                        + " the record");
    }

    private static final class NoListener {
        @HermesHandler
        void on(final Placed placed) {}
    }

    @HermesListener(channel = "orders")
    private static final class NoHandler {}

    private static final class Both {
        @HermesHandler
        @HermesListener(channel = "orders")
        void on(final Placed placed) {}
    }

    @Test
    void shouldRefuseAnnotationsThatDoNotGoTogether() {
        final String name = SeveralTypesTest.class.getName();
        assertRefused(
                new NoListener(),
                name + "$NoListener.on has @HermesHandler, but its class has no @HermesListener; add"
                        + " @HermesListener(channel = \"...\") to the class");
        assertRefused(
                new NoHandler(),
                name
                        + "$NoHandler has @HermesListener, but none of its methods has @HermesHandler; add it to the methods"
                        + " that handle messages");
        assertRefused(
                new Both(),
                name + "$Both.on has both @HermesListener and @HermesHandler; keep @HermesHandler for a listener of the"
                        + " class, @HermesListener for one of its own");
    }

    @Test
    void shouldWarnOfAHandlerThatIsNeverCalled() {
        try (CapturedLog log = CapturedLog.ofHermes()) {
            hermes.listen(new Desk());
            hermes.publisher("orders", Placed.class);
            hermes.start();

            assertThat(log.texts(Level.WARN))
                    .containsExactly(
                            "listener 'desk' handles Cancelled, but no publisher of channel 'orders' publishes it:"
                                    + " the handler is never called");
        }
    }

    @HermesPublisher("orders")
    interface RawOrders {
        long publish(Placed placed);

        long publish(Cancelled cancelled);

        long publish(DirectBuffer buffer, int offset, int length);
    }

    @Test
    void shouldRefuseBytesOfAnUnknownType() {
        assertThatThrownBy(() -> hermes.publisher(RawOrders.class))
                .hasMessageMatching("(?s).*RawOrders\\.publish\\(DirectBuffer, int, int\\): bytes do not say which of"
                        + " \\[(Placed, Cancelled|Cancelled, Placed)] they are; take one of the records, or publish bytes"
                        + " with the Publisher of one of them");
    }
}
