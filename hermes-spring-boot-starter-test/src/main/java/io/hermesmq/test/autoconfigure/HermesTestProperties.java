package io.hermesmq.test.autoconfigure;

import io.hermesmq.test.LaneMode;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the annotations of a test say, and what a test may override.
 *
 * @param lanes who drives the lanes.
 * @param timeout how long the probe waits at most, in real time.
 * @param guardViews whether contexts and buffers throw when they are used after the listener has returned.
 */
@ConfigurationProperties(prefix = "hermes-test")
record HermesTestProperties(
        @DefaultValue("stepped") LaneMode lanes,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("true") boolean guardViews) {}
