package io.hermesmq;

import java.time.Duration;

/**
 * When a listener of batches is called.
 *
 * @param maxMessages the most that one batch holds.
 * @param maxWait how long the first message of a batch waits for the batch to be full; zero to take what is there.
 */
public record BatchLimits(int maxMessages, Duration maxWait) {

    /** What is at hand, but not more than 500 messages. */
    public static final BatchLimits DEFAULT = new BatchLimits(500, Duration.ZERO);

    /**
     * Checks the settings.
     *
     * @param maxMessages the most that one batch holds.
     * @param maxWait how long the first message of a batch waits for the batch to be full.
     * @throws ConfigurationException where they cannot work.
     */
    public BatchLimits {
        if (maxMessages < 1) {
            throw new ConfigurationException(
                    "max-messages",
                    "max-messages of a batch is " + maxMessages,
                    "use the most messages that one call may get, such as 500");
        }
        HermesConfig.validTime("max-wait", maxWait, "0ms to take what is there");
    }
}
