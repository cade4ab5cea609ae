package io.hermesmq.spring.health;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Journal;
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
 * channel up, a journal cannot be written any more or has found damage since the start, or the engine is closed. Out of service: it is
 * not started yet, drains, or the disk of a journal is full. A listener that the configuration leaves out does not count.
 *
 * <p>A full disk is not down: the process is well, to start it again would not help, and it goes on by itself when there is
 * space. Damage is down until the next start, so that it is seen, although what can be read goes on being delivered.
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
        final boolean down = !problems.isEmpty();
        problems.addAll(fullDisks(snapshot));
        if (down) {
            builder.down();
        } else if (snapshot.state() == State.RUNNING && problems.isEmpty()) {
            builder.up();
        } else {
            builder.outOfService();
        }
        if (!problems.isEmpty()) {
            builder.withDetail("problems", problems);
        }
        final Map<String, Object> journals = journals(snapshot);
        if (!journals.isEmpty()) {
            builder.withDetail("journals", journals);
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
            if (channel.journal() != null) {
                addProblems(channel.name(), channel.journal(), problems);
            }
        }
        return problems;
    }

    private static void addProblems(final String channel, final Journal journal, final List<String> problems) {
        if (journal.failed()) {
            problems.add("channel '" + channel + "' takes no messages any more (JOURNAL_FAILED): its journal cannot be"
                    + " written; see to the disk, then start the application again");
        }
        if (journal.damages() > 0) {
            final String repaired = journal.repairedDamages() == 0
                    ? ""
                    : ", " + journal.repairedDamages() + " of them from before the start and repaired";
            problems.add("the journal of channel '" + channel + "' has reported damage " + journal.damages()
                    + " times since the start" + repaired + ", with " + journal.lostMessages()
                    + " messages lost; the last time: " + journal.lastDamage());
        }
    }

    private static List<String> fullDisks(final HermesSnapshot snapshot) {
        return snapshot.channels().stream()
                .filter(channel ->
                        channel.journal() != null && channel.journal().diskFull())
                .map(channel ->
                        "channel '" + channel.name() + "' refuses messages (DISK_FULL): the disk of its journal has"
                                + " less free space than is kept in reserve; it goes on by itself when there is more")
                .toList();
    }

    private static Map<String, Object> journals(final HermesSnapshot snapshot) {
        final Map<String, Object> details = new LinkedHashMap<>();
        for (final Channel channel : snapshot.channels()) {
            final Journal journal = channel.journal();
            if (journal != null) {
                final Map<String, Object> journalDetails = new LinkedHashMap<>();
                journalDetails.put("acknowledge", journal.acknowledge());
                journalDetails.put("failed", journal.failed());
                journalDetails.put("diskFull", journal.diskFull());
                journalDetails.put("freeBytes", journal.freeBytes());
                journalDetails.put("currentFile", journal.currentFile().toString());
                journalDetails.put("lastWrittenSequence", journal.lastWrittenSequence());
                journalDetails.put("damages", journal.damages());
                journalDetails.put("repairedDamages", journal.repairedDamages());
                journalDetails.put("lostMessages", journal.lostMessages());
                if (journal.lastDamage() != null) {
                    journalDetails.put("lastDamage", journal.lastDamage());
                }
                details.put(channel.name(), journalDetails);
            }
        }
        return details;
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
