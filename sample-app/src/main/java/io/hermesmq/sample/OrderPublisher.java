package io.hermesmq.sample;

import io.hermesmq.annotation.HermesPublisher;

/** Publishes orders. */
@HermesPublisher(value = "orders", message = Order.class)
interface OrderPublisher {

    /** Returns a position, or the negative code of a {@link io.hermesmq.PublishStatus}. */
    long publish(long symbol, Side side, long price, long size);
}
