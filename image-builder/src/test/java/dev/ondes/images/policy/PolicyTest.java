package dev.ondes.images.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.images.build.Orders;
import dev.ondes.images.identity.Caller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final String FILE = """
        registries:
          - {host: 10.0.0.9:5000, plainHttp: true}
        capacities:
          spot:
            nodeSelector: {pool: spot}
            tolerations: [{key: dedicated, value: spot, effect: NoSchedule}]
        limits: {running: 3, queued: 9, cpu: "2", memory: 4Gi, disk: 20Gi, timeout: 30m}
        rules:
          - when: {namespacePath: acme/**, refProtected: true}
            destinations: ["registry.example/{project_path}/**"]
            cacheRepo: registry.example/cache/{project_path}
            builders: [kaniko, buildkit]
            credentials: push
            gitHosts: [gitlab.example]
          - when: {namespacePath: acme/**}
            destinations: ["registry.example/{project_path}/branches:{ref_slug}-*", "10.0.0.9:5000/scratch/**"]
            cacheRepo: registry.example/cache/{project_path}
            limits: {cpu: "1"}
          - when: {projectPath: acme/open, fork: true}
            destinations: ["registry.example/scratch/{project_id}"]
            cacheRepo: registry.example/cache/open
          - when: {serviceAccount: ops/builder}
            project: {id: 7, path: ops/images}
            destinations: ["registry.example/ops/**"]
        """;

    @TempDir
    Path directory;

    private Policy policy(String text) {
        try {
            return Policy.read(Files.writeString(directory.resolve("policy.yaml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Caller caller(String who) {
        return switch (who) {
            case "main" -> Callers.protectedRef("acme/app", "main");
            case "branch" -> Callers.unprotectedRef("acme/app", "feature/x");
            case "fork" -> Callers.fork("acme/open");
            case "stranger" -> Callers.protectedRef("acmeevil/app", "main");
            case "account" -> Callers.account("ops/builder");
            case "other account" -> Callers.account("ops/other");
            default -> throw new AssertionError(who);
        };
    }

    static BuildSpec spec(String... destinations) {
        return new BuildSpec(
                BuildContext.uploaded("0".repeat(64)),
                "Dockerfile",
                null,
                List.of(destinations),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "main, registry.example/acme/app:1, 9",
        "main, registry.example/acme/app/web:1, 9",
        "main, registry.example/acme/app/branches:main-1, 9",
        "main, 10.0.0.9:5000/scratch/x:1, 15",
        "main, registry.example/acme/other:1, 0",
        "main, registry.example/acme/app-evil:1, 0",
        "main, registry.example.evil/acme/app:1, 0",
        "main, acme/app:1, 0",
        "main, 10.0.0.8:5000/scratch/x:1, 0",
        "branch, registry.example/acme/app:1, 0",
        "branch, registry.example/acme/app/branches:feature-x-1, 15",
        "branch, registry.example/acme/app/branches:main-1, 0",
        "fork, registry.example/scratch/42:1, 19",
        "fork, registry.example/acme/open:1, 0",
        "stranger, registry.example/acmeevil/app:1, 0",
        "account, registry.example/ops/base:1, 22",
        "account, registry.example/acme/app:1, 0",
        "other account, registry.example/ops/base:1, 0",
    })
    void theFirstRuleThatIsForTheCallerAndAllowsAllDecides(String who, String destination, int line) {
        Decision decision = policy(FILE).decide(caller(who), spec(destination));

        if (line == 0) {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(BuildReason.NOT_ALLOWED));
        } else {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Allowed.class,
                            allowed -> assertThat(allowed.grant().rule()).isEqualTo(line));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "required, false, REQUIRED",
        "required, true, REQUIRED",
        "on-request, false, NONE",
        "on-request, true, WANTED",
    })
    void aRuleMayWantAListOfWhatIsInTheImage(String rule, boolean asked, SbomWish wish) {
        String file = FILE.replaceFirst("credentials: push", "credentials: push\n    sbom: " + rule);
        String image = "registry.example/acme/app:1";

        Decision decision = policy(file).decide(caller("main"), asked ? Orders.withSbom(image) : spec(image));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed -> assertThat(allowed.grant().sbom()).isEqualTo(wish));
    }

    @Test
    void aRefusalSaysOfEachRuleWhatStandsAgainstIt() {
        Decision decision = policy(FILE).decide(caller("branch"), spec("registry.example/acme/app:1"));

        assertThat(((Decision.Refused) decision).why())
                .containsExactly(
                        "the rule in line 9 asks for refProtected: true",
                        "the rule in line 15 does not allow 'registry.example/acme/app:1', but "
                                + "[registry.example/acme/app/branches:feature-x-*, 10.0.0.9:5000/scratch/**]",
                        "the rule in line 19 asks for projectPath: acme/open; is for code of forks",
                        "the rule in line 22 is for a service account");
    }

    @Test
    void oneDestinationThatIsNotAllowedIsEnough() {
        assertThat(policy(FILE)
                        .decide(caller("main"), spec("registry.example/acme/app:1", "registry.example/acme/other:1")))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void malformedDestinationsAreNotAQuestionOfPermission() {
        assertThat(policy(FILE).decide(caller("main"), spec("registry.example/Acme/App:1", "a b")))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(BuildReason.SPEC_INVALID);
                    assertThat(refused.why()).hasSize(2).first().asString().contains("must be lower-case");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "main, registry.example/acme/app:1, registry.example/cache/acme/app/protected",
        "branch, registry.example/acme/app/branches:feature-x-1, registry.example/cache/acme/app/unprotected",
        "fork, registry.example/scratch/42:1, registry.example/cache/open/fork"
    })
    void eachLevelOfTrustHasACacheOfItsOwn(String who, String destination, String cache) {
        assertThat(grant(policy(FILE), caller(who), spec(destination)).cacheRepo())
                .isEqualTo(cache);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example/cache/acme/app/unprotected, true",
        "registry.example/cache/acme/app/unprotected/sub, true",
        "registry.example/cache/acme/app/protected, false",
        "registry.example/cache/acme/app/unprotected-evil, false",
        "registry.example/cache/acme/app, false",
        "registry.example/cache/acme/other/unprotected, false",
        "registry.example/cache/acme/app/unprotected:tag, false",
        "registry.example/cache/acme/app/unprotected/../protected, false"
    })
    void aCacheIsHeldAgainstTheRuleToo(String repo, boolean allowed) {
        var spec = with(spec("registry.example/acme/app/branches:feature-x-1"), new BuildCache(true, repo, null));

        assertThat(policy(FILE).decide(caller("branch"), spec) instanceof Decision.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void whoWantsNoCacheGetsNone() {
        var spec = with(spec("registry.example/acme/app:1"), new BuildCache(false, null, null));

        assertThat(grant(policy(FILE), caller("main"), spec).cacheRepo()).isNull();
    }

    @Test
    void whatARequestLeavesOutIsTheRules() {
        Grant grant = grant(policy(FILE), caller("main"), spec("registry.example/acme/app:1"));

        assertThat(grant)
                .extracting(Grant::builder, Grant::cpu, Grant::memory, Grant::disk, Grant::timeout, Grant::credentials)
                .containsExactly(BuilderKind.KANIKO, "2", "4Gi", "20Gi", Duration.ofMinutes(30), "push");
        assertThat(grant.project()).isEqualTo(new Project(42, "acme/app"));
        assertThat(grant.limits().running()).isEqualTo(3);
    }

    @Test
    void aServiceAccountBuildsForTheProjectOfItsRule() {
        assertThat(grant(policy(FILE), caller("account"), spec("registry.example/ops/base:1"))
                        .project())
                .isEqualTo(new Project(7, "ops/images"));
        assertThat(policy(FILE).project(caller("other account"))).isEmpty();
        assertThat(policy(FILE.replace("{id: 7,", "{id: 68123456,")).project(caller("account")))
                .contains(new Project(68_123_456, "ops/images"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 4Gi, 20Gi, PT30M, true",
        "2000m, 4096Mi, 1Gi, PT1M, true",
        "2001m, 4Gi, 20Gi, PT30M, false",
        "2, 4097Mi, 20Gi, PT30M, false",
        "2, 4Gi, 21Gi, PT30M, false",
        "2, 4Gi, 20Gi, PT31M, false"
    })
    void aRequestStaysBelowTheCeilings(String cpu, String memory, String disk, Duration timeout, boolean allowed) {
        var plain = spec("registry.example/acme/app:1");
        var spec = new BuildSpec(
                plain.context(),
                plain.dockerfile(),
                null,
                plain.destinations(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                null,
                new BuildResources(cpu, memory, disk),
                timeout,
                0,
                null,
                null);

        assertThat(policy(FILE).decide(caller("main"), spec) instanceof Decision.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void builderAndGitServerAreTheRulesToAllow() {
        var plain = spec("registry.example/acme/app:1");
        var spec = new BuildSpec(
                BuildContext.git(new GitSource(URI.create("https://evil.example/x.git"), "main", null)),
                plain.dockerfile(),
                null,
                plain.destinations(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                BuilderKind.BUILDAH,
                null,
                null,
                0,
                null,
                null);

        assertThat(((Decision.Refused) policy(FILE).decide(caller("main"), spec))
                        .why()
                        .getFirst())
                .isEqualTo("the rule in line 9 does not allow the builder buildah; "
                        + "does not allow a context from the git server 'evil.example'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: [] | ''",
                "rule: [] | :1: rule: is no known key; did you mean 'rules'?",
                "rules: [{when: {projectPath: a/b}, destination: [x.y/a]}] | destination: is no known key; did you"
                        + " mean 'destinations'?",
                "rules: [{when: {}, destinations: [x.y/a]}] | is for everybody",
                "rules: [{when: {ref: main}, destinations: [x.y/a]}] | is for everybody",
                "rules: [{when: {projectPath: a/b}, destinations: []}] | is empty; name at least one",
                "rules: [{when: {projectPath: a/b}, destinations: [a/b]}] | must begin with one whole host",
                "rules: [{when: {projectPath: a/b}, destinations: [x.y/a], cacheRepo: x.y/*}] | must be one repository",
                "rules: [{when: {projectPath: a/b}, destinations: [x.y/a], builders: [docker]}] | must be one of"
                        + " kaniko, buildkit, buildah",
                "rules: [{when: {serviceAccount: a/b}, destinations: [x.y/a]}] | a service account builds for a"
                        + " project",
                "rules: [{when: {projectPath: a/b}, project: {id: 1, path: a}, destinations: [x.y/a]}] | is for"
                        + " service accounts only",
                "rules: [{when: {serviceAccount: a/b}, project: {id: 0, path: a}, destinations: [x.y/a]}] | must be"
                        + " GitLab's id of a project",
                "rules: [{when: {projectPath: a/b, refProtected: yes}, destinations: [x.y/a]}] | must be true or false",
                "limits: {memory: lots} | must be a quantity of bytes",
            })
    void aMistakeInTheFileIsToldWithItsLineAndAFix(String text, String problem) {
        if (problem.isEmpty()) {
            assertThat(policy(text).decide(caller("main"), spec("registry.example/acme/app:1")))
                    .isEqualTo(new Decision.Refused(BuildReason.NOT_ALLOWED, List.of("the policy has no rule")));
            return;
        }
        assertThatThrownBy(() -> policy(text))
                .isInstanceOf(ClassFileException.class)
                .hasMessageContaining("policy.yaml:1: ")
                .hasMessageContaining(problem);
    }

    private static Grant grant(Policy policy, Caller caller, BuildSpec spec) {
        return ((Decision.Allowed) policy.decide(caller, spec)).grant();
    }

    private static BuildSpec with(BuildSpec spec, BuildCache cache) {
        return new BuildSpec(
                spec.context(),
                spec.dockerfile(),
                spec.target(),
                spec.destinations(),
                spec.buildArgs(),
                spec.labels(),
                spec.platforms(),
                cache,
                spec.builder(),
                spec.resources(),
                spec.timeout(),
                spec.priority(),
                spec.requestKey(),
                null);
    }

    /** Layers are trusted by their key alone: who pushes them as images would choose what others build on. */
    @ParameterizedTest
    @CsvSource({
        "registry.example/cache/acme/other/protected:abc, true",
        "registry.example/cache/acme/other/unprotected/deeper:abc, true",
        "registry.example/cache/acme/a/b/fork:abc, true",
        "registry.example/cache/acme/other:abc, false",
        "registry.example/acme/app/protected:abc, false"
    })
    void noDestinationIsInsideACacheWhoseverItIs(String destination, boolean refused) {
        Policy policy = policy("""
            limits: {running: 3, queued: 9, cpu: "2", memory: 4Gi, disk: 20Gi, timeout: 30m}
            rules:
              - when: {namespacePath: acme/**}
                destinations: ["registry.example/**"]
              - when: {projectPath: other/**}
                destinations: ["registry.example/other/**"]
                cacheRepo: registry.example/cache/{project_path}
            """);
        var spec = Orders.spec(0, List.of(), destination);

        Decision decision = policy.decide(Callers.protectedRef("acme/app", "main"), spec);

        assertThat(decision instanceof Decision.Refused).isEqualTo(refused);
    }
}
