package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
final class ChroniclePreloadTest {

    static final List<String> NAMES = ChroniclePreload.CLASSES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void shouldNameClassesThatThereAre(final String name) {
        assertThatCode(() -> Class.forName("net.openhft.chronicle." + name)).doesNotThrowAnyException();
    }

    /** In a JVM of its own, since Chronicle does not load its native layer where it sees a test. */
    @Test
    void shouldLeaveTheNativeLayerAloneUntilItIsAskedFor() throws IOException, InterruptedException {
        assertThat(run(Loading.class)).containsExactly("loaded false", "asked true", "loaded true");
    }

    /** Prints what is loaded when. */
    static final class Loading {

        private Loading() {}

        public static void main(final String[] args) {
            ChroniclePreload.begin(false);
            ChroniclePreload.complete();
            System.out.println("loaded " + NativeLayer.isLoaded());
            System.out.println("asked " + DiskSync.isAvailable());
            System.out.println("loaded " + NativeLayer.isLoaded());
        }
    }

    private static List<String> run(final Class<?> main) throws IOException, InterruptedException {
        final List<String> command = Stream.concat(
                        Stream.of(ProcessHandle.current().info().command().orElseThrow()),
                        Stream.concat(
                                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                        .filter(argument -> argument.startsWith("--")),
                                Stream.of("-cp", System.getProperty("java.class.path"), main.getName())))
                .collect(Collectors.toList());
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            final List<String> lines = process.inputReader().lines().toList();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return lines.stream()
                    .filter(line -> line.startsWith("loaded") || line.startsWith("asked"))
                    .toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
