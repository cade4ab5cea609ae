package io.hermesmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

@AnalyzeClasses(packages = "io.hermesmq.test", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule TOOLS_DO_NOT_KNOW_THE_SLICE = noClasses()
            .that()
            .resideInAPackage("io.hermesmq.test")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.hermesmq.test.autoconfigure..");

    @ArchTest
    static final ArchRule TOOLS_KNOW_THE_PUBLIC_API_AND_JOURNALS_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.hermesmq.engine..",
                    "io.hermesmq.dispatch..",
                    "io.hermesmq.publish..",
                    "io.hermesmq.channel.ring..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

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
}
