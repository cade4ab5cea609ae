package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts applications in a JVM of their own, because this one has the flags and all libraries. */
@Timeout(60)
class MissingFlagsTests {

    private static final List<String> FLAG_OF_RINGS = List.of("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    private static final List<String> FLAGS_OF_JOURNALS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");

    @TempDir
    private Path directory;

    @Test
    void withoutTheFlagTheStartEndsInAnAnalysis() throws Exception {
        assertThat(run(List.of()))
                .contains("APPLICATION FAILED TO START")
                .contains("Hermes needs access to JDK internals that this JVM does not give.")
                .contains("    --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
                .doesNotContain("IllegalAccessError")
                .doesNotContain("started");
    }

    @Test
    void withTheFlagOfTheAnalysisTheApplicationStarts() throws Exception {
        assertThat(run(FLAG_OF_RINGS)).contains("started").doesNotContain("FAILED");
    }

    @Test
    void aJournalWithoutItsFlagsEndsInAnAnalysis() throws Exception {
        assertThat(run(FLAG_OF_RINGS, journaled("written")))
                .contains("APPLICATION FAILED TO START")
                .contains("A channel with a journal needs access to JDK internals that this JVM does not give.")
                .contains("    --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
                        + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
                        + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
                .doesNotContain("started");
        assertThat(directory.resolve("journals")).doesNotExist();
    }

    @Test
    void withTheFlagsOfTheAnalysisTheJournalIsOpened() throws Exception {
        assertThat(run(FLAGS_OF_JOURNALS, journaled("synced")))
                .contains("started")
                .doesNotContain("FAILED");
        assertThat(directory.resolve("journals")).isDirectoryContaining("glob:**/orders");
    }

    @Test
    void aSyncedJournalWithoutTheNativeLayerEndsInAnAnalysis() throws Exception {
        assertThat(run(FLAGS_OF_JOURNALS, jar -> !jar.matches(".*/(jnr-ffi|jffi)-[^/]*"), journaled("synced")))
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "Channel 'orders' asks for acknowledge: synced, but the native layer of Chronicle is missing, without"
                                + " which a sync does nothing.")
                .contains(
                        "Put jnr-ffi, jffi, the native jar of jffi and asm back on the class path, or use acknowledge:"
                                + " written.")
                .doesNotContain("started");
    }

    private String[] journaled(final String acknowledge) {
        return new String[] {
            "--hermes.directory=" + directory.resolve("journals"),
            "--hermes.channels.orders.capacity=64KB",
            "--hermes.channels.orders.journal.enabled=true",
            "--hermes.channels.orders.journal.min-free-space=0",
            "--hermes.channels.orders.journal.acknowledge=" + acknowledge
        };
    }

    private String run(final List<String> flags, final String... arguments) throws IOException, InterruptedException {
        return run(flags, jar -> true, arguments);
    }

    private String run(final List<String> flags, final Predicate<String> jars, final String... arguments)
            throws IOException, InterruptedException {
        final Path output = directory.resolve("output.txt");
        final String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator));
        final ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(flags);
        builder.command().addAll(List.of("-cp", classPath, "-Xshare:auto", App.class.getName()));
        builder.command().addAll(List.of(arguments));
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

        @Bean
        Object trader(@HermesChannel("orders") final Publisher<String> orders) {
            return orders;
        }
    }
}
