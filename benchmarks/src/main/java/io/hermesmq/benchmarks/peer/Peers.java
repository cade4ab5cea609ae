package io.hermesmq.benchmarks.peer;

import com.lmax.disruptor.dsl.ProducerType;
import io.hermesmq.benchmarks.side.Archive;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Payloads;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import java.nio.file.Path;
import java.util.List;

/** The peers by their ids. */
public final class Peers {

    private Peers() {}

    /**
     * Agrona's ring for one publisher.
     *
     * @return the peer.
     */
    public static Contender agronaOneToOne() {
        return new Peer("agrona-one-to-one", route -> begun(new AgronaOneToOne(route)));
    }

    /**
     * Agrona's ring for many publishers.
     *
     * @return the peer.
     */
    public static Contender agronaManyToOne() {
        return new Peer("agrona-many-to-one", route -> begun(new AgronaManyToOne(route)));
    }

    /**
     * Disruptor for one publisher whose consumer spins.
     *
     * @return the peer.
     */
    public static Contender disruptorBusySpin() {
        return new Peer("disruptor-busy-spin", route -> DisruptorLink.multicast(route, ProducerType.SINGLE, true));
    }

    /**
     * Disruptor for one publisher whose consumers yield, each on a thread of its own.
     *
     * @return the peer.
     */
    public static Contender disruptorYielding() {
        return new Peer("disruptor-yielding", route -> DisruptorLink.multicast(route, ProducerType.SINGLE, false));
    }

    /**
     * Disruptor for many publishers; its consumer spins, or yields where there are more threads than CPUs.
     *
     * @return the peer.
     */
    public static Contender disruptorMulti() {
        return new Peer("disruptor-multi", route -> DisruptorLink.multicast(route, ProducerType.MULTI, true));
    }

    /**
     * Disruptor for one publisher with one thread that calls all receivers.
     *
     * @return the peer.
     */
    public static Contender disruptorLoop() {
        return new Peer("disruptor-loop", DisruptorLink::loop);
    }

    /**
     * JCTools' queue for one publisher.
     *
     * @return the peer.
     */
    public static Contender jctoolsSpsc() {
        return new Peer("jctools-spsc", route -> begun(new JctoolsSpsc(route)));
    }

    /**
     * The JDK's bounded blocking queue.
     *
     * @return the peer.
     */
    public static Contender arrayBlockingQueue() {
        return new Peer("array-blocking-queue", route -> begun(new BlockingQueueLink(route)));
    }

    /**
     * Spring's application events through an executor.
     *
     * @return the peer.
     */
    public static Contender springEventsAsync() {
        return new Peer("spring-events-async", SpringEventsLink::new);
    }

    /**
     * Spring Integration's queue channel.
     *
     * @return the peer.
     */
    public static Contender springIntegrationQueue() {
        return new Peer("spring-integration-queue", route -> begun(new SpringIntegrationLink(route)));
    }

    /**
     * Chronicle Queue, appended to by one thread.
     *
     * @param payloadBytes of a message.
     * @param base where a fresh directory is made for the queue.
     * @return the peer.
     */
    public static Contender chronicleQueue(final int payloadBytes, final Path base) {
        return new Peer("chronicle-queue", route -> new ChronicleQueueLink(route, payloadBytes, base).begun());
    }

    /**
     * Chronicle Queue with one appender that several threads share behind a lock.
     *
     * @param payloadBytes of a message.
     * @param base where a fresh directory is made for the queue.
     * @return the peer.
     */
    public static Contender chronicleQueueLocked(final int payloadBytes, final Path base) {
        return new Peer(
                "chronicle-queue-locked",
                route -> new LockedLink(new ChronicleQueueLink(route, payloadBytes, base).begun()));
    }

    /**
     * Chronicle Queue as an archive of short messages, read by a tailer.
     *
     * @param receiver of what is read.
     * @param base where a fresh directory is made for the queue.
     * @return the archive, empty.
     */
    public static Archive chronicleArchive(final Receiver receiver, final Path base) {
        return new ChronicleQueueLink(new Route("archive", 1, Cpus.NONE, List.of(receiver)), Payloads.SMALL, base);
    }

    private static PeerLink begun(final PolledLink link) {
        return link.begun();
    }
}
