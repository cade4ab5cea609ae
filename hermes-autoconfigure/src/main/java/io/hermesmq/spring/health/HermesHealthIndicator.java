package io.hermesmq.spring.health;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Lane;
import io.hermesmq.HermesSnapshot.Listener;
import io.hermesmq.HermesSnapshot.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether messages get through.
 *
 * <p>Down, with the {@code problems} in words: a listener has halted, the thread of a lane is dead, an open claim holds a
 * channel up, or the engine is closed. Out of service: it is not started yet, or drains. A listener that the
 * configuration leaves out does not count.
 */
public final class HermesHealthIndicator extends AbstractHealthIndicator {

    private final Hermes hermes;

    /**
     * Creates the indicator of an engine.
     *
     * @param hermes the engine.
     */
    public HermesHealthIndicator(final Hermes hermes) {
        super("The health of Hermes cannot be told");
        this.hermes = hermes;
    }

    @Override
    protected void doHealthCheck(final Health.Builder builder) {
        final HermesSnapshot snapshot = hermes.snapshot();
        final List<String> problems = problems(snapshot);
        if (!problems.isEmpty()) {
            builder.down().withDetail("problems", problems);
        } else if (snapshot.state() == State.RUNNING) {
            builder.up();
        } else {
            builder.outOfService();
        }
        builder.withDetail("state", snapshot.state())
                .withDetail("channels", snapshot.channels().size())
                .withDetail("lanes", snapshot.lanes().size())
                .withDetail("listeners", listeners(snapshot));
    }

    private static List<String> problems(final HermesSnapshot snapshot) {
        final List<String> problems = new ArrayList<>();
        if (snapshot.state() == State.CLOSED) {
            problems.add("the engine is closed");
        }
        for (final Listener listener : snapshot.listeners()) {
            if (listener.halted()) {
                problems.add("listener '" + listener.id() + "' halted after a failure, at position "
                        + listener.position() + " of channel '" + listener.channel() + "'");
            }
        }
        if (snapshot.state() == State.RUNNING) {
            for (final Lane lane : snapshot.lanes()) {
                if (!lane.alive()) {
                    problems.add("the thread of lane '" + lane.name() + "' is dead; it polled " + lane.listeners());
                }
            }
        }
        for (final Channel channel : snapshot.channels()) {
            if (channel.stalledBy() != null) {
                problems.add("channel '" + channel.name() + "' is held up by an open claim of thread '"
                        + channel.stalledBy() + "'");
            }
        }
        return problems;
    }

    private static Map<String, Object> listeners(final HermesSnapshot snapshot) {
        final Map<String, Object> details = new LinkedHashMap<>();
        for (final Listener listener : snapshot.listeners()) {
            final Map<String, Object> listenerDetails = new LinkedHashMap<>();
            listenerDetails.put("channel", listener.channel());
            listenerDetails.put("lane", listener.lane());
            listenerDetails.put("halted", listener.halted());
            listenerDetails.put("backlogBytes", listener.backlogBytes());
            details.put(listener.id(), listenerDetails);
        }
        return details;
    }
}
