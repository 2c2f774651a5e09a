package dev.ondes.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EventCodec codec = new EventCodec();

    @Test
    void encodesAsStructuredCloudEvent() throws IOException {
        var json = MAPPER.readTree(codec.encode(Samples.event(EventType.JOB_CANCEL_REQUESTED)));

        assertThat(json).isEqualTo(MAPPER.readTree("""
                        {"specversion": "1.0", "id": "id-1", "source": "/test", "type": "dev.ondes.job.cancel-requested",
                         "subject": "42", "time": "2026-03-01T12:00:00Z", "datacontenttype": "application/json",
                         "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                         "data": {"jobId": 42, "status": "canceling"}}
                        """));
    }

    @Test
    void leavesOutWhatIsNull() {
        var event = new Event<>("1", "/x", Samples.NOON, "q", null, new SystemFailure("x", "k", "q", null, "m"));

        byte[] encoded = codec.encode(event);

        assertThat(new String(encoded, StandardCharsets.UTF_8)).doesNotContain("null", "traceparent", "jobClass");
        assertThat(codec.decode(encoded)).contains(event);
    }

    @ParameterizedTest
    @EnumSource
    void ignoresFieldsThatANewerProducerAdded(EventType type) {
        byte[] newer = changed(type, message -> {
            message.put("newattribute", "x");
            ((ObjectNode) message.path("data")).putObject("newField").put("inner", true);
        });

        assertThat(codec.decode(newer)).contains(Samples.event(type));
    }

    @Test
    void readsAReasonOfANewerProducerAsUnknown() {
        byte[] newer = changed(
                EventType.JOB_FINISHED,
                message -> ((ObjectNode) message.path("data")).put("reason", "struck-by-lightning"));

        assertThat(codec.decode(newer).orElseThrow().data())
                .isInstanceOfSatisfying(
                        JobFinished.class,
                        finished -> assertThat(finished.reason()).isEqualTo(EndReason.UNKNOWN));
    }

    @Test
    void readsAKindOfNoticeOfANewerProducerAsUnknown() {
        byte[] newer = changed(
                EventType.SPOT_TERMINATION_NOTICE,
                message -> ((ObjectNode) message.path("data")).put("kind", "meteor-expected"));

        assertThat(codec.decode(newer).orElseThrow().data())
                .isInstanceOfSatisfying(
                        TerminationNotice.class,
                        notice -> assertThat(notice.kind()).isEqualTo(NoticeKind.UNKNOWN));
    }

    @Test
    void passesByATypeThatItDoesNotKnow() {
        byte[] newer = changed(EventType.JOB_STARTED, message -> {
            message.put("type", "dev.ondes.job.started/v2").put("specversion", "1.1");
            message.remove("data");
        });

        assertThat(codec.decode(newer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "subject", "time"})
    void namesAMissingAttribute(String attribute) {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.remove(attribute));

        assertRefused(broken, "job.started: the CloudEvents attribute " + attribute + " is missing, empty or no text");
    }

    @Test
    void refusesAMessageWithoutType() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.put("type", 3));

        assertRefused(broken, "the message: the CloudEvents attribute type is missing, empty or no text");
    }

    @Test
    void refusesAnotherVersionOfCloudEvents() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.put("specversion", "0.3"));

        assertRefused(broken, "job.started: the CloudEvents attribute specversion is not 1.0");
    }

    @Test
    void refusesAnUnreadableTime() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.put("time", "yesterday"));

        assertRefused(broken, "job.started: the CloudEvents attribute time is no RFC 3339 timestamp");
    }

    @Test
    void refusesAnEventWithoutData() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.remove("data"));

        assertRefused(broken, "job.started: data is missing or no object");
    }

    @Test
    void namesEveryBrokenFieldAndNoValue() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> {
            var data = (ObjectNode) message.path("data");
            data.put("jobId", "glrt-secret").put("startedAt", "at noon");
            data.remove("node");
        });

        assertRefused(broken, "job.started breaks its schema: jobId: type; node: required; startedAt: format");
    }

    @Test
    void namesTheFieldThatIsTooLargeForItsRecord() {
        byte[] broken = changed(
                EventType.JOB_STARTED, message -> ((ObjectNode) message.path("data")).put("attempt", 123_456_789_012L));

        assertRefused(broken, "job.started: attempt: does not fit JobStarted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"x\"", "{", "{} {}", "<html>secret</html>"})
    void refusesWhatIsNoJsonObject(String body) {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), "the message is no JSON object");
    }

    @Test
    void aBrokenTraceCostsOnlyTheTrace() {
        byte[] broken = changed(EventType.JOB_STARTED, message -> message.put("traceparent", "00-nonsense"));
        byte[] glued = changed(
                EventType.JOB_STARTED,
                message -> message.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x"));

        assertThat(codec.decode(broken).orElseThrow().traceparent()).isNull();
        assertThat(codec.decode(glued).orElseThrow().traceparent()).isNull();
    }

    @Test
    void handsOnNoMoreOfATraceThanItsKnownPart() {
        String known = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        byte[] endless = changed(
                EventType.JOB_STARTED, message -> message.put("traceparent", known + "-" + "x".repeat(200_000)));

        assertThat(codec.decode(endless).orElseThrow().traceparent()).isEqualTo(known);
    }

    @Test
    void keepsADurationThatIsNoWholeSecond() {
        byte[] event = changed(
                EventType.JOB_QUEUED, message -> ((ObjectNode) message.path("data")).put("timeout", "PT1H0.5S"));

        assertThat(codec.decode(event).orElseThrow().data())
                .isInstanceOfSatisfying(
                        JobQueued.class, queued -> assertThat(queued.timeout()).hasMillis(3_600_500));
    }

    @Test
    void aQueuedJobPrintsNoPayload() {
        assertThat(Samples.event(EventType.JOB_QUEUED).toString())
                .contains("42")
                .doesNotContain("eyJ");
    }

    private void assertRefused(byte[] body, String message) {
        assertThatThrownBy(() -> codec.decode(body))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(message);
    }

    private byte[] changed(EventType type, Consumer<ObjectNode> change) {
        try {
            var message = (ObjectNode) MAPPER.readTree(codec.encode(Samples.event(type)));
            change.accept(message);
            return MAPPER.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
