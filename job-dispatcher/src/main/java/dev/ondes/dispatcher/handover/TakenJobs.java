package dev.ondes.dispatcher.handover;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.gitlab.JobPayload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes {@link TakenJob}s of GitLab's answers: seals the payload and begins the job's trace. Thread-safe. */
public final class TakenJobs {
    private static final String SAMPLED = "01";

    private final Event.Factory events;
    private final KeyRing keyRing;
    private final URI gitlabUrl;
    private final RandomGenerator random;

    public TakenJobs(Event.Factory events, KeyRing keyRing, URI gitlabUrl, RandomGenerator random) {
        this.events = events;
        this.keyRing = keyRing;
        this.gitlabUrl = gitlabUrl;
        this.random = random;
    }

    /**
     * Makes one.
     *
     * @param raw the payload as GitLab sent it; sealed unchanged, so that what we don't know isn't lost
     */
    public TakenJob of(String jobClass, JobPayload payload, byte[] raw, Instant takenAt) {
        var info = payload.jobInfo();
        String project = info.projectFullPath().isEmpty() ? info.projectName() : info.projectFullPath();
        Duration queued = info.timeInQueue().isNegative() ? Duration.ZERO : info.timeInQueue();
        var data = new JobQueued(
                payload.id(),
                info.name(),
                Math.max(0, info.pipelineId()),
                Math.max(0, info.projectId()),
                project.isEmpty() ? "unknown" : project,
                payload.gitInfo().ref(),
                jobClass,
                gitlabUrl,
                payload.runnerInfo().timeout(),
                takenAt.minus(queued),
                takenAt,
                keyRing.seal(raw));
        return new TakenJob(events.event(data, traceparent()), payload.jobCredentials());
    }

    /** W3C trace context: one trace per CI job, begun here. */
    private String traceparent() {
        return "00-" + hex(16) + '-' + hex(8) + '-' + SAMPLED;
    }

    private String hex(int length) {
        byte[] bytes = new byte[length];
        do {
            random.nextBytes(bytes);
        } while (allZero(bytes));
        return HexFormat.of().formatHex(bytes);
    }

    /** Zeros alone mean "no trace". */
    private static boolean allZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
