package io.hermesmq.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

/** In a JVM of its own, because this one has the flags. */
@Timeout(60)
class MissingFlagsTests {

    @HermesTest
    @ContextConfiguration(classes = WithoutFlags.App.class)
    static class WithoutFlags {

        @Configuration(proxyBeanMethods = false)
        static class App {}

        @Test
        void test(@Autowired final Hermes hermes) {}

        public static void main(final String[] args) {
            final SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(WithoutFlags.class))
                                    .build(),
                            listener);
            System.out.println(listener.getSummary().getTestsFailedCount() + " failed");
        }
    }

    @Test
    void aTestWithoutTheFlagSaysWhichToAdd(@TempDir final Path directory) throws Exception {
        final Path output = directory.resolve("output.txt");
        final ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFlags.class.getName());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        final Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output))
                .contains("APPLICATION FAILED TO START")
                .contains("    --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
                .contains("Maven:       <argLine> of maven-surefire-plugin for tests,")
                .contains("1 failed");
    }
}
