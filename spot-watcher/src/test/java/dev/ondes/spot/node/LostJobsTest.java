package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.JobOnNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LostJobsTest {
    private static final JobOnNode JOB = new JobOnNode(4711, "ondes-small-4711-1");

    private final Moved clock = new Moved();
    private final LostJobs jobs = new LostJobs(clock);

    @Test
    void remembersForFiveMinutesWhatANodeTook() {
        jobs.lost("node-1", JOB);

        clock.move(Duration.ofMinutes(5));

        assertThat(jobs.on("node-1")).containsExactly(JOB);
        assertThat(jobs.on("node-2")).isEmpty();
    }

    @Test
    void forgetsAfterwards() {
        jobs.lost("node-1", JOB);

        clock.move(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(jobs.on("node-1")).isEmpty();
    }

    @Test
    void countsALossFromWhenItWasFirstSeen() {
        jobs.lost("node-1", JOB);
        clock.move(Duration.ofMinutes(4));
        jobs.lost("node-1", JOB);

        clock.move(Duration.ofMinutes(2));

        assertThat(jobs.on("node-1")).isEmpty();
    }

    private static final class Moved extends Clock {
        private Instant now = Instant.parse("2026-03-04T10:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
