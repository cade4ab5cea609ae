package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * A queue channel of Spring Integration, polled by a thread without any pause. Its debug log is taken out, because
 * over SLF4J commons-logging makes a text of 5 KB for each message even where debug is off.
 */
final class SpringIntegrationLink extends PolledLink {

    private static final long RECEIVE_TIMEOUT_MS = 1_000;

    static {
        System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.LogFactoryImpl");
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    }

    private final QueueChannel channel = new QueueChannel(Sizes.SLOTS);
    private final Receiver receiver;

    SpringIntegrationLink(final Route route) {
        super(route);
        receiver = route.receiver();
    }

    @Override
    public void send(final long a, final long b) {
        if (!channel.send(new GenericMessage<>(new Content(a, b, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6)))) {
            throw new IllegalStateException("the channel refused a message");
        }
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    void poll() {
        while (isRunning()) {
            final Message<?> message = channel.receive(RECEIVE_TIMEOUT_MS);
            if (message != null) {
                ((Content) message.getPayload()).deliver(receiver);
            }
        }
    }

    private record Content(long a, long b, long c, long d, long e, long f, long g, long h) {
        private void deliver(final Receiver receiver) {
            receiver.on(a, b, c, d, e, f, g, h);
        }
    }
}
