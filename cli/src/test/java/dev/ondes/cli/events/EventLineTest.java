package dev.ondes.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.SystemFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");

    private final EventLine line = new EventLine(new EventCodec());

    private static Event<?> event(EventData data) {
        return new Event<>("id-1", "/test", NOON, data.subject(), null, data);
    }

    private static Event<?> queued(String name) {
        return event(new JobQueued(
                42,
                name,
                7,
                3,
                "group/project",
                "main",
                "small",
                URI.create("https://gitlab.example.com"),
                Duration.ofMinutes(90),
                NOON,
                NOON,
                "eyJoZWFkIn0..aXY.Y2lwaGVy.dGFn"));
    }

    @Test
    void isTimeTypeSubjectAndFields() {
        assertThat(line.text(event(new JobCancelRequested(42, "canceling"))))
                .isEqualTo(
                        "2026-03-01 12:00:00.500Z  job.cancel-requested        42            jobId=42 status=canceling");
    }

    @Test
    void putsWordsInQuotes() {
        assertThat(line.text(event(new SystemFailure("messaging", "event-invalid", "q", null, "it is no event"))))
                .endsWith("about=q message=\"it is no event\"");
    }

    @Test
    void measuresWhatIsSealed() {
        assertThat(line.text(queued("compile")))
                .contains("sealedPayload=(30 characters, sealed)")
                .doesNotContain("eyJoZWFkIn0");
    }

    @Test
    void letsNoNameTouchTheTerminal() {
        String text = line.text(queued("\u001b[31mred\u001b]0;title\u0007\n\u202etxet"));

        assertThat(text.chars()).allMatch(c -> c >= ' ' && c != 0x202e);
        assertThat(text).contains("\\u001b[31mred");
    }

    @Test
    void isACloudEventForPrograms() {
        assertThat(new EventCodec()
                        .decode(line.json(queued("compile")).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .contains(queued("compile"));
    }

    @Test
    void knowsWhichJobAnEventIsAbout() {
        assertThat(line.isAbout(event(new JobCancelRequested(42, "canceling")), 42))
                .isTrue();
        assertThat(line.isAbout(event(new JobCancelRequested(421, "canceling")), 42))
                .isFalse();
        assertThat(line.isAbout(event(new SystemFailure("s", "k", "42", null, "m")), 42))
                .isTrue();
    }
}
