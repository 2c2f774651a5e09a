package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.dispatcher.hooks.Hook.Kind;
import dev.ondes.dispatcher.hooks.HookNews.CancelAsked;
import dev.ondes.dispatcher.hooks.HookNews.Nothing;
import dev.ondes.dispatcher.hooks.HookNews.WorkWaits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        assertThat(read(body)).isEqualTo(new Hook(kind, news));
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
