package io.hermesmq.publish;

import io.hermesmq.channel.Channel;
import io.hermesmq.codec.PayloadCodec;

/** Where messages wait that are published for later. */
@FunctionalInterface
public interface DelayedChannels {

    /**
     * The channel in which messages for another wait; it is made where it does not exist yet.
     *
     * @param target that they will be delivered to.
     * @param codec of the messages.
     * @return the channel beside it, as durable as the target.
     */
    Channel of(Channel target, PayloadCodec codec);
}
