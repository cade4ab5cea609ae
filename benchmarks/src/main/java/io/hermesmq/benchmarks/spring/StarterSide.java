package io.hermesmq.benchmarks.spring;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.HermesSide;
import io.hermesmq.benchmarks.peer.Sizes;
import io.hermesmq.benchmarks.side.Connection;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Hermes through the starter: a publisher bean, a bean with a listener method, settings from properties.
 *
 * @param profile the value of {@code hermes.profile}.
 * @param producers the value of {@code hermes.channels.payloads.producers}.
 */
public record StarterSide(Profile profile, Producers producers) implements Contender {

    private static final String CHANNEL = "hermes.channels.payloads.";

    @Override
    public String id() {
        return HERMES;
    }

    @Override
    public String variant() {
        return new HermesSide(profile, producers).variant();
    }

    @Override
    public Connection open(final List<Route> routes) {
        final Route route = routes.get(0);
        final ConfigurableApplicationContext context = new SpringApplicationBuilder(StarterApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(settings(route))
                .initializers(starting -> starting.getBeanFactory().registerSingleton("receiver", route.receiver()))
                .run();
        final Link link = context.getBean(PayloadSender.class).link();
        return new Running(context, link);
    }

    private Map<String, Object> settings(final Route route) {
        final Map<String, Object> settings = new HashMap<>();
        settings.put("hermes.profile", profile);
        settings.put(CHANNEL + "producers", producers);
        settings.put(CHANNEL + "capacity", Sizes.RING_BYTES + "B");
        settings.put("logging.level.root", "WARN");
        if (route.cpu() != Cpus.NONE) {
            settings.put("hermes.lanes." + PayloadListener.LANE + ".cpu", route.cpu());
        }
        return settings;
    }

    private record Running(ConfigurableApplicationContext context, Link only) implements Connection {
        @Override
        public Link link(final int route) {
            return only;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
