package dev.ondes.spot.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant GONE = NOON.plusSeconds(120);
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Standing first = Standing.of("id", notice("imds", NOON, GONE));

    @Test
    void aShiftOfMillisecondsIsTheSame() {
        Standing then = first.and(notice("imds", NOON, GONE.plusMillis(3)), TOLERANCE);

        assertThat(then.differsFrom(first)).isFalse();
        assertThat(then.deadline()).isEqualTo(GONE);
    }

    @Test
    void aLaterSourceAddsItselfAndTheEarliestTimeCounts() {
        Standing then = first.and(notice("sqs", NOON.minusSeconds(2), GONE.minusSeconds(2)), TOLERANCE);

        assertThat(then.differsFrom(first)).isFalse();
        assertThat(then.sources()).containsExactly("imds", "sqs");
        assertThat(then.noticedAt()).isEqualTo(NOON.minusSeconds(2));
    }

    @Test
    void anotherSourceBringsTheDeadlineForwardButNeverPutsItOff() {
        assertThat(first.and(notice("sqs", NOON, GONE.minusSeconds(60)), TOLERANCE)
                        .deadline())
                .isEqualTo(GONE.minusSeconds(60));
        assertThat(first.and(notice("sqs", NOON, GONE.plusSeconds(600)), TOLERANCE)
                        .deadline())
                .isEqualTo(GONE);
    }

    @Test
    void whoSetTheDeadlineMayPutItOff() {
        Standing then = first.and(notice("imds", NOON, GONE.plusSeconds(600)), TOLERANCE);

        assertThat(then.differsFrom(first)).isTrue();
        assertThat(then.deadline()).isEqualTo(GONE.plusSeconds(600));
    }

    @Test
    void whoSetTheDeadlineStandsFirstSoThatASuccessorKnows() {
        Standing moved = Standing.of("id", notice("imds", NOON, GONE.plusSeconds(600)))
                .and(notice("sqs", NOON, GONE), TOLERANCE);

        assertThat(moved.sources()).containsExactly("sqs", "imds");
        assertThat(moved.and(notice("imds", NOON, GONE), TOLERANCE).sources()).containsExactly("sqs", "imds");
        assertThat(moved.saidBy(List.of("asg")).sources()).containsExactly("sqs", "imds", "asg");
    }

    @Test
    void aDeadlineThatNobodySaidYetIsNews() {
        Standing without = Standing.of("id", notice("karpenter", NOON, null));

        assertThat(without.and(notice("sqs", NOON, GONE), TOLERANCE).deadline()).isEqualTo(GONE);
        assertThat(first.and(notice("karpenter", NOON, null), TOLERANCE).deadline())
                .isEqualTo(GONE);
    }

    private static Notice notice(String source, Instant noticedAt, Instant deadline) {
        return new Notice(
                Provider.AWS,
                NodeId.ofMachine("i-0a1"),
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                noticedAt,
                deadline,
                source,
                "raw");
    }
}
