package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.HermesSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.StreamSession;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.spring.StarterSide;
import java.util.List;

/** What is left of the rate when everything goes through Spring beans. */
final class Starter implements Benchmark {

    @Override
    public String name() {
        return "starter";
    }

    @Override
    public String summary() {
        return "the whole way through Spring beans: messages a second";
    }

    @Override
    public String method() {
        return """
                hermes is a Spring Boot application with the starter: an injected publisher bean, a bean with a
                @HermesListener method, settings from properties. hermes-core is the same without Spring.
                spring-events-async publishes application events through a multicaster with one thread and a bounded
                queue to an ApplicationListener; spring-integration-queue sends messages to a QueueChannel that one
                thread receives from (without its debug log, which would cost 5 KB for each message even when off).
                Otherwise as handover. Hermes: profile throughput, producers multi.""";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.THROUGHPUT);
    }

    @Override
    public List<Metric> ratios() {
        return metrics();
    }

    @Override
    public List<Cell> cells(final Options options) {
        final Profile chosen = options.profile();
        final Profile profile = chosen == null ? Profile.THROUGHPUT : chosen;
        final Producers threads = options.producers();
        final Producers producers = threads == null ? Producers.MULTI : threads;
        final List<Contender> sides = List.of(
                new StarterSide(profile, producers),
                new HermesSide("hermes-core", profile, producers, 1),
                Peers.springEventsAsync(),
                Peers.springIntegrationQueue());
        return sides.stream()
                .map(side -> Sides.cell("", side, () -> StreamSession.open(side, 1, 1, true)))
                .toList();
    }
}
