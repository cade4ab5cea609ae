package io.hermesmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;

@AnalyzeClasses(
        packages = {"io.hermesmq.spring", "io.hermesmq.autoconfigure"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule GLUE_DOES_NOT_KNOW_CONDITIONS_AND_PROPERTIES = noClasses()
            .that()
            .resideInAPackage("io.hermesmq.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.hermesmq.autoconfigure..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.hermesmq.(**)").should().beFreeOfCycles();

    /** A codec implements what the core calls. */
    @ArchTest
    static final ArchRule GLUE_KNOWS_THE_PUBLIC_API_ONLY = noClasses()
            .that()
            .resideInAPackage("io.hermesmq.spring..")
            .and()
            .resideOutsideOfPackage("io.hermesmq.spring.json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.hermesmq.engine..",
                    "io.hermesmq.dispatch..",
                    "io.hermesmq.publish..",
                    "io.hermesmq.channel..",
                    "io.hermesmq.codec..");

    @ArchTest
    static final ArchRule OPTIONAL_LIBRARIES_STAY_IN_THEIR_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages("io.hermesmq.spring.health..", "io.hermesmq.spring.metrics..")
            .and()
            .haveSimpleNameNotStartingWith("HermesHealth")
            .and()
            .haveSimpleNameNotStartingWith("HermesMetrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micrometer..", "org.springframework.boot.health..", "org.springframework.boot.actuate..");

    @ArchTest
    static final ArchRule JACKSON_STAYS_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.hermesmq.spring.json")
            .and()
            .haveNameNotMatching(".*\\.HermesJson.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..");

    @ArchTest
    static final ArchRule VALIDATION_STAYS_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.hermesmq.spring.validation")
            .and()
            .haveNameNotMatching(".*\\.HermesValidation.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.validation..");

    @ArchTest
    static final ArchRule SPRING_MESSAGING_STAYS_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.hermesmq.spring.messaging")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.messaging..");

    @ArchTest
    static final ArchRule AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule BEAN_METHODS_ARE_PACKAGE_PRIVATE = ArchRuleDefinition.methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule FAILURE_ANALYZERS_ARE_PACKAGE_PRIVATE =
            classes().that().implement(FailureAnalyzer.class).should().bePackagePrivate();
}
