package io.hermesmq.engine;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.IdleMode;
import io.hermesmq.LaneConfig;
import io.hermesmq.Profile;
import java.time.Duration;

/** Configurations that many tests start from. */
final class Engines {

    static final LaneConfig STEPPED = Profile.SMALL.lane().withStepped(true);

    private Engines() {}

    /** Small rings, lanes that park, and a lane {@code test} that is stepped. */
    static HermesConfig config() {
        return HermesConfig.of(Profile.SMALL)
                .withLane("test", STEPPED)
                .withLane("backing-off", Profile.SMALL.lane().withIdle(IdleMode.BACK_OFF))
                .withDrainTimeout(Duration.ofSeconds(20));
    }

    static Hermes create() {
        return HermesEngine.create(config());
    }
}
