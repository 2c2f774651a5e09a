package dev.ondes.playground.gitlab.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.gitlab.ci.FailureReasons;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runners tell of the jobs they have, and the clocks for those who tell nothing. To be called under the lock. */
public final class RunningJobs {
    /** How GitLab takes a state update. */
    public enum Update {
        DONE,
        TRACE_PERSISTING,
        UNKNOWN_STATE
    }

    /** How GitLab takes a piece of the log. */
    public sealed interface Append {
        record Stored(long size) implements Append {}

        record OutOfRange(long size) implements Append {}

        record TooLarge() implements Append {}
    }

    private final GitLabState state;
    private final PipelineFlow flow;

    public RunningJobs(GitLabState state, PipelineFlow flow) {
        this.state = state;
        this.flow = flow;
    }

    /** {@code PUT /jobs/:id}, of a job that a runner works on. */
    public Update update(Job job, JsonNode said) {
        job.touched(state.now());
        String newState = said.path("state").asText();
        String checksum = said.path("output")
                .path("checksum")
                .asText(said.path("checksum").asText());
        if (!newState.equals("running")
                && !checksum.isEmpty()
                && job.stillPersisting(state.limits().persistingRounds(), state.now())) {
            return Update.TRACE_PERSISTING;
        }
        switch (newState) {
            case "running" -> {}
            case "success" -> {
                noteChecksum(job, checksum);
                flow.end(job, job.state().succeeded(state.now()));
            }
            case "failed" -> {
                noteChecksum(job, checksum);
                JsonNode code = said.path("exit_code");
                fail(job, reason(said.path("failure_reason").asText()), code.isNumber() ? code.asInt() : null);
            }
            default -> {
                return Update.UNKNOWN_STATE;
            }
        }
        return Update.DONE;
    }

    private static String reason(String said) {
        return said.isEmpty() ? "script_failure" : FailureReasons.ALL.contains(said) ? said : FailureReasons.UNKNOWN;
    }

    /** GitLab only logs a mismatch; so do we, where tests can see it. */
    private void noteChecksum(Job job, String said) {
        if (!said.isEmpty()) {
            String ours = job.trace().checksum();
            state.note("checksum", job, Map.of("said", said, "stored", ours, "valid", said.equals(ours)));
        }
    }

    /** {@code PATCH /jobs/:id/trace}. */
    public Append append(Job job, long start, byte[] bytes) {
        job.touched(state.now());
        long end = start + bytes.length;
        if (end > state.limits().traceSize()) {
            fail(job, "trace_size_exceeded", null);
            return new Append.TooLarge();
        }
        long before = job.trace().size();
        long size = job.trace().append(start, withoutToken(job, bytes));
        if (size > before) {
            state.note("trace", job, Map.of("offset", before, "length", bytes.length));
        }
        return size == end ? new Append.Stored(size) : new Append.OutOfRange(size);
    }

    /** GitLab writes x over a job token in a log, as long as the token; a test should know that there was one. */
    private byte[] withoutToken(Job job, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.contains(job.token())) {
            return bytes;
        }
        state.note("token-in-trace", job, Map.of());
        char[] mask = new char[job.token().length()];
        Arrays.fill(mask, 'x');
        return text.replace(job.token(), new String(mask)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How often a runner is asked to send its log. */
    public Duration traceInterval(Job job) {
        return job.watched(state.now())
                ? state.limits().watchedTraceInterval()
                : state.limits().traceInterval();
    }

    /** Drops a job for a reason of GitLab's own, or as its runner says. */
    public void fail(Job job, String reason, @Nullable Integer exitCode) {
        flow.end(job, job.state().failed(reason, exitCode, job.definition().allowFailure(), state.now()));
    }

    /** Drops the jobs whose time is over. */
    public void enforceClocks() {
        Instant now = state.now();
        Limits limits = state.limits();
        state.jobsThatAre(CiStatus.RUNNING).forEach(job -> enforce(job, "running", now, limits));
        state.jobsThatAre(CiStatus.CANCELING).forEach(job -> enforce(job, "canceling", now, limits));
        for (Job job : state.jobsThatAre(CiStatus.PENDING)) {
            boolean hope =
                    state.runners().stream().anyMatch(runner -> runner.spec().matches(job));
            if (over(job.state().queuedAt(), hope ? limits.pendingWithRunner() : limits.pendingWithoutRunner(), now)) {
                fail(job, hope ? "stuck_pending_with_matching_runners" : "stuck_pending_no_matching_runners", null);
            }
        }
    }

    private void enforce(Job job, String status, Instant now, Limits limits) {
        Assignment on = job.state().on();
        if (on != null && over(job.state().startedAt(), on.timeout().plus(limits.timeoutLeeway()), now)) {
            fail(job, "server_timeout_" + status, null);
        } else if (over(job.touchedAt(), limits.noUpdates(), now)) {
            fail(job, "no_updates_" + status, null);
        }
    }

    private static boolean over(@Nullable Instant since, Duration limit, Instant now) {
        return since != null && !limit.isZero() && !now.isBefore(since.plus(limit));
    }
}
