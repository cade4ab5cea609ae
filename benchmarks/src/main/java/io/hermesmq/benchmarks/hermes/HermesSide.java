package io.hermesmq.benchmarks.hermes;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.LaneConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.peer.Sizes;
import io.hermesmq.benchmarks.side.Connection;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import io.hermesmq.engine.HermesEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The core of Hermes: one channel for a route, its listeners on one lane or more.
 *
 * @param id in the report.
 * @param profile whose defaults hold for everything but the capacity, the producers and the CPU.
 * @param producers how many threads may publish.
 * @param lanes that the listeners of a route are spread over.
 */
public record HermesSide(String id, Profile profile, Producers producers, int lanes) implements Contender {

    /**
     * A side whose listeners share a lane.
     *
     * @param profile of engine.
     * @param producers how many threads may publish.
     */
    public HermesSide(final Profile profile, final Producers producers) {
        this(HERMES, profile, producers, 1);
    }

    @Override
    public String variant() {
        return "profile=" + word(profile) + " producers=" + word(producers) + (lanes > 1 ? " lanes=" + lanes : "");
    }

    @Override
    public Connection open(final List<Route> routes) {
        HermesConfig config = HermesConfig.of(profile);
        for (final Route route : routes) {
            config = config.withChannel(
                    route.name(),
                    profile.channel().withCapacity(Sizes.RING_BYTES).withProducers(producers));
            for (int lane = 0; lane < lanes; lane++) {
                config = config.withLane(laneOf(route, lane), laneConfig(route));
            }
        }
        final Hermes hermes = HermesEngine.create(config);
        final List<Link> links = new ArrayList<>();
        for (final Route route : routes) {
            for (int i = 0; i < route.receivers().size(); i++) {
                hermes.listen(
                        ListenerConfig.of(route.name() + "-" + i, route.name()).onLane(laneOf(route, i % lanes)),
                        new SpreadListener(route.receivers().get(i)),
                        SpreadListener.method());
            }
            links.add(new PublisherLink(hermes.publisherOf(route.name(), PayloadPublisher.class), lanes));
        }
        hermes.start();
        return new Opened(hermes, links);
    }

    private LaneConfig laneConfig(final Route route) {
        return profile.lane().withCpu(route.cpu());
    }

    private static String laneOf(final Route route, final int lane) {
        return route.name() + "-lane-" + lane;
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Opened(Hermes hermes, List<Link> links) implements Connection {
        @Override
        public Link link(final int route) {
            return links.get(route);
        }

        @Override
        public void close() {
            hermes.close();
        }
    }
}
