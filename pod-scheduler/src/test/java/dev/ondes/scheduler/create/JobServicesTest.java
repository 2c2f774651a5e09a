package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobServicesTest {
    private static final JobClass SMALL = Classes.small();

    @Test
    void seeTheJobsPublicVariablesTheClassesAndTheirOwn() {
        JobService service = service("""
                {"name": "postgres", "variables": [{"key": "POSTGRES_DB", "value": "of-$TEAM"}, {"key": "TEAM", "value": "red"}]}
                """);

        assertThat(service.environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "CLASS_VARIABLE", "of the class",
                        "REGISTRY", "registry.test/red",
                        "TEAM", "red",
                        "POSTGRES_DB", "of-red"));
        assertThat(service.secretive()).isFalse();
    }

    /** A masked variable reaches the service that the job gives it to, and its last words stay where they are. */
    @Test
    void seeOfTheJobsSecretsThoseAloneThatTheirOwnVariablesName() {
        JobService service = service("""
                {"name": "postgres", "variables": [{"key": "POSTGRES_PASSWORD", "value": "$DB_PASSWORD"}]}
                """);

        assertThat(service.environment())
                .containsEntry("POSTGRES_PASSWORD", "correct-horse")
                .doesNotContainKeys("DB_PASSWORD", "CI_JOB_TOKEN", "A_FILE");
        assertThat(service.secretive()).isTrue();
        assertThat(service).asString().doesNotContain("correct-horse");
    }

    @Test
    void haveNoVariableWhoseNameKubernetesRefuses() {
        assertThat(service("{\"name\": \"redis\", \"variables\": [{\"key\": \"1ST\", \"value\": \"x\"}]}")
                        .environment())
                .doesNotContainKey("1ST");
    }

    @Test
    void areNamedByImagesWithTheirVariablesReplaced() {
        JobService service =
                service("{\"name\": \"$REGISTRY/db:16\", \"alias\": \"db, main\", \"pull_policy\": [\"always\"]}");

        assertThat(service.image()).isEqualTo("registry.test/blue/db:16");
        assertThat(service.aliases()).containsExactly("db", "main", "registry.test-blue-db");
        assertThat(service.pullPolicy()).isEqualTo("Always");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null            | null            | ''       | ''",
                "['run','-x']    | null            | 'run -x' | ''",
                "null            | ['-c','a']      | ''       | '-c a'",
                "['run']         | ['-c']          | 'run'    | '-c'",
                "['']            | ['serve','-v']  | 'serve -v' | ''",
                "['']            | null            | ''       | ''",
            })
    void runTheirImagesEntrypointAndCommandOrTheirOwn(
            String entrypoint, String command, String runs, String arguments) {
        JobService service = service("{\"name\": \"redis\", \"entrypoint\": %s, \"command\": %s}"
                .formatted(entrypoint.replace('\'', '"'), command.replace('\'', '"')));

        assertThat(String.join(" ", service.command())).isEqualTo(runs);
        assertThat(String.join(" ", service.arguments())).isEqualTo(arguments);
    }

    @Test
    void withoutAnImageAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> services("{\"name\": \"redis\"}, {\"name\": \"$EMPTY\"}"))
                .withMessage("service 2 has no image: $EMPTY is empty");
    }

    /** What a pod says of a variable, its Secret holds. */
    @Test
    void haveTheirVariablesInTheSecretUnderTheNamesThatThePodGives() {
        JobPayload payload = payload(
                "{\"name\": \"redis\"}, {\"name\": \"postgres\", \"variables\": [{\"key\": \"A\", \"value\": \"b\"}]}");

        Map<String, String> secrets = JobServices.secrets(payload, SMALL.variables());

        assertThat(secrets)
                .containsEntry("svc-1.A", "b")
                .containsEntry("svc-0.TEAM", "blue")
                .containsEntry("svc-1.TEAM", "blue")
                .doesNotContainKey("svc-0.A");
        for (JobService service : JobServices.of(payload, SMALL, false)) {
            assertThat(service.environment().keySet())
                    .allSatisfy(variable ->
                            assertThat(secrets).containsKey(JobService.secretKey(service.container(), variable)));
        }
    }

    private static JobService service(String json) {
        return services(json).getFirst();
    }

    private static List<JobService> services(String json) {
        return JobServices.of(payload(json), SMALL, false);
    }

    private static JobPayload payload(String services) {
        return JobPayload.parse(World.json("""
                {"id": 1, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "variables": [
                   {"key": "REGISTRY", "value": "registry.test/${TEAM}", "public": true},
                   {"key": "TEAM", "value": "blue", "public": true},
                   {"key": "A_FILE", "value": "content", "public": true, "file": true},
                   {"key": "DB_PASSWORD", "value": "correct-horse", "masked": true},
                   {"key": "DEBUG", "value": "1"},
                   {"key": "CI_JOB_TOKEN", "value": "glcbt-64_token", "masked": true}],
                 "services": [%s]}
                """.formatted(services)));
    }
}
