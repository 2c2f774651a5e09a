package dev.ondes.playground.gitlab.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiFileTest {
    private static CiFile read(String text) {
        return CiFile.read(CiFile.NAME, text, _ -> Optional.empty());
    }

    private static CiJob job(String text) {
        return read(text).jobs().getFirst();
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(CiFileException.class).hasMessage(message);
    }

    @Test
    void readsAJobWithAllThatItKnows() {
        CiJob job = job("""
                stages: [check]
                variables:
                  GLOBAL: one
                  BOTH: global
                  DESCRIBED: {value: 3, description: "how many"}
                verify:
                  stage: check
                  image: {name: "alpine:3", entrypoint: [""], pull_policy: if-not-present, kubernetes: {user: "1000:1000"}}
                  tags: [linux, arm]
                  variables:
                    BOTH: job
                    RAW: {value: "$X", expand: false}
                  before_script: echo before
                  script:
                    - make
                    - make test
                  after_script: [echo after]
                  artifacts:
                    name: out-$CI_JOB_NAME
                    paths: [build/]
                    exclude: [build/tmp]
                    when: always
                    expire_in: 1 week
                    reports: {junit: report.xml}
                  allow_failure: {exit_codes: [3, 4]}
                  retry: {max: 2, when: [runner_system_failure], exit_codes: [4, 5]}
                  timeout: 1h 30m
                  interruptible: yes
                """);

        assertThat(job.stage()).isEqualTo("check");
        assertThat(job.image()).isEqualTo(new CiImage("alpine:3", List.of(""), List.of("if-not-present"), "1000:1000"));
        assertThat(job.tags()).containsExactly("linux", "arm");
        assertThat(job.script()).containsExactly("echo before", "make", "make test");
        assertThat(job.afterScript()).containsExactly("echo after");
        assertThat(job.variables())
                .containsEntry("GLOBAL", new CiVariable("one", false))
                .containsEntry("BOTH", new CiVariable("job", false))
                .containsEntry("DESCRIBED", new CiVariable("3", false))
                .containsEntry("RAW", new CiVariable("$X", true));
        assertThat(job.artifacts())
                .isEqualTo(new CiArtifacts(
                        "out-$CI_JOB_NAME",
                        List.of("build/"),
                        List.of("build/tmp"),
                        false,
                        "always",
                        "1 week",
                        Map.of("junit", List.of("report.xml"))));
        assertThat(job.allowFailure()).isEqualTo(new AllowFailure(false, List.of(3, 4)));
        assertThat(job.retry()).isEqualTo(new CiRetry(2, List.of("runner_system_failure"), List.of(4, 5)));
        assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(job.interruptible()).isTrue();
    }

    @Test
    void readsServicesByNameAndAsMappings() {
        CiJob job = job("""
                test:
                  services:
                    - redis:7
                    - name: postgres:16
                      alias: db, main-db
                      entrypoint: [docker-entrypoint.sh]
                      command: [postgres, -c, fsync=off]
                      variables: {POSTGRES_DB: app, POSTGRES_PASSWORD: $DB_PASSWORD}
                      pull_policy: [always, if-not-present]
                  script: echo
                """);

        assertThat(job.services())
                .containsExactly(
                        new CiService("redis:7", null, List.of(), List.of(), Map.of(), List.of()),
                        new CiService(
                                "postgres:16",
                                "db, main-db",
                                List.of("docker-entrypoint.sh"),
                                List.of("postgres", "-c", "fsync=off"),
                                Map.of("POSTGRES_DB", "app", "POSTGRES_PASSWORD", "$DB_PASSWORD"),
                                List.of("always", "if-not-present")));
    }

    @ParameterizedTest
    @CsvSource({"default: {services: [redis]}", "services: [redis]"})
    void givesJobsTheServicesOfTheFileUnlessTheyHaveTheirOwn(String ofTheFile) {
        CiFile file = read(ofTheFile + "\nplain: {script: run}\nown: {script: run, services: [postgres]}\n");

        assertThat(file.jobs())
                .flatExtracting(CiJob::services)
                .extracting(CiService::name)
                .containsExactly("redis", "postgres");
    }

    @Test
    void refusesAServiceThatItCanNotRead() {
        assertRefused(
                "test:\n  script: echo\n  services:\n    - name: redis\n      docker: {platform: arm64}\n",
                ".gitlab-ci.yml:5: unknown keyword 'docker' in services of job 'test'");
        assertRefused(
                "test:\n  script: echo\n  services:\n    - alias: db\n",
                ".gitlab-ci.yml:4: 'name' of services of job 'test' must be given");
        assertRefused(
                "test:\n  script: echo\n  services: redis\n",
                ".gitlab-ci.yml:3: 'services' of job 'test' must be a list");
        assertRefused(
                "test:\n  script: echo\n  services:\n    - {name: redis, pull_policy: sometimes}\n",
                ".gitlab-ci.yml:4: 'pull_policy' of services of job 'test' must be among [always, if-not-present,"
                        + " never]");
    }

    @Test
    void leavesOutHiddenJobsAndThoseThatNeverRun() {
        CiFile file = read("""
                .template: {script: echo}
                never: {script: echo, when: never}
                runs: {script: echo}
                """);

        assertThat(file.jobs()).extracting(CiJob::name).containsExactly("runs");
        assertThat(file.stages()).containsExactly(".pre", "build", "test", "deploy", ".post");
    }

    @Test
    void laysAJobOverAllThatItExtends() {
        CiJob job = job("""
                .far:
                  tags: [far]
                  variables: {A: far, B: far}
                .near:
                  extends: .far
                  variables: {B: near}
                .other:
                  tags: [other]
                real:
                  extends: [.near, .other]
                  variables: {C: own}
                  script: echo
                """);

        assertThat(job.tags()).containsExactly("other");
        assertThat(job.variables())
                .extractingByKeys("A", "B", "C")
                .extracting(CiVariable::value)
                .containsExactly("far", "near", "own");
    }

    @Test
    void resolvesAnchorsMergeKeysAndNestedScripts() {
        CiJob job = job("""
                .setup: &setup
                  - echo one
                  - echo two
                .base: &base
                  image: alpine
                  tags: [base]
                real:
                  <<: *base
                  tags: [own]
                  script:
                    - *setup
                    - echo three
                """);

        assertThat(job.script()).containsExactly("echo one", "echo two", "echo three");
        assertThat(job.tags()).containsExactly("own");
        assertThat(job.image()).isEqualTo(new CiImage("alpine", List.of(), List.of(), null));
    }

    @Test
    void givesJobsTheirDefaultsUnlessTheyHaveTheirOwn() {
        CiFile file = read("""
                default:
                  image: default-image
                  before_script: [echo default]
                  retry: 1
                plain: {script: run}
                own: {script: run, image: own-image, before_script: []}
                """);

        assertThat(file.job("plain").orElseThrow().script()).containsExactly("echo default", "run");
        assertThat(file.job("plain").orElseThrow().retry().max()).isEqualTo(1);
        assertThat(file.job("own").orElseThrow().script()).containsExactly("run");
        assertThat(file.job("own").orElseThrow().image())
                .isEqualTo(new CiImage("own-image", List.of(), List.of(), null));
    }

    @Test
    void readsNeedsInBothForms() {
        CiJob job = read("""
                one: {script: echo, stage: build}
                two: {script: echo, needs: [one, {job: gone, optional: true}, {job: one, artifacts: false}]}
                """).job("two").orElseThrow();

        assertThat(job.needs())
                .containsExactly(
                        new CiNeed("one", true, false),
                        new CiNeed("gone", true, true),
                        new CiNeed("one", false, false));
    }

    @Test
    void allowsAManualJobToFailUnlessItSaysOtherwise() {
        assertThat(job("deploy: {script: echo, when: manual}").allowFailure().always())
                .isTrue();
        assertThat(job("deploy: {script: echo, when: manual, allow_failure: false}")
                        .allowFailure()
                        .always())
                .isFalse();
    }

    @Test
    void refusesInvalidYaml() {
        assertThatThrownBy(() -> read("build:\n  script: [echo\n"))
                .isInstanceOf(CiFileException.class)
                .hasMessageStartingWith(".gitlab-ci.yml:3: invalid YAML: ");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused("", ".gitlab-ci.yml:1: the file is empty");
    }

    @Test
    void refusesAnUnknownKeywordOfAJob() {
        assertRefused(
                "build:\n  script: echo\n  rules:\n    - when: always\n",
                ".gitlab-ci.yml:3: unknown keyword 'rules' in job 'build'");
    }

    @ParameterizedTest
    @CsvSource({"include", "workflow"})
    void refusesAnUnknownKeywordOfTheFile(String keyword) {
        assertRefused(
                "build: {script: echo}\n" + keyword + ": {name: x}\n",
                ".gitlab-ci.yml:2: unknown keyword '" + keyword + "'");
    }

    @Test
    void refusesAnUnknownKeywordDeepInAJob() {
        assertRefused(
                "build:\n  script: echo\n  artifacts:\n    paths: [x]\n    expose_as: y\n",
                ".gitlab-ci.yml:5: unknown keyword 'expose_as' in artifacts of job 'build'");
    }

    @Test
    void namesTheLineOfTheTemplateThatAnUnknownKeywordStandsIn() {
        assertRefused(
                ".base:\n  rules: []\nbuild:\n  extends: .base\n  script: echo\n",
                ".gitlab-ci.yml:2: unknown keyword 'rules' in job 'build'");
    }

    @Test
    void refusesAJobWithoutScript() {
        assertRefused("stages: [test]\nbuild:\n  tags: [x]\n", ".gitlab-ci.yml:2: job 'build' has no 'script'");
    }

    @Test
    void refusesANeedOfAnUnknownJob() {
        assertRefused(
                "build:\n  script: echo\n  needs: [nobody]\n",
                ".gitlab-ci.yml:1: job 'build' needs 'nobody', which is no job of this pipeline");
    }

    @Test
    void refusesANeedOfALaterStage() {
        assertRefused(
                "one: {script: echo, stage: build, needs: [two]}\ntwo: {script: echo, stage: test}\n",
                ".gitlab-ci.yml:1: job 'one' needs 'two', which is of a later stage");
    }

    @Test
    void refusesACycle() {
        assertRefused("""
                a: {script: echo, needs: [b]}
                b: {script: echo, needs: [c]}
                c: {script: echo, needs: [b]}
                """, ".gitlab-ci.yml:2: job 'b' needs itself: b -> c -> b");
    }

    @Test
    void refusesAnUnknownStage() {
        assertRefused(
                "stages: [one]\nbuild: {script: echo, stage: two}\n",
                ".gitlab-ci.yml:2: job 'build' has the unknown stage 'two'; there are .pre, one, .post");
    }

    @Test
    void refusesADependencyThatIsNotAmongTheNeeds() {
        assertRefused("""
                one: {script: echo, stage: build}
                two: {script: echo, needs: [], dependencies: [one]}
                """, ".gitlab-ci.yml:2: job 'two' depends on 'one', which is not among its needs");
    }

    @Test
    void refusesExtendsThatGoInACircleOrNowhere() {
        assertRefused(
                ".a: {extends: .b}\n.b: {extends: .a}\njob: {script: echo, extends: .a}\n",
                ".gitlab-ci.yml:2: 'extends' of job '.b' must be free of cycles: job -> .a -> .b -> .a");
        assertRefused(
                "job: {script: echo, extends: .gone}\n",
                ".gitlab-ci.yml:1: 'extends' of job 'job' must be a job of this file; '.gone' is none");
    }

    @Test
    void refusesAScriptLineThatYamlTakesForAMapping() {
        assertRefused(
                "build:\n  script:\n    - echo a: b\n",
                ".gitlab-ci.yml:3: 'script' of job 'build' must hold texts (is there an unquoted ': '?)");
    }

    @Test
    void refusesAnAnchorThatHoldsItself() {
        assertThatThrownBy(() -> read("build:\n  script: &x\n    - *x\n"))
                .isInstanceOf(CiFileException.class)
                .hasMessageContaining(".gitlab-ci.yml:2:");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertRefused("build:\n  script: echo\n  script: make\n", ".gitlab-ci.yml:3: 'script' stands here twice");
    }

    @Test
    void refusesATagOfGitLabsOwn() {
        assertRefused("build:\n  script: !reference [.x, script]\n", ".gitlab-ci.yml:2: unknown tag '!reference'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            when: later                | 'when' of job 'build' must be on_success, on_failure, always, manual or never
            retry: 3                   | 'retry' of job 'build' must be 0, 1 or 2
            timeout: soon              | 'timeout' of job 'build' must be a length of time, such as '90 minutes'
            allow_failure: maybe       | 'allow_failure' of job 'build' must be true or false
            tags: linux                | 'tags' of job 'build' must be a list
            id_tokens: {TOKEN: x}      | TOKEN of id_tokens of job 'build' must be a mapping
            id_tokens: {TOKEN: {}}     | 'TOKEN' of id_tokens of job 'build' must be a mapping with 'aud'
            secrets: {PASSWORD: {}}    | 'vault' of PASSWORD of secrets of job 'build' must be given: path/field@mount, or a mapping
            secrets: {PASSWORD: {vault: field}} | 'vault' of PASSWORD of secrets of job 'build' must be path/field@mount, or a mapping
            secrets: {PASSWORD: {azure_key_vault: {name: x}}} | unknown keyword 'azure_key_vault' in PASSWORD of secrets of job 'build'
            retry: {max: 1, when: x}   | 'when' of retry of job 'build' must be 'always' or failure reasons that GitLab knows
            """)
    void refusesValuesThatMakeNoSense(String line, String problem) {
        assertRefused("build:\n  script: echo\n  " + line + "\n", ".gitlab-ci.yml:3: " + problem);
    }
}
