package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a channel with a journal needs from the JVM. */
@Timeout(60)
final class JvmAccessTest {

    static final class Application {
        public static void main(final String... arguments) {
            try {
                JvmAccess.requireForJournal();
                System.out.println("content");
            } catch (final MissingFlagsException e) {
                System.out.println(e.getMessage());
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
    void shouldNameEveryFlagThatAJournalNeeds() throws Exception {
        assertThat(run())
                .isEqualTo("Hermes needs access to JDK internals that this JVM does not give; start it with"
                        + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"
                        + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
                        + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
                        + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    }

    @Test
    void shouldNameTheOneThatIsMissing() throws Exception {
        assertThat(run(
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"))
                .endsWith("start it with --add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    }

    @Test
    void shouldBeContentHere() {
        JvmAccess.requireForJournal();
    }
}
