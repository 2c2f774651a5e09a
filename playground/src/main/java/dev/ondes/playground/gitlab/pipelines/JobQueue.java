package dev.ondes.playground.gitlab.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.gitlab.ci.AllowFailure;
import dev.ondes.playground.gitlab.ci.CiArtifacts;
import dev.ondes.playground.gitlab.ci.CiJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands pending jobs to runners; GitLab's {@code Ci::RegisterJobService}. To be called under the lock. */
public final class JobQueue {
    private static final AllowFailure NO_RULE = new AllowFailure(false, List.of());

    private final GitLabState state;
    private final PipelineFlow flow;

    public JobQueue(GitLabState state, PipelineFlow flow) {
        this.state = state;
        this.flow = flow;
    }

    /**
     * The next job for a runner; it is {@code running} from now on. Jobs that can't be handed out fail on the way.
     *
     * @param features what the request said the runner can
     */
    public Optional<Job> next(Runner runner, RunnerManager manager, JsonNode features) {
        for (Job job : candidates(runner)) {
            String obstacle = obstacle(job, features);
            if (obstacle == null) {
                start(job, runner, manager);
                return Optional.of(job);
            }
            flow.end(job, job.state().failed(obstacle, null, NO_RULE, state.now()));
        }
        return Optional.empty();
    }

    /** How many jobs wait that this runner could take. */
    public int size(Runner runner) {
        return candidates(runner).size();
    }

    private List<Job> candidates(Runner runner) {
        var matching = state.jobsThatAre(CiStatus.PENDING).stream().filter(runner.spec()::matches);
        return runner.spec().type().equals("instance_type")
                ? matching.sorted(Comparator.comparingLong(this::runningOnInstanceRunners))
                        .toList()
                : matching.toList();
    }

    /** Instance runners are shared fairly: projects with the fewest running jobs come first. */
    private long runningOnInstanceRunners(Job job) {
        return state.jobsThatAre(CiStatus.RUNNING).stream()
                .filter(other -> other.pipeline().project() == job.pipeline().project())
                .map(other -> other.state().on())
                .filter(on -> on != null && on.runner().spec().type().equals("instance_type"))
                .count();
    }

    private @Nullable String obstacle(Job job, JsonNode features) {
        if (Dependencies.missing(job, state.now())) {
            return "missing_dependency_failure";
        }
        return requiredFeatures(job.definition()).stream()
                        .allMatch(feature -> features.path(feature).asBoolean())
                ? null
                : "runner_unsupported";
    }

    private static List<String> requiredFeatures(CiJob job) {
        var required = new ArrayList<String>();
        CiArtifacts artifacts = job.artifacts();
        if (artifacts != null && !artifacts.reports().isEmpty()) {
            required.add("upload_multiple_artifacts");
        }
        if (artifacts != null && !artifacts.exclude().isEmpty()) {
            required.add("artifacts_exclude");
        }
        if (!job.allowFailure().exitCodes().isEmpty()) {
            required.add("return_exit_code");
        }
        if (job.caches().stream().anyMatch(cache -> !cache.fallbackKeys().isEmpty())) {
            required.add("fallback_cache_keys");
        }
        if (!job.secrets().isEmpty()) {
            required.add("vault_secrets");
        }
        return required;
    }

    private void start(Job job, Runner runner, RunnerManager manager) {
        Duration own = job.definition().timeout() == null
                ? job.pipeline().project().timeout()
                : job.definition().timeout();
        Duration most = runner.spec().maximumTimeout();
        Duration timeout = most != null && most.compareTo(own) < 0 ? most : own;
        Instant now = state.now();
        job.tokenExpiresAt(now.plus(timeout).plus(state.limits().tokenLeeway()));
        state.change(
                job, job.state().running(new Assignment(runner, manager, timeout, manager.cancelsGracefully()), now));
        flow.process(job.pipeline());
    }
}
