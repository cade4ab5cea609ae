package io.hermesmq.dispatch;

import io.hermesmq.Acknowledge;
import io.hermesmq.channel.journal.JournalWriter;
import io.hermesmq.channel.journal.JournaledChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes the messages of one channel to its journal, and parks until it is woken; where a message is acknowledged
 * or delivered only when the journal has it, it spins a little before.
 */
public final class JournalLane {

    private static final Logger LOG = LoggerFactory.getLogger(JournalLane.class);
    private static final int FOR_EVER = 0;
    private static final long TOUCH_BUSY_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TOUCH_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JournaledChannel channel;
    private final ParkingIdleStrategy idle;
    private @Nullable AgentRunner runner;
    private @Nullable Thread toucher;
    private volatile boolean closed;

    /**
     * Makes a lane that does not run yet.
     *
     * @param channel whose journal it writes.
     */
    public JournalLane(final JournaledChannel channel) {
        this.channel = channel;
        final JournalWriter writer = channel.writer();
        idle = channel.acknowledge() == Acknowledge.WRITTEN
                ? IdleStrategies.park(writer::hasPending, JournalWriter.MAX_DELAY_NS)
                : IdleStrategies.auto(writer::hasPending, JournalWriter.MAX_DELAY_NS);
        idle.follow(channel.writerWakeUp());
        channel.writerWakeUp().register(idle);
    }

    /** Starts the thread; does nothing the second time. */
    public synchronized void start() {
        if (runner != null) {
            return;
        }
        final AgentRunner agent = new AgentRunner(
                new SharingIdle(),
                error -> LOG.error("the journal of channel '{}' failed; its lane goes on", channel.name(), error),
                null,
                channel.writer());
        runner = agent;
        AgentRunner.startOnThread(agent, task -> daemon(task, channel.writer().roleName()));
        toucher = daemon(this::touchAhead, "hermes-journal-touch-" + channel.name());
        toucher.start();
    }

    /**
     * Leaves the core to others after each piece of work: where there are fewer cores than threads, that is to a listener, which
     * would fall behind otherwise.
     */
    private final class SharingIdle implements IdleStrategy {

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // to give way is its purpose
        public void idle(final int workCount) {
            idle.idle(workCount);
            if (workCount > 0 && !channel.writer().isUrgent()) {
                Thread.yield();
            }
        }

        @Override
        public void idle() {
            idle.idle();
        }

        @Override
        public void reset() {
            idle.reset();
        }
    }

    private static Thread daemon(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Often while messages come, seldom while none do. */
    private void touchAhead() {
        long seen = -1;
        while (!closed) {
            final long written = channel.progress().written().get();
            channel.pretouch();
            LockSupport.parkNanos(this, written == seen ? TOUCH_IDLE_NS : TOUCH_BUSY_NS);
            seen = written;
        }
    }

    /** Ends the thread after what it is about. What is left in the ring is for {@link JournaledChannel#closeJournal()}. */
    public synchronized void close() {
        closed = true;
        idle.stop();
        final AgentRunner agent = runner;
        if (agent != null) {
            agent.close(FOR_EVER, thread -> {}); // it is never interrupted, since that would break the file it writes
        }
        channel.writerWakeUp().unregister(idle);
        final Thread touching = toucher;
        if (touching != null) {
            LockSupport.unpark(touching);
            joinUninterruptibly(touching);
        }
    }

    private static void joinUninterruptibly(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
