package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Connection;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import java.util.List;
import java.util.function.Function;

/** A peer whose routes have nothing to do with each other. */
record Peer(String id, Function<Route, PeerLink> opener) implements Contender {

    @Override
    public Connection open(final List<Route> routes) {
        final List<PeerLink> links = routes.stream().map(opener).toList();
        return new Connection() {
            @Override
            public Link link(final int route) {
                return links.get(route);
            }

            @Override
            public void tidy() {
                links.forEach(PeerLink::tidy);
            }

            @Override
            public void close() {
                links.forEach(PeerLink::close);
            }
        };
    }
}
