package io.hermesmq.benchmarks.hermes;

import io.hermesmq.annotation.HermesPublisher;

/** Publishes payloads. */
@HermesPublisher("payloads")
public interface PayloadPublisher {

    /**
     * Publishes a whole message.
     *
     * @param payload the message.
     * @return a position, or the code of a refusal.
     */
    long publish(Payload payload);

    /**
     * Publishes the fields of a message.
     *
     * @param a first field.
     * @param b second field.
     * @param c third field.
     * @param d fourth field.
     * @param e fifth field.
     * @param f sixth field.
     * @param g seventh field.
     * @param h eighth field.
     * @return a position, or the code of a refusal.
     */
    long publish(long a, long b, long c, long d, long e, long f, long g, long h);
}
