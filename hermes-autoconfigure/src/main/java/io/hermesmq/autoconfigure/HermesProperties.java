package io.hermesmq.autoconfigure;

import io.hermesmq.AckMode;
import io.hermesmq.Acknowledge;
import io.hermesmq.FailurePolicy;
import io.hermesmq.IdleMode;
import io.hermesmq.OnFull;
import io.hermesmq.OnLag;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.RollCycle;
import io.hermesmq.Timestamps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The {@code hermes} properties. What is left out takes the default of the profile, or of the core. A key that does not
 * exist ends the start.
 *
 * @param enabled Whether Hermes is set up at all. When false there is no engine, no publisher and no listener.
 * @param profile Defaults for channels and lanes that do not say it themselves.
 * @param directory Directory of the journals and of the positions of listeners. One process at a time writes below it.
 * @param drainTimeout How long the shutdown waits for listeners to handle what was accepted.
 * @param stallTimeout After what time a message that is claimed but neither committed nor aborted is reported.
 * @param channels Settings of channels by name. A channel that is not listed takes the defaults of the profile.
 * @param lanes Settings of lanes by name. A lane is a thread that polls one or more listeners.
 * @param listeners Settings of listeners by id, which win over the annotation. Write an id with a dot in brackets, such
 *     as "[quoteListener.on]".
 */
@ConfigurationProperties(prefix = "hermes", ignoreUnknownFields = false)
public record HermesProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("balanced") Profile profile,
        @Nullable String directory,
        @Nullable Duration drainTimeout,
        @Nullable Duration stallTimeout,
        @DefaultValue Map<String, Channel> channels,
        @DefaultValue Map<String, Lane> lanes,
        @DefaultValue Map<String, Listener> listeners) {

    /**
     * The settings of one channel.
     *
     * @param capacity Size of the ring, a power of two from 4KB to 1GB. A message may take an eighth of it.
     * @param onFull What a publish does when there is no room.
     * @param blockTimeout How long a publish waits for room before it is refused, with "on-full: block".
     * @param producers Whether one thread publishes or many do.
     * @param timestamps Which messages carry the time of their publishing.
     * @param journal The journal of the channel: messages survive the process, and listeners resume where they were.
     */
    @ConfigurationPropertiesSource
    public record Channel(
            @Nullable DataSize capacity,
            @Nullable OnFull onFull,
            @Nullable Duration blockTimeout,
            @Nullable Producers producers,
            @Nullable Timestamps timestamps,
            @Nullable Journal journal) {}

    /**
     * The journal of one channel.
     *
     * @param enabled Whether the channel has a journal. Has to be said where anything else of the journal is.
     * @param acknowledge What has happened to a message when its publish returns.
     * @param rollCycle How long one file is written before the next begins.
     * @param retention How long messages are kept.
     * @param minFreeSpace Free space of the disk below which publishing is refused. What the ring holds is kept free besides.
     * @param onLag What a listener does that falls behind by more than the ring.
     */
    @ConfigurationPropertiesSource
    public record Journal(
            @Nullable Boolean enabled,
            @Nullable Acknowledge acknowledge,
            @Nullable RollCycle rollCycle,
            @Nullable Retention retention,
            @Nullable DataSize minFreeSpace,
            @Nullable OnLag onLag) {}

    /**
     * How long the messages of one journal are kept.
     *
     * @param maxAge Age from which a file is removed, counted from its newest message. Everything is kept without it.
     * @param maxSize Size of all files together above which the oldest are removed. Everything is kept without it.
     * @param keepUnread Whether a file stays, whatever its age and size, while a known listener has not read it.
     */
    @ConfigurationPropertiesSource
    public record Retention(
            @Nullable Duration maxAge,
            @Nullable DataSize maxSize,
            @Nullable Boolean keepUnread) {}

    /**
     * The settings of one lane.
     *
     * @param idle What the lane does while there is nothing to read.
     * @param cpu Number of the CPU that the thread of the lane is pinned to.
     * @param linger How long the lane leaves publishers alone after a batch while messages stream in, from 0 to 1ms.
     */
    @ConfigurationPropertiesSource
    public record Lane(
            @Nullable IdleMode idle,
            @Nullable Integer cpu,
            @Nullable Duration linger) {}

    /**
     * The settings of one listener.
     *
     * @param lane Lane that polls the listener.
     * @param from Where the listener begins on a journaled channel that has no position for it yet: latest, earliest, a
     *     sequence, or a time such as 2026-03-01T09:30:00Z.
     * @param enabled Whether the listener is registered. When false it reads nothing and holds no publisher back.
     * @param autoStartup Whether the listener starts with the application, or is started by hand.
     * @param group Group of the listener, which shares the messages of the channel among its members.
     * @param concurrency Number of members that the listener has in its group, each on a lane of its own.
     * @param key Component of the record that keeps messages together. Those of equal keys go to one member, in order.
     * @param acknowledge When the position on a journaled channel is committed.
     * @param batch When a listener that takes batches is called.
     * @param retry How often and when a message is delivered again that failed.
     * @param deadLetter Channel that takes a message that has failed for the last time.
     * @param onFailure Where a message ends that has failed for the last time.
     * @param errorHandler Name of a FailureHandler bean that is asked about every failure first.
     * @param circuitBreaker When the listener is not called for a while, because too many calls fail.
     */
    @ConfigurationPropertiesSource
    public record Listener(
            @Nullable String lane,
            @Nullable String from,
            @DefaultValue("true") boolean enabled,
            @Nullable Boolean autoStartup,
            @Nullable String group,
            @Nullable Integer concurrency,
            @Nullable String key,
            @Nullable AckMode acknowledge,
            @Nullable Batch batch,
            @Nullable Retry retry,
            @Nullable String deadLetter,
            FailurePolicy.@Nullable Exhausted onFailure,
            @Nullable String errorHandler,
            @Nullable CircuitBreaker circuitBreaker) {}

    /**
     * When a listener of batches is called.
     *
     * @param maxMessages The most messages that one batch holds.
     * @param maxWait How long the first message of a batch waits for the batch to be full.
     */
    @ConfigurationPropertiesSource
    public record Batch(
            @Nullable Integer maxMessages, @Nullable Duration maxWait) {}

    /**
     * How often and when a message is delivered again that failed.
     *
     * @param maxAttempts Deliveries in all, the first included.
     * @param delay Time before the first retry.
     * @param multiplier What the delay is multiplied with from one retry to the next.
     * @param maxDelay What the delay grows to.
     * @param jitter Share of each delay that is drawn at random, from 0 to 1.
     * @param onlyOn Exceptions that are retried, their subclasses included.
     * @param except Exceptions that are not retried, their subclasses included.
     */
    @ConfigurationPropertiesSource
    public record Retry(
            @Nullable Integer maxAttempts,
            @Nullable Duration delay,
            @Nullable Double multiplier,
            @Nullable Duration maxDelay,
            @Nullable Double jitter,
            @Nullable List<Class<? extends Throwable>> onlyOn,
            @Nullable List<Class<? extends Throwable>> except) {}

    /**
     * When a listener is not called for a while, because too many calls fail.
     *
     * @param failureRate Share of the last calls that must have failed, above 0 and up to 1.
     * @param window Number of calls that the rate is taken over.
     * @param openFor How long the listener is not called.
     */
    @ConfigurationPropertiesSource
    public record CircuitBreaker(
            @Nullable Double failureRate,
            @Nullable Integer window,
            @Nullable Duration openFor) {}
}
