package io.hermesmq.autoconfigure;

import io.hermesmq.engine.MissingFlagsException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the flags that the JVM needs, and where to write them. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingFlagsFailureAnalyzer extends AbstractFailureAnalyzer<MissingFlagsException> {

    private static final String EXPORTS = "--add-exports=";
    private static final String OPENS = "--add-opens=";

    /** What every application with Hermes exports; one with a journal does not need less. */
    private static final String RING = EXPORTS + "java.base/jdk.internal.misc=ALL-UNNAMED";

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final MissingFlagsException cause) {
        final List<String> missing = cause.missingFlags();
        final boolean journal = missing.stream().anyMatch(flag -> !flag.equals(RING));
        final StringBuilder action = new StringBuilder();
        line(action, "Start the JVM with");
        line(action, "");
        line(action, "    " + String.join(" ", missing));
        line(action, "");
        line(action, "Where to write it:");
        line(action, "");
        line(action, "    IDE:         the VM options of the run configuration");
        line(action, "    Maven:       <argLine> of maven-surefire-plugin for tests,");
        line(action, "                 <jvmArguments> of spring-boot-maven-plugin for spring-boot:run");
        line(action, "    Gradle:      jvmArgs of the test and bootRun tasks");
        line(action, "    java -jar:   the manifest of the jar, after which no flag is needed:");
        manifest(action, Stream.concat(Stream.of(RING), missing.stream()), "Add-Exports", EXPORTS);
        manifest(action, missing.stream(), "Add-Opens", OPENS);
        if (journal) {
            line(action, "                 Enable-Native-Access: ALL-UNNAMED");
        }
        action.append("    elsewhere:   the environment variable JDK_JAVA_OPTIONS");
        if (journal) {
            action.append(
                    String.format(
                            "%n%nOn JDK 24 and later these keep the libraries below the journal from printing"
                                    + " warnings:%n%n    --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow"));
        }
        return new FailureAnalysis(
                (journal ? "A channel with a journal" : "Hermes")
                        + " needs access to JDK internals that this JVM does not give.",
                action.toString(),
                cause);
    }

    private static void manifest(
            final StringBuilder action, final Stream<String> flags, final String attribute, final String flag) {
        final List<String> packages = flags.distinct()
                .filter(candidate -> candidate.startsWith(flag))
                .map(candidate -> candidate.substring(flag.length()).replace("=ALL-UNNAMED", ""))
                .toList();
        if (!packages.isEmpty()) {
            line(action, "                 " + attribute + ": " + String.join(" ", packages));
        }
    }

    private static void line(final StringBuilder text, final String line) {
        text.append(line).append(System.lineSeparator());
    }
}
