package io.hermesmq;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine. Immutable; channels and lanes that it does not describe get the defaults of its profile.
 *
 * @param profile the defaults.
 * @param directory where journals and the positions of listeners are kept; made when the first channel needs it.
 * @param channels settings of channels by name.
 * @param lanes settings of lanes by name.
 * @param drainTimeout how long closing waits for listeners to handle what was accepted.
 * @param stallTimeout after what time a claim that is neither committed nor aborted is reported. Where its thread is dead it is
 *     given back sooner.
 * @param watch after what times a listener is called idle or stuck.
 * @param everyLane settings of every lane, whatever it was described with; null where each has its own.
 * @param guardViews whether contexts and buffers throw when they are used after the listener has returned, or the claim was committed;
 *     costs some objects for each message, so it is for tests.
 */
public record HermesConfig(
        Profile profile,
        Path directory,
        Map<String, ChannelConfig> channels,
        Map<String, LaneConfig> lanes,
        Duration drainTimeout,
        Duration stallTimeout,
        WatchLimits watch,
        @Nullable LaneConfig everyLane,
        boolean guardViews) {

    /** Where journals are kept unless told otherwise: {@code data/hermes} in the working directory. */
    public static final Path DEFAULT_DIRECTORY = Path.of("data", "hermes");

    private static final Duration MAX_TIME = Duration.ofDays(365);

    /**
     * Checks and copies the settings.
     *
     * @param profile the defaults.
     * @param directory where journals and the positions of listeners are kept.
     * @param channels settings of channels by name.
     * @param lanes settings of lanes by name.
     * @param drainTimeout how long closing waits for listeners to handle what was accepted.
     * @param stallTimeout after what time a claim that is neither committed nor aborted is reported, and given back where its
     *     thread is dead.
     * @param watch after what times a listener is called idle or stuck.
     * @param everyLane settings of every lane, whatever it was described with; null where each has its own.
     * @param guardViews whether contexts and buffers throw when they are used after the listener has returned.
     * @throws ConfigurationException where one cannot work.
     */
    public HermesConfig {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(watch, "watch");
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
        return new HermesConfig(
                profile,
                DEFAULT_DIRECTORY,
                Map.of(),
                Map.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                WatchLimits.DEFAULT,
                null,
                false);
    }

    /**
     * The same settings with journals elsewhere.
     *
     * @param path of the directory; one process at a time may write below it.
     * @return a copy.
     */
    public HermesConfig withDirectory(final Path path) {
        return new HermesConfig(
                profile, path, channels, lanes, drainTimeout, stallTimeout, watch, everyLane, guardViews);
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
        return new HermesConfig(
                profile, directory, all, lanes, drainTimeout, stallTimeout, watch, everyLane, guardViews);
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
        return new HermesConfig(
                profile, directory, channels, all, drainTimeout, stallTimeout, watch, everyLane, guardViews);
    }

    /**
     * The same settings with another drain budget.
     *
     * @param timeout how long closing waits for listeners.
     * @return a copy.
     */
    public HermesConfig withDrainTimeout(final Duration timeout) {
        return new HermesConfig(
                profile, directory, channels, lanes, timeout, stallTimeout, watch, everyLane, guardViews);
    }

    /**
     * The same settings with another limit for open claims.
     *
     * @param timeout after which an open claim is reported.
     * @return a copy.
     */
    public HermesConfig withStallTimeout(final Duration timeout) {
        return new HermesConfig(
                profile, directory, channels, lanes, drainTimeout, timeout, watch, everyLane, guardViews);
    }

    /**
     * The same settings with other limits for what listeners are watched for.
     *
     * @param limits after what times a listener is called idle or stuck.
     * @return a copy.
     */
    public HermesConfig withWatch(final WatchLimits limits) {
        return new HermesConfig(
                profile, directory, channels, lanes, drainTimeout, stallTimeout, limits, everyLane, guardViews);
    }

    /**
     * The same settings with all lanes alike, as a test wants them: stepped by hand, say.
     *
     * @param config settings of every lane, whatever it was described with; null where each has its own.
     * @return a copy.
     */
    public HermesConfig withEveryLane(final @Nullable LaneConfig config) {
        return new HermesConfig(
                profile, directory, channels, lanes, drainTimeout, stallTimeout, watch, config, guardViews);
    }

    /**
     * The same settings with views guarded or not. A {@link MessageContext}, a buffer of a listener or the buffer of a {@link MessageClaim}
     * is a view of memory that other messages get afterwards. Where views are guarded, using one too late throws an {@link
     * IllegalStateException} that says which listener and which message it was; where they are not, it shows something else.
     *
     * @param guarded whether they are.
     * @return a copy.
     */
    public HermesConfig withGuardedViews(final boolean guarded) {
        return new HermesConfig(
                profile, directory, channels, lanes, drainTimeout, stallTimeout, watch, everyLane, guarded);
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
     * The settings of a lane. A lane of a family, such as {@code trading#2}, that is not described itself has those of the family.
     *
     * @param name of the lane.
     * @return those of every lane where there are any; otherwise what was described, or the default of the profile.
     */
    public LaneConfig lane(final String name) {
        if (everyLane != null) {
            return everyLane;
        }
        final int family = name.lastIndexOf('#');
        final LaneConfig described = lanes.get(name);
        if (described != null || family < 0) {
            return described == null ? profile.lane() : described;
        }
        return lanes.getOrDefault(name.substring(0, family), profile.lane());
    }
}
