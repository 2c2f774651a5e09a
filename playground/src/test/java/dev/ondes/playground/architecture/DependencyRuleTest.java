package dev.ondes.playground.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.ondes.playground.platform.Home;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency rule of docs/architecture.md, held against the compiled classes of every module. */
class DependencyRuleTest {
    private static final List<String> MODULES = List.of(
            "contracts",
            "authorities",
            "messaging",
            "kubernetes-access",
            "gitlab-runner-client",
            "build-context",
            "cli",
            "job-agent",
            "job-dispatcher",
            "pod-scheduler",
            "spot-watcher",
            "metrics-alerter",
            "image-builder",
            "simulated-cloud",
            "simulated-s3",
            "node-detector",
            "playground");
    private static final String CONTRACTS = "dev.ondes.contracts..";
    private static final String AUTHORITIES = "dev.ondes.authorities..";
    private static final String MESSAGING = "dev.ondes.messaging..";
    private static final String KUBERNETES = "dev.ondes.kubernetes..";
    private static final String GITLAB = "dev.ondes.gitlab..";
    private static final String CONTEXT = "dev.ondes.context..";
    private static final String CLOUD = "dev.ondes.cloud..";

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        List<Path> folders = MODULES.stream()
                .map(module -> Home.here().file(module + "/target/classes"))
                .toList();
        assertThat(folders).allSatisfy(folder -> assertThat(folder).isDirectory());
        classes = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void contractsDependOnNothingOfOurs() {
        onlyOurs(CONTRACTS, CONTRACTS).check(classes);
    }

    @Test
    void authoritiesDependOnNothingOfOurs() {
        onlyOurs(AUTHORITIES, AUTHORITIES).check(classes);
    }

    @Test
    void messagingDependsOnContractsAndAuthorities() {
        onlyOurs(MESSAGING, MESSAGING, CONTRACTS, AUTHORITIES).check(classes);
    }

    @Test
    void accessToKubernetesDependsOnNothingOfOurs() {
        onlyOurs(KUBERNETES, KUBERNETES).check(classes);
    }

    @Test
    void theGitLabClientDependsOnAuthoritiesAlone() {
        onlyOurs(GITLAB, GITLAB, AUTHORITIES).check(classes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.ondes.agent..",
                "dev.ondes.dispatcher..",
                "dev.ondes.scheduler..",
                "dev.ondes.spot..",
                "dev.ondes.alerter..",
                "dev.ondes.images.."
            })
    void servicesNeverDependOnEachOther(String service) {
        onlyOurs(service, service, CONTRACTS, AUTHORITIES, MESSAGING, KUBERNETES, GITLAB, CONTEXT)
                .check(classes);
    }

    @Test
    void buildContextsDependOnContractsAndAuthorities() {
        onlyOurs(CONTEXT, CONTEXT, CONTRACTS, AUTHORITIES).check(classes);
    }

    @Test
    void theSimulatedS3DependsOnNothingOfOurs() {
        onlyOurs("dev.ondes.s3..", "dev.ondes.s3..").check(classes);
    }

    @Test
    void theCommandsForAnInstallationKnowNoServiceAndNoPlayground() {
        onlyOurs("dev.ondes.cli..", "dev.ondes.cli..", CONTEXT, CONTRACTS, AUTHORITIES, MESSAGING)
                .check(classes);
    }

    @Test
    void simulatedCloudsDependOnNothingOfOurs() {
        onlyOurs(CLOUD, CLOUD).check(classes);
    }

    @Test
    void theNodesDetectorDependsOnContractsAndAuthoritiesAndStaysSmaller() {
        onlyOurs("dev.ondes.detector..", "dev.ondes.detector..", CONTRACTS, AUTHORITIES)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.ondes.detector..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.databind..", "java.net.http..", "dev.ondes.contracts.event..")
                .check(classes);
    }

    @Test
    void theAgentStaysSmall() {
        noClasses()
                .that()
                .resideInAPackage("dev.ondes.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "com.nimbusds..", "com.networknt..", "org.snakeyaml..")
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.ondes.contracts.(*)..",
                "dev.ondes.messaging.(*)..",
                "dev.ondes.kubernetes.(*)..",
                "dev.ondes.gitlab.(*)..",
                "dev.ondes.agent.(*)..",
                "dev.ondes.dispatcher.(*)..",
                "dev.ondes.scheduler.(*)..",
                "dev.ondes.spot.(*)..",
                "dev.ondes.alerter.(*)..",
                "dev.ondes.images.(*)..",
                "dev.ondes.cloud.(*)..",
                "dev.ondes.context.(*)..",
                "dev.ondes.cli.(*)..",
                "dev.ondes.detector.(*)..",
                "dev.ondes.playground.(*).."
            })
    void packagesHaveNoCycles(String packages) {
        slices().matching(packages)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    private static ArchRule onlyOurs(String packages, String... allowed) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage("dev.ondes..")
                                .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed)));
    }
}
