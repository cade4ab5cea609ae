package io.hermesmq.autoconfigure;

import io.hermesmq.engine.MissingFlagsException;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the flags that the JVM needs, and where to write them. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingFlagsFailureAnalyzer extends AbstractFailureAnalyzer<MissingFlagsException> {

    private static final String EXPORTS = "--add-exports=";
    private static final String OPENS = "--add-opens=";

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final MissingFlagsException cause) {
        final String flags = String.join(" ", cause.missingFlags());
        final StringBuilder action = new StringBuilder();
        line(action, "Start the JVM with");
        line(action, "");
        line(action, "    " + flags);
        line(action, "");
        line(action, "Where to write it:");
        line(action, "");
        line(action, "    IDE:         the VM options of the run configuration");
        line(action, "    Maven:       <argLine> of maven-surefire-plugin for tests,");
        line(action, "                 <jvmArguments> of spring-boot-maven-plugin for spring-boot:run");
        line(action, "    Gradle:      jvmArgs of the test and bootRun tasks");
        line(action, "    java -jar:   the manifest of the jar, after which no flag is needed:");
        manifest(action, cause.missingFlags(), "Add-Exports", EXPORTS);
        manifest(action, cause.missingFlags(), "Add-Opens", OPENS);
        action.append("    elsewhere:   the environment variable JDK_JAVA_OPTIONS");
        return new FailureAnalysis(
                "Hermes needs access to JDK internals that this JVM does not give.", action.toString(), cause);
    }

    private static void manifest(
            final StringBuilder action, final List<String> flags, final String attribute, final String flag) {
        final List<String> packages = flags.stream()
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
