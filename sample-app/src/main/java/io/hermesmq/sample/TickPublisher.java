package io.hermesmq.sample;

import io.hermesmq.annotation.HermesPublisher;

/** Publishes ticks. Hermes writes the class behind it; the parameters are the components of the record. */
@HermesPublisher(value = "ticks", message = Tick.class)
interface TickPublisher {

    /** Returns a position, or the negative code of a {@link io.hermesmq.PublishStatus}. */
    long publish(long symbol, long price, long size);
}
