package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.MessageContext;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.MessageDecodingException;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.monitor.Counters;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class FrameDispatchTest {

    private static final int PAYLOAD = 32;

    private final List<String> seen = new ArrayList<>();
    private final ListenerCounters counters = new ListenerCounters(new Counters(), "test");
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[96]);
    private final HandlerBinder binder = new HandlerBinder(new Codecs(List.of()));

    private BoundHandler handler(final String name) {
        return binder.bind((source, offset, length, context) ->
                seen.add(name + " got " + length + " bytes from " + source.getByte(offset)));
    }

    private FrameDispatch dispatch(final TypedHandlers handlers) {
        return new FrameDispatch(
                handlers,
                new Lifetime(0, new PollClock(() -> 100), counters.expired(), Lifetime.Sink.NONE),
                List.of(),
                counters);
    }

    private void call(final MethodHandle handle, final int length) throws Throwable {
        handle.invokeExact(buffer, PAYLOAD, length, (MessageContext) null);
    }

    private void putExtension(final int fields, final int typeId) {
        FrameExtension.announce(buffer, PAYLOAD);
        buffer.putLong(PAYLOAD, FrameExtension.firstWord(fields, typeId));
        buffer.putByte(PAYLOAD + FrameExtension.lengthOf(fields), (byte) 9);
    }

    /** What a listener of a channel without extensions calls is its handler and nothing in front of it. */
    @Test
    void shouldPutNothingInFrontOfTheHandlerOfAPlainChannel() {
        final BoundHandler handler = handler("only");

        assertThat(dispatch(TypedHandlers.of(handler)).plain()).isSameAs(handler.handle());
    }

    @Test
    void shouldLookForExtensionsFromTheMomentThatTheyBegin() throws Throwable {
        final ExtensionUse extensions = new ExtensionUse();
        final MethodHandle handle = dispatch(TypedHandlers.of(handler("only"))).handle(extensions);
        buffer.putByte(PAYLOAD, (byte) 7);
        call(handle, 4);

        extensions.begin();
        call(handle, 4);
        putExtension(FrameExtension.SPAN_ID, 77);
        call(handle, 20);

        assertThat(seen)
                .containsExactly("only got 4 bytes from 7", "only got 4 bytes from 7", "only got 4 bytes from 9");
    }

    @Test
    void shouldChooseByTheTypeId() throws Throwable {
        final MethodHandle handle = dispatch(new TypedHandlers(
                        List.of(
                                new TypedHandlers.Case(17, handler("seventeen")),
                                new TypedHandlers.Case(-18, handler("minus eighteen"))),
                        handler("untyped"),
                        null))
                .looking();
        call(handle, 1);
        putExtension(0, 17);
        call(handle, 12);
        putExtension(0, -18);
        call(handle, 12);
        putExtension(0, 19);
        call(handle, 12);
        putExtension(0, FrameExtension.NO_TYPE);
        call(handle, 12);

        assertThat(seen)
                .containsExactly(
                        "untyped got 1 bytes from 0",
                        "seventeen got 4 bytes from 9",
                        "minus eighteen got 4 bytes from 9",
                        "untyped got 4 bytes from 9");
        assertThat(counters.unhandled().get()).isEqualTo(1);
        assertThat(counters.takePassedOver()).isEqualTo(1);
    }

    @Test
    void shouldPassOverAMessageWhoseTimeIsOver() throws Throwable {
        final MethodHandle handle = dispatch(TypedHandlers.of(handler("only"))).looking();
        putExtension(FrameExtension.EXPIRY, 0);
        buffer.putLong(PAYLOAD + 8, 100);
        call(handle, 20);
        buffer.putLong(PAYLOAD + 8, 101);
        call(handle, 20);

        assertThat(seen).containsExactly("only got 4 bytes from 9");
        assertThat(counters.expired().get()).isEqualTo(1);
        assertThat(counters.takePassedOver()).isEqualTo(1);
    }

    @Test
    void shouldRefuseADamagedExtension() {
        final MethodHandle handle = dispatch(TypedHandlers.of(handler("only"))).looking();
        putExtension(FrameExtension.EXPIRY, 0);

        assertThatThrownBy(() -> call(handle, 8))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage(
                        "the header extension of a frame with 8 bytes of payload is damaged: its length does not fit; the"
                                + " message cannot be read");
        assertThat(seen).isEmpty();
    }
}
