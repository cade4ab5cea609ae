package io.hermesmq.stress;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/** The short form of the stress tests, a fraction of a second for each. The full form is {@code java -jar jcstress.jar}. */
@Tag("slow")
class StressTest {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    private static final Unforked SHORT = new Unforked(200, 1);

    @TestFactory
    Stream<DynamicTest> shouldObserveNothingForbidden() {
        return TestList.tests().stream().sorted().map(test -> dynamicTest(nameOf(test), () -> observe(test)));
    }

    private static String nameOf(final String test) {
        return test.substring(StressTest.class.getPackageName().length() + 1);
    }

    private static void observe(final String test) {
        final TestResult result = assertTimeoutPreemptively(TIME_LIMIT, () -> SHORT.run(TestList.getInfo(test)));
        final String observed = nameOf(test) + " " + Unforked.describe(result);
        System.out.println(observed);
        assertTrue(Unforked.isPassed(result), observed);
    }
}
