package io.hermesmq.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a test class that is meant to fail, and says how it did. Such classes have names that the build does not pick up. */
final class Engine {

    private Engine() {}

    static TestExecutionSummary run(final Class<?> tests) {
        final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        final SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    static List<Throwable> failures(final Class<?> tests) {
        return run(tests).getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .toList();
    }
}
