package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.MessageContext;
import io.hermesmq.monitor.Counters;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class HandlerChainTest {

    private final List<String> calls = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

    void handle(final UnsafeBuffer payload, final int offset, final int length, final MessageContext context) {
        calls.add("handler " + payload.getInt(offset) + " of " + length);
    }

    private final ListenerCounters counters = new ListenerCounters(new Counters(), "test");

    private MethodHandle chain(final FrameGuard... guards) throws ReflectiveOperationException {
        final MethodHandle handle = MethodHandles.lookup()
                .bind(
                        this,
                        "handle",
                        MethodType.methodType(
                                void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class));
        return HandlerChain.guarded(handle, List.of(guards), counters);
    }

    private void call(final MethodHandle handle) throws Throwable {
        buffer.putInt(40, 42);
        handle.invokeExact(buffer, 40, 4, (MessageContext) null);
    }

    private FrameGuard guard(final String name, final boolean admits) {
        return (payload, offset, length) -> {
            calls.add(name + ' ' + payload.getInt(offset) + " of " + length);
            return admits;
        };
    }

    @Test
    void shouldAskTheGuardsInTheirOrder() throws Throwable {
        call(chain(guard("first", true), guard("second", true)));

        assertThat(calls).containsExactly("first 42 of 4", "second 42 of 4", "handler 42 of 4");
    }

    @Test
    void shouldPassOverWhatAGuardKeepsAway() throws Throwable {
        call(chain(guard("first", false), guard("second", true)));

        assertThat(calls).containsExactly("first 42 of 4");
        assertThat(counters.takePassedOver()).isOne();
        assertThat(counters.takePassedOver()).isZero();
    }

    @Test
    void shouldLetAFailureOfAGuardBeOneOfTheMessage() throws Throwable {
        final MethodHandle handle = chain((payload, offset, length) -> {
            throw new IllegalArgumentException("not a number");
        });

        assertThatThrownBy(() -> call(handle)).hasMessage("not a number");
        assertThat(calls).isEmpty();
    }
}
