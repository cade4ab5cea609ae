package io.hermesmq.engine;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.ListenerConfig;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.TypeId;
import io.hermesmq.publish.Requests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The channels that replies come through, each made with the first method that asks there. Guarded by the engine's lock. */
final class ReplyDesks implements Requests {

    private static final String SUFFIX = ".replies";

    private final ChannelSet channels;
    private final ListenerSet listeners;
    private final Codecs codecs;
    private final Replies replies;
    private final EpochNanoClock clock;
    private final Timers timers;
    private final Map<String, ReplyDesk> desks = new LinkedHashMap<>();

    ReplyDesks(
            final ChannelSet channels,
            final ListenerSet listeners,
            final Codecs codecs,
            final Replies replies,
            final EpochNanoClock clock,
            final Timers timers) {
        this.channels = channels;
        this.listeners = listeners;
        this.codecs = codecs;
        this.replies = replies;
        this.clock = clock;
        this.timers = timers;
    }

    @Override
    public Port port(final Channel channel, final String named, final Class<?> reply) {
        final String name = named.isEmpty() ? channel.name() + SUFFIX : named;
        final PayloadCodec codec = codecs.forListening(reply);
        channels.get(name).types().declares(List.of(codec), "requests to channel '" + channel.name() + "'");
        final ReplyDesk desk = desks.computeIfAbsent(name, this::open);
        return desk.port(
                channel.name(),
                TypeId.of(codec),
                codec.decode().asType(methodType(Object.class, UnsafeBuffer.class, int.class, int.class)));
    }

    private ReplyDesk open(final String name) {
        final ReplyDesk desk = new ReplyDesk(name, clock, timers);
        desk.countIn(listeners
                .addInternal(ListenerConfig.of(name + " (replies)", name).onLane(name), desk::onReply)
                .counters());
        replies.open(channels.get(name).channel());
        return desk;
    }

    /** Ends all waits. */
    void close() {
        desks.values().forEach(ReplyDesk::close);
    }
}
