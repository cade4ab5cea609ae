package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.HermesConfig;
import io.hermesmq.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts a JVM as a user would who has not read the manual. */
@Timeout(60)
final class MissingFlagsTest {

    static final class Application {
        public static void main(final String... arguments) {
            try {
                HermesEngine.create(HermesConfig.of(Profile.SMALL)).close();
                System.out.println("created");
            } catch (final MissingFlagsException e) {
                System.out.println(e.getMessage() + " " + e.missingFlags());
            }
        }
    }

    private static String run(final String... flags) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(flags));
        builder.command().addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        builder.command().add(Application.class.getName());
        final Process process = builder.redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    @Test
    void shouldNameTheFlagThatIsMissing() throws Exception {
        assertThat(run())
                .isEqualTo("Hermes needs access to JDK internals that this JVM does not give; start it with"
                        + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"
                        + " [--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED]");
    }

    @Test
    void shouldBeContentWithThatFlag() throws Exception {
        assertThat(run("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")).endsWith("created");
    }
}
