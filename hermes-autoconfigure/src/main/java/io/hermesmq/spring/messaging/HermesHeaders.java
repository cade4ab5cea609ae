package io.hermesmq.spring.messaging;

import io.hermesmq.MessageContext;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.messaging.MessageHeaders;

/**
 * The headers of a message that came through a channel: what its frame says.
 *
 * <p>{@code timestamp} is when it was published, in milliseconds, where the channel took the time; left out elsewhere. {@code id} is
 * made of channel, sequence and time, so that a message has the same when it is delivered again; where the channel did not take the
 * time it is drawn at random, as numbers of a channel in memory begin anew with each process.
 */
public final class HermesHeaders extends MessageHeaders {

    /** Name of the channel, a {@code String}. */
    public static final String CHANNEL = "hermes_channel";

    /** Number of the message in its channel, a {@code Long}. */
    public static final String SEQUENCE = "hermes_sequence";

    /** Position of the channel behind the message, a {@code Long}. */
    public static final String POSITION = "hermes_position";

    private static final long serialVersionUID = 1L;
    private static final long NOT_GENERATED = -1;

    private HermesHeaders(final Map<String, Object> headers, final UUID id, final long timestampMs) {
        super(headers, id, timestampMs);
    }

    static HermesHeaders of(final MessageContext context) {
        final long timestampNs = context.timestamp();
        return new HermesHeaders(
                Map.of(
                        CHANNEL, context.channel(),
                        SEQUENCE, context.sequence(),
                        POSITION, context.position()),
                timestampNs == 0
                        ? getIdGenerator().generateId()
                        : new UUID(timestampNs + context.channel().hashCode(), context.sequence()),
                timestampNs == 0 ? NOT_GENERATED : TimeUnit.NANOSECONDS.toMillis(timestampNs));
    }
}
