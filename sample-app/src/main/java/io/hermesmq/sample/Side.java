package io.hermesmq.sample;

/** The side of an order. */
enum Side {
    BUY,
    SELL
}
