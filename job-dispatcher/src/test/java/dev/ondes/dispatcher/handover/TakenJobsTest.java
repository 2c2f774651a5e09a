package dev.ondes.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class TakenJobsTest {
    private final TakenJob job =
            Wiring.takenJob(41, MutableClock.of(Wiring.START, ZoneOffset.UTC), Wiring.keyRing("k1"));

    @Test
    void saysWhatOperatorsMayKnow() {
        var data = job.event().data();

        assertThat(data.jobId()).isEqualTo(41);
        assertThat(data.jobName()).isEqualTo("compile");
        assertThat(data.pipelineId()).isEqualTo(70);
        assertThat(data.projectPath()).isEqualTo("group/app");
        assertThat(data.ref()).isEqualTo("main");
        assertThat(data.timeout()).isEqualTo(Duration.ofSeconds(600));
        assertThat(data.gitlabUrl()).isEqualTo(Wiring.GITLAB_URL);
    }

    @Test
    void countsTheTimeInTheQueueFromGitLabsOwnFigure() {
        var data = job.event().data();

        assertThat(data.takenAt()).isEqualTo(Wiring.START);
        assertThat(data.queuedAt()).isEqualTo(Wiring.START.minusMillis(2500));
    }

    @Test
    void sealsThePayloadAsItCame() {
        byte[] opened = Wiring.keyRing("k1").open(job.event().data().sealedPayload());

        assertThat(new String(opened, StandardCharsets.UTF_8)).isEqualTo(FakeGitLab.payload(41));
    }

    @Test
    void beginsATraceOfItsOwnForEachJob() {
        var jobs = Wiring.takenJobs(MutableClock.of(Wiring.START, ZoneOffset.UTC), Wiring.keyRing("k1"));
        var payload = Wiring.payload(41);

        var first = jobs.of("small", payload, new byte[] {1}, Wiring.START).event();
        var second = jobs.of("small", payload, new byte[] {1}, Wiring.START).event();

        assertThat(first.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(second.traceparent()).isNotEqualTo(first.traceparent());
    }

    @Test
    void printsNoSecret() {
        assertThat(job.toString()).doesNotContain("job-token-41").doesNotContain(FakeGitLab.SECRET_VALUE);
    }
}
