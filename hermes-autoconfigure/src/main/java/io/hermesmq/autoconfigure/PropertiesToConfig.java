package io.hermesmq.autoconfigure;

import io.hermesmq.ChannelConfig;
import io.hermesmq.ConfigurationException;
import io.hermesmq.HermesConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.LaneConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of the core. What is not set keeps the default of the core; what cannot work is
 * reported with the name of the property.
 */
final class PropertiesToConfig {

    private static final PropertyMapper MAP = PropertyMapper.get();

    private PropertiesToConfig() {}

    static HermesConfig engine(final HermesProperties properties) {
        HermesConfig config = naming("hermes", () -> base(properties));
        for (final Map.Entry<String, HermesProperties.Channel> channel :
                properties.channels().entrySet()) {
            final ChannelConfig defaults = config.channel(channel.getKey());
            config = config.withChannel(
                    channel.getKey(),
                    naming(
                            PropertyNames.entry("hermes.channels", channel.getKey()),
                            () -> channel(channel.getValue(), defaults)));
        }
        for (final Map.Entry<String, HermesProperties.Lane> lane :
                properties.lanes().entrySet()) {
            final LaneConfig defaults = config.lane(lane.getKey());
            config = config.withLane(
                    lane.getKey(),
                    naming(PropertyNames.entry("hermes.lanes", lane.getKey()), () -> lane(lane.getValue(), defaults)));
        }
        return config;
    }

    private static HermesConfig base(final HermesProperties properties) {
        HermesConfig config = MAP.from(properties::directory)
                .as(PropertiesToConfig::directory)
                .to(HermesConfig.of(properties.profile()), HermesConfig::withDirectory);
        config = MAP.from(properties::drainTimeout).to(config, HermesConfig::withDrainTimeout);
        return MAP.from(properties::stallTimeout).to(config, HermesConfig::withStallTimeout);
    }

    private static ChannelConfig channel(final HermesProperties.Channel properties, final ChannelConfig defaults) {
        ChannelConfig config = MAP.from(properties::capacity)
                .as(PropertiesToConfig::capacity)
                .to(defaults, ChannelConfig::withCapacity);
        config = MAP.from(properties::onFull).to(config, ChannelConfig::withOnFull);
        config = MAP.from(properties::blockTimeout).to(config, ChannelConfig::withBlockTimeout);
        config = MAP.from(properties::producers).to(config, ChannelConfig::withProducers);
        if (properties.journal() != null) {
            config = config.withJournal(journal(properties.journal(), defaults.journal()));
        }
        return MAP.from(properties::timestamps)
                .to(config, ChannelConfig::withTimestamps); // last: a journal has its own default
    }

    /** Settings without the switch are refused: to leave the journal out because of that would go unnoticed until it is needed. */
    private static @Nullable JournalConfig journal(
            final HermesProperties.Journal properties, final @Nullable JournalConfig defaults) {
        if (properties.enabled() == null && defaults == null) {
            throw new ConfigurationException(
                    "journal.enabled",
                    "the journal has settings, but is not switched on",
                    "set it to true, or to false to go without a journal and keep its settings");
        }
        if (Boolean.FALSE.equals(properties.enabled())) {
            return null;
        }
        JournalConfig config = defaults == null ? JournalConfig.DEFAULT : defaults;
        config = MAP.from(properties::acknowledge).to(config, JournalConfig::withAcknowledge);
        config = MAP.from(properties::rollCycle).to(config, JournalConfig::withRollCycle);
        config = MAP.from(properties::retention).to(config, PropertiesToConfig::withRetention);
        config = MAP.from(properties::minFreeSpace).as(DataSize::toBytes).to(config, JournalConfig::withMinFreeSpace);
        return MAP.from(properties::onLag).to(config, JournalConfig::withOnLag);
    }

    private static JournalConfig withRetention(
            final JournalConfig defaults, final HermesProperties.Retention properties) {
        JournalConfig config = MAP.from(properties::maxAge).to(defaults, JournalConfig::withMaxAge);
        config = MAP.from(properties::maxSize).as(DataSize::toBytes).to(config, JournalConfig::withMaxSize);
        return MAP.from(properties::keepUnread).to(config, JournalConfig::withKeepUnread);
    }

    private static LaneConfig lane(final HermesProperties.Lane properties, final LaneConfig defaults) {
        LaneConfig config = MAP.from(properties::idle).to(defaults, LaneConfig::withIdle);
        config = MAP.from(properties::cpu).to(config, LaneConfig::withCpu);
        return MAP.from(properties::linger).to(config, LaneConfig::withLinger);
    }

    private static Path directory(final String directory) {
        try {
            if (!directory.isBlank()) {
                return Path.of(directory);
            }
        } catch (final InvalidPathException ex) {
            throw new ConfigurationException(
                    "directory",
                    "directory " + directory + " is no path: " + ex.getReason(),
                    "use the path of a directory");
        }
        throw new ConfigurationException(
                "directory",
                "directory is empty",
                "use the path of a directory, or leave it out for " + HermesConfig.DEFAULT_DIRECTORY);
    }

    /** Checks a capacity; the text of the core counts in bytes, users of properties in units. */
    private static int capacity(final DataSize capacity) {
        try {
            return ChannelConfig.validCapacity(capacity.toBytes());
        } catch (final ConfigurationException ex) {
            final ConfigurationException inUnits = new ConfigurationException(
                    ex.setting(),
                    ex.description(),
                    "use " + DataSizes.format(ChannelConfig.nextCapacity(capacity.toBytes())));
            inUnits.initCause(ex);
            throw inUnits;
        }
    }

    /** Reports a setting of the core under the name of its property, which is the same but for the prefix. */
    static <T> T naming(final String prefix, final Supplier<T> config) {
        try {
            return config.get();
        } catch (final ConfigurationException ex) {
            final ConfigurationException named =
                    new ConfigurationException(prefix + '.' + ex.setting(), ex.description(), ex.action());
            named.initCause(ex);
            throw named;
        }
    }
}
