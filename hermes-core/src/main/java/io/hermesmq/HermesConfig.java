package io.hermesmq;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of an engine. Immutable; channels and lanes that it does not describe get the defaults of its profile.
 *
 * @param profile the defaults.
 * @param channels settings of channels by name.
 * @param lanes settings of lanes by name.
 * @param drainTimeout how long closing waits for listeners to handle what was accepted.
 * @param stallTimeout after what time a claim that is neither committed nor aborted is reported. Where its thread is dead it is
 *     given back sooner.
 */
public record HermesConfig(
        Profile profile,
        Map<String, ChannelConfig> channels,
        Map<String, LaneConfig> lanes,
        Duration drainTimeout,
        Duration stallTimeout) {

    private static final Duration MAX_TIME = Duration.ofDays(365);

    /**
     * Checks and copies the settings.
     *
     * @param profile the defaults.
     * @param channels settings of channels by name.
     * @param lanes settings of lanes by name.
     * @param drainTimeout how long closing waits for listeners to handle what was accepted.
     * @param stallTimeout after what time a claim that is neither committed nor aborted is reported, and given back where its
     *     thread is dead.
     * @throws ConfigurationException where one cannot work.
     */
    public HermesConfig {
        Objects.requireNonNull(profile, "profile");
        channels = Map.copyOf(channels);
        lanes = Map.copyOf(lanes);
        validTime("drain-timeout", drainTimeout, "0s to close without draining");
        validTime("stall-timeout", stallTimeout, "2s, the default");
    }

    /** Times are counted in nanoseconds of a long; a year is for ever here. */
    static void validTime(final String setting, final Duration time, final String advice) {
        if (time.isNegative() || time.compareTo(MAX_TIME) > 0) {
            throw new ConfigurationException(
                    setting,
                    setting + " " + time + " is not within 0 and " + MAX_TIME.toDays() + " days",
                    "use " + advice + ", or a time up to that limit");
        }
    }

    /**
     * A configuration with nothing but the defaults of a profile.
     *
     * @param profile the profile.
     * @return the configuration.
     */
    public static HermesConfig of(final Profile profile) {
        return new HermesConfig(profile, Map.of(), Map.of(), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    /**
     * The same settings with one channel described.
     *
     * @param name of the channel.
     * @param config its settings.
     * @return a copy.
     */
    public HermesConfig withChannel(final String name, final ChannelConfig config) {
        final Map<String, ChannelConfig> all = new LinkedHashMap<>(channels);
        all.put(name, config);
        return new HermesConfig(profile, all, lanes, drainTimeout, stallTimeout);
    }

    /**
     * The same settings with one lane described.
     *
     * @param name of the lane.
     * @param config its settings.
     * @return a copy.
     */
    public HermesConfig withLane(final String name, final LaneConfig config) {
        final Map<String, LaneConfig> all = new LinkedHashMap<>(lanes);
        all.put(name, config);
        return new HermesConfig(profile, channels, all, drainTimeout, stallTimeout);
    }

    /**
     * The same settings with another drain budget.
     *
     * @param timeout how long closing waits for listeners.
     * @return a copy.
     */
    public HermesConfig withDrainTimeout(final Duration timeout) {
        return new HermesConfig(profile, channels, lanes, timeout, stallTimeout);
    }

    /**
     * The same settings with another limit for open claims.
     *
     * @param timeout after which an open claim is reported.
     * @return a copy.
     */
    public HermesConfig withStallTimeout(final Duration timeout) {
        return new HermesConfig(profile, channels, lanes, drainTimeout, timeout);
    }

    /**
     * The settings of a channel.
     *
     * @param name of the channel.
     * @return what was described, or the default of the profile.
     */
    public ChannelConfig channel(final String name) {
        return channels.getOrDefault(name, profile.channel());
    }

    /**
     * The settings of a lane.
     *
     * @param name of the lane.
     * @return what was described, or the default of the profile.
     */
    public LaneConfig lane(final String name) {
        return lanes.getOrDefault(name, profile.lane());
    }
}
