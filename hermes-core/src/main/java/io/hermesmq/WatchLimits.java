package io.hermesmq;

import java.time.Duration;

/**
 * After what times the engine tells of its listeners, see {@link ListenerEvent}.
 *
 * @param idleAfter how long a listener has had nothing to do when it is called idle.
 * @param stuckAfter how long a listener has not returned from a call when it is called stuck.
 */
public record WatchLimits(Duration idleAfter, Duration stuckAfter) {

    /** Idle after half a minute, stuck after ten seconds. */
    public static final WatchLimits DEFAULT = new WatchLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));

    /**
     * Checks the limits.
     *
     * @param idleAfter how long a listener has had nothing to do when it is called idle.
     * @param stuckAfter how long a listener has not returned from a call when it is called stuck.
     * @throws ConfigurationException where one cannot work.
     */
    public WatchLimits {
        HermesConfig.validTime("idle-after", idleAfter, "30s, the default");
        HermesConfig.validTime("stuck-after", stuckAfter, "10s, the default");
    }
}
