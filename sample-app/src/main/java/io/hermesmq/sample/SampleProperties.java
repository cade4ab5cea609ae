package io.hermesmq.sample;

import io.hermesmq.sample.feed.Speed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the sample can be told, as {@code --sample.<name>=..}.
 *
 * @param feed file to replay; a random walk without it.
 * @param speed {@code max}, {@code realtime} or a factor; by default a file is replayed at max and a walk goes in real time.
 * @param seed of the random walk.
 * @param rate of the random walk, in ticks per second.
 * @param progress time between two progress lines.
 * @param resume whether to take up the run before, which was killed; {@code --sample.resume} says so without a value too.
 * @param momentum the rule that gives signals.
 */
@ConfigurationProperties("sample")
record SampleProperties(
        @Nullable String feed,
        @Nullable Speed speed,
        @DefaultValue("42") long seed,
        @DefaultValue("10000") double rate,
        @DefaultValue("5s") Duration progress,
        @DefaultValue("false") String resume,
        @DefaultValue Momentum momentum) {

    /**
     * The rule that gives signals.
     *
     * @param period of the moving average, in ticks.
     * @param bandBps how far the price must leave the average, in hundredths of a percent.
     */
    record Momentum(
            @DefaultValue("200") int period,
            @DefaultValue("2") double bandBps) {}

    /** Whether to take up the run before. */
    boolean isResume() {
        return !"false".equals(resume);
    }

    /** The speed that was asked for, or the default. */
    Speed speedOrDefault() {
        if (speed != null) {
            return speed;
        }
        return feed == null ? Speed.REALTIME : Speed.MAX;
    }
}
