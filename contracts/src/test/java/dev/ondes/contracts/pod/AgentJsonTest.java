package dev.ondes.contracts.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.job.EndReason;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentJsonTest {
    @Test
    void readsANoticesLineAndWhetherTheJobMoves() {
        byte[] json = """
                {"id": "n1", "kind": "spot-interruption", "decision": "move-now", "line": "the node goes"}
                """.getBytes(StandardCharsets.UTF_8);

        assertThat(AgentJson.readNotice(json)).isEqualTo(new AgentNotice("the node goes", true));
        assertThat(AgentJson.readNotice("{\"decision\": \"tell\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new AgentNotice(null, false));
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.25Z");

    private static final AgentReport REPORT = new AgentReport(
            2,
            EndReason.SCRIPT_FAILED,
            -1,
            "a \"detail\"",
            true,
            true,
            5_000_000_000L,
            NOON,
            NOON,
            NOON,
            NOON,
            new Usage(1L << 33, 12_345_678L, 100L, 25L),
            false);

    private static final CacheAccess GRANTED = new CacheAccess.Granted(
            "jars-protected",
            List.of(
                    new CacheAccess.Source("jars-protected", URI.create("https://s3.test/jars?X-Amz-Signature=ab")),
                    new CacheAccess.Source("main", URI.create("https://s3.test/main?X-Amz-Signature=cd"))),
            URI.create("https://s3.test/jars?X-Amz-Signature=ef"),
            NOON);
    private static final CacheAccess ONLY_RESTORED = new CacheAccess.Granted("npm", List.of(), null, NOON);

    private static AgentJob job() {
        return new AgentJob(
                URI.create("https://gitlab.example.com/sub"),
                2,
                5_000_000_000L,
                "small",
                "debian:12",
                Map.of("KEY", "value", "EMPTY", ""),
                MAPPER.createObjectNode()
                        .put("token", "glcbt-secret")
                        .set("list", MAPPER.createArrayNode().add(1)),
                List.of(GRANTED, ONLY_RESTORED, new CacheAccess.Refused("a/b", "it may not be")),
                List.of("a note", "another one"));
    }

    @Test
    void aJobReadsBackAsItWas() {
        assertThat(AgentJson.readJob(AgentJson.write(job()))).isEqualTo(job());
    }

    @Test
    void aJobOfAnOlderSchedulerHasNoCacheStorageAndNoNotes() throws IOException {
        var older = (ObjectNode) MAPPER.readTree(AgentJson.write(job()));
        older.remove(List.of("caches", "notes"));

        AgentJob read = AgentJson.readJob(MAPPER.writeValueAsBytes(older));

        assertThat(read.caches()).isEmpty();
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void noRequestForACacheIsEverPrinted() {
        assertThat(job().caches().toString() + job()).contains("jars-protected").doesNotContain("Signature", "s3.test");
    }

    @Test
    void aReportReadsBackAsItWas() {
        assertThat(AgentJson.readReport(AgentJson.write(REPORT))).isEqualTo(REPORT);
    }

    @Test
    void aReportOfLittleReadsBackAsItWas() {
        var report =
                new AgentReport(1, EndReason.JOB_GONE, null, null, true, false, 0, NOON, null, null, NOON, null, null);

        byte[] json = AgentJson.write(report);

        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("null", "exitCode", "detail", "script-");
        assertThat(AgentJson.readReport(json)).isEqualTo(report);
    }

    @Test
    void aUsageOfWhichTheKernelToldLittleReadsBackAsItWas() {
        var usage = new Usage(null, 5L, null, null);
        var report = new AgentReport(
                1, EndReason.SCRIPT_SUCCEEDED, 0, null, true, true, 0, NOON, NOON, NOON, NOON, usage, true);

        assertThat(AgentJson.readReport(AgentJson.write(report))).isEqualTo(report);
    }

    @Test
    void bothHaveOneFieldPerComponent() throws IOException {
        assertThat(MAPPER.readTree(AgentJson.write(job())).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(AgentJob.class));
        assertThat(MAPPER.readTree(AgentJson.write(REPORT)).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(AgentReport.class));
    }

    private static String[] components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\\", "é", "€", "😀", "\n", "\u0000", "\ud83d"})
    void aReportFitsIntoATerminationMessageWhateverItsDetail(String letter) {
        for (int length : new int[] {100, 3000, 3700, 3701, 3702, 3703, 10_000}) {
            var report = withDetail(letter.repeat(length));

            byte[] json = AgentJson.write(report);

            assertThat(json).hasSizeLessThanOrEqualTo(AgentJson.REPORT_LIMIT);
            assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n", "\\n", "\\u");
            assertThat(AgentJson.readReport(json).attempt()).isEqualTo(2);
        }
    }

    @Test
    void aDetailThatFitsStaysWholeAndALongerOneShowsItsCut() {
        int room = AgentJson.REPORT_LIMIT - AgentJson.write(withDetail("")).length;

        assertThat(detailOf(withDetail("x".repeat(room)))).isEqualTo("x".repeat(room));
        assertThat(detailOf(withDetail("x".repeat(room + 1)))).isEqualTo("x".repeat(room - 3) + "…");
        assertThat(AgentJson.write(withDetail("x".repeat(room + 1)))).hasSize(AgentJson.REPORT_LIMIT);
        assertThat(detailOf(withDetail("first\r\nsecond\ud83d"))).isEqualTo("first  second?");
    }

    private static AgentReport withDetail(String detail) {
        return new AgentReport(2, EndReason.UNKNOWN, null, detail, false, false, 0, NOON, null, null, NOON, null, null);
    }

    private static @Nullable String detailOf(AgentReport report) {
        return AgentJson.readReport(AgentJson.write(report)).detail();
    }

    @Test
    void ignoresFieldsOfANewerVersion() {
        byte[] newer = changed(AgentJson.write(REPORT), "newField", "{\"a\":1}");

        assertThat(AgentJson.readReport(newer)).isEqualTo(REPORT);
        assertThat(AgentJson.readJob(changed(AgentJson.write(job()), "newField", "1")))
                .isEqualTo(job());
    }

    @Test
    void readsAReasonOfANewerAgentAsUnknown() {
        byte[] newer = changed(AgentJson.write(REPORT), "reason", "\"struck-by-lightning\"");

        assertThat(AgentJson.readReport(newer).reason()).isEqualTo(EndReason.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attempt | \"SECRET\" | a whole number of 32 bits",
                "attempt | 99999999999 | a whole number of 32 bits",
                "attempt | 1.5 | a whole number of 32 bits",
                "reason | 7 | text",
                "exitCode | \"SECRET\" | a whole number of 32 bits",
                "detail | [\"SECRET\"] | text",
                "reported | \"SECRET\" | true or false",
                "logOffset | \"SECRET\" | a whole number of 64 bits",
                "finishedAt | \"SECRET\" | an RFC 3339 timestamp"
            })
    void namesAReportsWrongFieldAndNoValue(String field, String value, String expected) {
        byte[] broken = changed(AgentJson.write(REPORT), field, value);

        assertThatThrownBy(() -> AgentJson.readReport(broken))
                .isInstanceOf(AgentJsonException.class)
                .hasMessage("the agent's report: '" + field + "' must be " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"attempt", "reason", "reported", "scriptStarted", "logOffset", "agentStartedAt", "finishedAt"})
    void namesAReportsMissingField(String field) {
        byte[] broken = changed(AgentJson.write(REPORT), field, null);

        assertThatThrownBy(() -> AgentJson.readReport(broken))
                .isInstanceOf(AgentJsonException.class)
                .hasMessageMatching("the agent's report: '" + field + "' must be .*, and is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gitlabUrl | \"http://[SECRET\" | a URI",
                "variables | [] | an object",
                "payload | \"SECRET\" | an object"
            })
    void namesAJobsWrongFieldAndNoValue(String field, String value, String expected) {
        byte[] broken = changed(AgentJson.write(job()), field, value);

        assertThatThrownBy(() -> AgentJson.readJob(broken))
                .isInstanceOf(AgentJsonException.class)
                .hasMessage("the agent's job: '" + field + "' must be " + expected);
    }

    @Test
    void namesAJobsWrongVariable() {
        byte[] broken = changed(AgentJson.write(job()), "variables", "{\"KEY\":[\"SECRET\"]}");

        assertThatThrownBy(() -> AgentJson.readJob(broken))
                .hasMessage("the agent's job, variables: 'KEY' must be text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"attempt\": SECRET", "Killed"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThatThrownBy(() -> AgentJson.readReport(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AgentJsonException.class)
                .hasMessage("the agent's report is no JSON object");
    }

    @Test
    void aJobPrintsNoPayload() {
        assertThat(job().toString()).contains("small").doesNotContain("glcbt", "value");
    }

    private static byte[] changed(byte[] json, String field, @Nullable String value) {
        try {
            var tree = (ObjectNode) MAPPER.readTree(json);
            if (value == null) {
                tree.remove(field);
            } else {
                tree.set(field, MAPPER.readTree(value));
            }
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
