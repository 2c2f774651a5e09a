package dev.ondes.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private final JavaClasses contracts =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.ondes.contracts");

    @Test
    void whatTheAgentUsesNeedsJacksonOnly() {
        classes()
                .that()
                .resideInAnyPackage(
                        "dev.ondes.contracts.pod",
                        "dev.ondes.contracts.job",
                        "dev.ondes.contracts.node",
                        "dev.ondes.contracts.net")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.annotation..",
                        "com.fasterxml.jackson.databind..",
                        "dev.ondes.contracts.pod",
                        "dev.ondes.contracts.job",
                        "dev.ondes.contracts.node",
                        "dev.ondes.contracts.net")
                .check(contracts);
    }

    @Test
    void dependsOnNothingElseOfOurs() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "com.networknt..",
                        "com.nimbusds..",
                        "org.snakeyaml..",
                        "dev.ondes.contracts..")
                .check(contracts);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.ondes.contracts.(*)..").should().beFreeOfCycles().check(contracts);
    }
}
