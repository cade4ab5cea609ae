package io.hermesmq.autoconfigure;

import io.hermesmq.IdleMode;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.Timestamps;
import java.time.Duration;
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
     */
    @ConfigurationPropertiesSource
    public record Channel(
            @Nullable DataSize capacity,
            @Nullable OnFull onFull,
            @Nullable Duration blockTimeout,
            @Nullable Producers producers,
            @Nullable Timestamps timestamps) {}

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
     * @param enabled Whether the listener is registered. When false it reads nothing and holds no publisher back.
     */
    @ConfigurationPropertiesSource
    public record Listener(
            @Nullable String lane, @DefaultValue("true") boolean enabled) {}
}
