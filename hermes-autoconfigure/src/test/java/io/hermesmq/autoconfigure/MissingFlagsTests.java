package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Starts applications in a JVM of their own, because this one has the flags. */
class MissingFlagsTests {

    @Test
    @Timeout(60)
    void withoutTheFlagTheStartEndsInAnAnalysis(@TempDir final Path directory) throws Exception {
        assertThat(run(directory, List.of()))
                .contains("APPLICATION FAILED TO START")
                .contains("Hermes needs access to JDK internals that this JVM does not give.")
                .contains("    --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
                .doesNotContain("IllegalAccessError")
                .doesNotContain("started");
    }

    @Test
    @Timeout(60)
    void withTheFlagOfTheAnalysisTheApplicationStarts(@TempDir final Path directory) throws Exception {
        assertThat(run(directory, List.of("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")))
                .contains("started")
                .doesNotContain("FAILED");
    }

    private static String run(final Path directory, final List<String> flags) throws IOException, InterruptedException {
        final Path output = directory.resolve("output.txt");
        final ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(flags);
        builder.command()
                .addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xshare:auto", App.class.getName()));
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        final Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HermesAutoConfiguration.class)
    static class App {

        public static void main(final String[] args) {
            SpringApplication.run(App.class, args).close();
            System.out.println("started");
        }
    }
}
