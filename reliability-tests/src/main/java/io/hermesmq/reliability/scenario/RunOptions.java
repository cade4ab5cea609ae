package io.hermesmq.reliability.scenario;

import io.hermesmq.Acknowledge;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import java.nio.file.Path;

/**
 * The options of one run of a scenario.
 *
 * @param cycles how often the harm is done.
 * @param minutes how long it runs, where that is not a matter of cycles.
 * @param seed of everything that is random.
 * @param isLenient whether times are reported but not judged, for machines that are busy with other things.
 * @param work directory for the record, the logs and, where the scenario needs no disk of its own, the journal.
 * @param javaHome of the JDK that runs the application.
 * @param application options of the application that were given on the command line.
 */
public record RunOptions(
        int cycles, double minutes, long seed, boolean isLenient, Path work, Path javaHome, AppOptions application) {

    /**
     * The level that is tested.
     *
     * @return what publishers were promised.
     */
    Acknowledge acknowledge() {
        return application.constant(AppOption.ACKNOWLEDGE, Acknowledge.class);
    }
}
