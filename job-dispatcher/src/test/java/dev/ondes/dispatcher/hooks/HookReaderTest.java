package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.JobObserved;
import dev.ondes.dispatcher.hooks.Hook.Kind;
import dev.ondes.dispatcher.hooks.HookNews.CancelAsked;
import dev.ondes.dispatcher.hooks.HookNews.Nothing;
import dev.ondes.dispatcher.hooks.HookNews.WorkWaits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookReaderTest {
    private final HookReader reader = new HookReader();

    static Stream<Arguments> hooks() {
        return Stream.of(
                Arguments.of(build("pending"), Kind.JOB, new WorkWaits()),
                Arguments.of(build("running"), Kind.JOB, new Nothing()),
                Arguments.of(build("success"), Kind.JOB, new Nothing()),
                Arguments.of(build("canceling"), Kind.JOB, new CancelAsked(1977, "canceling")),
                Arguments.of(build("canceled"), Kind.JOB, new CancelAsked(1977, "canceled")),
                Arguments.of("{\"object_kind\": \"build\", \"build_status\": \"canceled\"}", Kind.JOB, new Nothing()),
                Arguments.of(
                        "{\"build_id\": 5, \"build_status\": \"canceled\", \"object_kind\": \"build\"}",
                        Kind.JOB,
                        new CancelAsked(5, "canceled")),
                Arguments.of(pipeline("success", "pending"), Kind.PIPELINE, new WorkWaits()),
                Arguments.of(pipeline("success", "running"), Kind.PIPELINE, new Nothing()),
                Arguments.of("{\"object_kind\": \"pipeline\", \"builds\": null}", Kind.PIPELINE, new Nothing()),
                Arguments.of(
                        "{\"object_kind\": \"pipeline\", \"builds\": [3, [\"pending\"], {\"x\": {\"status\": \"pending\"}}]}",
                        Kind.PIPELINE,
                        new Nothing()),
                Arguments.of("{\"object_kind\": \"push\", \"build_status\": \"pending\"}", Kind.OTHER, new Nothing()),
                Arguments.of("{\"object_kind\": {\"a\": 1}}", Kind.OTHER, new Nothing()),
                Arguments.of("{\"text\": \"a template of our own\"}", Kind.OTHER, new Nothing()),
                Arguments.of("[1, 2]", Kind.OTHER, new Nothing()),
                Arguments.of("\"text\"", Kind.OTHER, new Nothing()),
                Arguments.of("{}", Kind.OTHER, new Nothing()));
    }

    @ParameterizedTest
    @MethodSource("hooks")
    void findsWhatMatters(String body, Kind kind, HookNews news) throws Exception {
        Hook hook = read(body);

        assertThat(hook.kind()).isEqualTo(kind);
        assertThat(hook.news()).isEqualTo(news);
    }

    @Test
    void readsWhereAJobStands() throws Exception {
        String body = """
                {"object_kind": "build", "ref": "main", "build_id": 1977, "build_name": "test 1/2", "build_stage": "test",
                 "build_status": "failed", "build_created_at": "2026-03-01 12:00:00 UTC",
                 "build_started_at": "2026-03-01T12:00:05.500Z", "build_finished_at": "2026-03-01 14:00:10 +0200",
                 "build_failure_reason": "script_failure", "pipeline_id": 2366,
                 "runner": {"id": 380987, "tags": ["linux"], "runner_type": "group_type"},
                 "user": {"id": 3, "name": "Ada"}, "commit": {"id": 2366, "name": "Build"},
                 "project": {"id": 380, "path_with_namespace": "group/project", "name": "no"}}
                """;

        assertThat(read(body).jobs())
                .containsExactly(new JobObserved(
                        1977,
                        "test 1/2",
                        "group/project",
                        "failed",
                        "test",
                        "main",
                        2366L,
                        Instant.parse("2026-03-01T12:00:00Z"),
                        null,
                        Instant.parse("2026-03-01T12:00:05.500Z"),
                        Instant.parse("2026-03-01T12:00:10Z"),
                        "script_failure",
                        380987L));
    }

    @Test
    void readsWhereAPipelinesJobsStandWhateverTheOrderOfItsFields() throws Exception {
        String body = """
                {"builds": [
                  {"id": 380, "stage": "deploy", "name": "production", "status": "waiting_for_resource", "runner": null,
                   "created_at": "2026-03-01 12:00:00 UTC", "started_at": null, "failure_reason": null},
                  {"name": "without an id", "status": "pending"},
                  {"id": 377, "status": "running", "runner": {"id": 5}, "started_at": "a while ago"}],
                 "project": {"path_with_namespace": "group/project"}, "commit": {"id": "bcbb5ec"},
                 "object_attributes": {"ref": "master", "id": 31, "variables": [{"key": "K", "value": "v"}]},
                 "object_kind": "pipeline"}
                """;

        assertThat(read(body).jobs())
                .containsExactly(
                        new JobObserved(
                                380,
                                "production",
                                "group/project",
                                "waiting_for_resource",
                                "deploy",
                                "master",
                                31L,
                                Instant.parse("2026-03-01T12:00:00Z"),
                                null,
                                null,
                                null,
                                null,
                                null),
                        new JobObserved(
                                377,
                                "",
                                "group/project",
                                "running",
                                null,
                                "master",
                                31L,
                                null,
                                null,
                                null,
                                null,
                                null,
                                5L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object_kind\": \"build\", \"build_id\": 5, \"build_status\": \"pending\"}",
                "{\"object_kind\": \"build\", \"build_id\": 5, \"project\": {\"path_with_namespace\": \"g/p\"}}",
                "{\"object_kind\": \"build\", \"build_id\": 99999999999999999999, \"build_status\": \"pending\","
                        + " \"project\": {\"path_with_namespace\": \"g/p\"}}",
                "{\"object_kind\": \"build\", \"build_id\": 5, \"build_status\": \"<b>\","
                        + " \"project\": {\"path_with_namespace\": \"g/p\"}}",
                "{\"object_kind\": \"push\", \"build_id\": 5, \"build_status\": \"pending\","
                        + " \"project\": {\"path_with_namespace\": \"g/p\"}}"
            })
    void saysNothingOfAJobThatItDoesNotKnowWell(String body) throws Exception {
        assertThat(read(body).jobs()).isEmpty();
    }

    @Test
    void takesNoMoreThanSoManyJobsOfAPipeline() throws Exception {
        String build = "{\"id\": %d, \"status\": \"created\"}";
        String builds =
                IntStream.rangeClosed(1, 5000).mapToObj(build::formatted).collect(Collectors.joining(","));
        String body = "{\"object_kind\": \"pipeline\", \"project\": {\"path_with_namespace\": \"g/p\"}, \"builds\": ["
                + builds + ", {\"id\": 5001, \"status\": \"pending\"}]}";

        Hook hook = read(body);

        assertThat(hook.jobs()).hasSize(2000);
        assertThat(hook.news()).isEqualTo(new WorkWaits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "token=secret-of-a-user", "{\"object_kind\": \"build\"", "{\"a\": secret-of-a-user}"})
    void refusesWhatIsNoJsonWithoutRepeatingIt(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("body")
                .hasMessageNotContaining("secret-of-a-user");
    }

    @Test
    void readsPastAMessageOfManyMegabytes() throws Exception {
        String body = "{\"object_kind\": \"build\", \"commit\": {\"message\": \"" + "x".repeat(20_000_000)
                + "\"}, \"build_status\": \"pending\"}";

        assertThat(read(body).news()).isEqualTo(new WorkWaits());
    }

    @Test
    void takesAnOddShapeForNothing() throws Exception {
        assertThat(read("[".repeat(5000)).news()).isEqualTo(new Nothing());
        assertThat(read("{\"object_kind\": \"" + "x".repeat(5000) + "\"}").news())
                .isEqualTo(new Nothing());
    }

    private Hook read(String body) throws IOException, NotJsonException {
        return reader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String build(String status) {
        return """
                {"object_kind": "build", "ref": "main", "build_id": 1977, "build_name": "test",
                 "build_status": "%s", "build_duration": null, "runner": null,
                 "project": {"id": 380, "build_status": "canceled", "builds": [{"status": "pending"}]},
                 "commit": {"id": 2366, "status": "pending", "message": "say \\"pending\\"\\n"}}
                """.formatted(status);
    }

    private static String pipeline(String first, String second) {
        return """
                {"object_kind": "pipeline",
                 "object_attributes": {"id": 31, "status": "pending", "variables": [{"key": "K", "value": "v"}]},
                 "builds": [{"id": 380, "stage": "build", "status": "%s", "runner": null},
                            {"id": 377, "user": {"status": "pending"}, "status": "%s"}]}
                """.formatted(first, second);
    }
}
