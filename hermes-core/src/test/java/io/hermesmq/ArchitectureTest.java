package io.hermesmq;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** The packages depend one way, as docs/design draws them. */
@AnalyzeClasses(packages = "io.hermesmq", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.hermesmq";

    /** What each package may use of Hermes, besides itself. */
    @ArchTest
    static final ArchRule ROOT_USES_NOTHING = only(ROOT);

    @ArchTest
    static final ArchRule ANNOTATIONS_USE_THE_ROOT = only("annotation", "");

    @ArchTest
    static final ArchRule MEMORY_USES_NOTHING = only("memory");

    @ArchTest
    static final ArchRule FRAME_USES_THE_ROOT = only("frame", "", "memory");

    @ArchTest
    static final ArchRule MONITOR_USES_THE_ROOT = only("monitor", "", "memory");

    @ArchTest
    static final ArchRule HIDDEN_USES_THE_ROOT = only("hidden", "");

    @ArchTest
    static final ArchRule CODEC_USES_THE_ROOT = only("codec", "", "annotation", "memory");

    @ArchTest
    static final ArchRule CHANNEL_KNOWS_NO_RING = only("channel", "", "frame", "monitor", "memory");

    @ArchTest
    static final ArchRule RING_IS_ABOVE_THE_CHANNEL = only("channel.ring", "", "channel", "frame", "monitor", "memory");

    @ArchTest
    static final ArchRule JOURNAL_IS_ABOVE_THE_CHANNEL =
            only("channel.journal", "", "annotation", "codec", "channel", "channel.ring", "frame", "monitor", "memory");

    @ArchTest
    static final ArchRule CHRONICLE_IS_IN_THE_JOURNAL_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".channel.journal")
            .should()
            .dependOnClassesThat(resideInAPackage("net.openhft..").and(not(resideInAPackage("net.openhft.posix.."))));

    @ArchTest
    static final ArchRule PUBLISH_KNOWS_NO_DISPATCH =
            only("publish", "", "annotation", "codec", "hidden", "frame", "channel", "channel.ring", "memory");

    @ArchTest
    static final ArchRule DISPATCH_KNOWS_NO_PUBLISH = only(
            "dispatch",
            "",
            "annotation",
            "codec",
            "hidden",
            "frame",
            "monitor",
            "channel",
            "channel.ring",
            "channel.journal",
            "memory");

    @ArchTest
    static final ArchRule NOBODY_USES_THE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".engine..");

    @ArchTest
    static final ArchRule THERE_ARE_NO_OTHER_PACKAGES = classes()
            .should()
            .resideInAnyPackage(packages(
                    "",
                    "annotation",
                    "memory",
                    "frame",
                    "monitor",
                    "hidden",
                    "codec",
                    "channel",
                    "channel.ring",
                    "channel.journal",
                    "publish",
                    "dispatch",
                    "engine"));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLE =
            slices().matching("io.hermesmq.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_SPRING_AND_NO_MICROMETER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..", "jakarta..");

    @ArchTest
    static final ArchRule LOGGING_GOES_THROUGH_SLF4J = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "ch.qos.logback..", "org.apache.logging..");

    @ArchTest
    static final ArchRule THE_WAY_OF_A_MESSAGE_HAS_NO_LOGGER = noClasses()
            .that()
            .resideInAnyPackage(packages("", "memory", "frame", "codec", "channel", "channel.ring", "publish"))
            .or()
            .haveSimpleName("DrainTemplate")
            .or()
            .haveSimpleName("OverrunDrainTemplate")
            .or()
            .haveSimpleName("DrainState")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    /** {@code others} are packages below the root, "" the root itself. */
    private static ArchRule only(final String name, final String... others) {
        final String own = name.equals(ROOT) ? ROOT : ROOT + "." + name;
        final List<String> allowed = new ArrayList<>(List.of(packages(others)));
        allowed.add(own);
        return classes()
                .that(resideInAPackage(own))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed.toArray(String[]::new)).or(not(resideInAPackage(ROOT + ".."))))
                .as(own + " uses " + allowed + " of Hermes only");
    }

    private static String[] packages(final String... names) {
        final String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = names[i].isEmpty() ? ROOT : ROOT + "." + names[i];
        }
        return packages;
    }
}
