package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.ci.CiFile;
import dev.ondes.playground.gitlab.ci.CiFileException;
import dev.ondes.playground.gitlab.ci.CiJob;
import dev.ondes.playground.gitlab.ci.CiNeed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves pipelines: makes them, makes jobs due when all before them has ended, runs jobs again, cancels. To be called under the lock.
 */
public final class PipelineFlow {
    private final GitLabState state;

    public PipelineFlow(GitLabState state) {
        this.state = state;
    }

    /**
     * A file that can't be read gives a failed pipeline without jobs that says why.
     *
     * @param files a path in the commit to what changes with that file's content
     */
    public Pipeline create(
            Project project, Pipeline.Origin origin, String ciFile, Function<String, Optional<String>> files) {
        Pipeline pipeline = filled(project, origin, ciFile, files);
        if (project.cancelsRedundant()) {
            cancelRedundant(pipeline);
        }
        process(pipeline);
        return pipeline;
    }

    private Pipeline filled(
            Project project, Pipeline.Origin origin, String ciFile, Function<String, Optional<String>> files) {
        CiFile file;
        try {
            file = CiFile.read(CiFile.NAME, ciFile, files);
        } catch (CiFileException e) {
            return state.addPipeline(project, origin, List.of(), e.getMessage());
        }
        Pipeline pipeline = state.addPipeline(project, origin, file.stages(), null);
        file.jobs().stream()
                .sorted(Comparator.comparingInt(job -> file.stages().indexOf(job.stage())))
                .forEach(definition -> state.addJob(pipeline, definition, 0));
        return pipeline;
    }

    /** Makes every job due whose time has come, until nothing moves any more. */
    void process(Pipeline pipeline) {
        boolean moved;
        do {
            moved = false;
            for (Job job : pipeline.latest()) {
                if (job.status() == CiStatus.CREATED) {
                    moved |= processJob(job);
                }
            }
        } while (moved);
        if (pipeline.refresh(state.now())) {
            state.pipelineChanged(pipeline);
        }
    }

    private boolean processJob(Job job) {
        JobState created = job.state();
        switch (Due.of(job.definition(), statusBefore(job))) {
            case NOT_YET -> {
                return false;
            }
            case NOW -> state.change(job, created.pending(state.now()));
            case BY_HAND -> state.change(job, created.manual());
            case NEVER -> state.change(job, created.skipped(state.now()));
        }
        return true;
    }

    private static CiStatus statusBefore(Job job) {
        List<CiNeed> needs = job.definition().needs();
        if (needs == null) {
            return CompositeStatus.of(job.pipeline().latest().stream()
                    .filter(other -> other.stageIndex() < job.stageIndex())
                    .map(Job::state)
                    .toList());
        }
        return CompositeStatus.ofNeeds(job.pipeline().latest().stream()
                .filter(other -> needs(job.definition(), other.definition()))
                .map(Job::state)
                .toList());
    }

    private static boolean needs(CiJob job, CiJob other) {
        return job.needs() != null
                && job.needs().stream().anyMatch(need -> need.job().equals(other.name()));
    }

    /** The one way a job ends. Runs it again where its {@code retry} says so. */
    void end(Job job, JobState end) {
        state.change(job, end);
        String reason = end.failureReason();
        if (end.status() == CiStatus.FAILED
                && reason != null
                && job.definition().retry().allows(job.retries(), reason, end.exitCode())) {
            again(job);
        }
        process(job.pipeline());
    }

    /** What the retry button does: a new job in its place, and skipped jobs behind it get another chance. */
    public Job retry(Job job) {
        Job again = again(job);
        reviveSkipped(again);
        process(job.pipeline());
        return again;
    }

    private Job again(Job job) {
        job.replaced();
        return state.addJob(job.pipeline(), job.definition(), job.retries() + 1);
    }

    private void reviveSkipped(Job again) {
        boolean moved;
        do {
            moved = false;
            for (Job job : again.pipeline().latest()) {
                if (job.status() == CiStatus.SKIPPED && waitsForOneThatIsDue(job)) {
                    state.change(job, job.state().createdAgain());
                    moved = true;
                }
            }
        } while (moved);
    }

    private static boolean waitsForOneThatIsDue(Job job) {
        return job.pipeline().latest().stream()
                .filter(other -> other.status() == CiStatus.CREATED)
                .anyMatch(other -> job.definition().needs() == null
                        ? other.stageIndex() < job.stageIndex()
                        : needs(job.definition(), other.definition()));
    }

    /** What the play button of a manual job does. */
    public void play(Job job) {
        state.change(job, job.state().pending(state.now()));
        process(job.pipeline());
    }

    /**
     * Cancels what has not ended: gracefully where a runner that can do so works on it.
     *
     * @param force ends a job that is being canceled at once
     */
    public void cancel(Job job, boolean force) {
        Assignment on = job.state().on();
        if (job.status() == CiStatus.RUNNING && on != null && on.gracefulCancel() && !force) {
            state.change(job, job.state().canceling());
            process(job.pipeline());
        } else if (!job.status().completed() && (force || job.status() != CiStatus.CANCELING)) {
            end(job, job.state().canceled(state.now()));
        }
    }

    public void cancel(Pipeline pipeline) {
        pipeline.latest().forEach(job -> cancel(job, false));
    }

    /** Older pipelines of the ref in which nothing has begun that must not be interrupted. */
    private void cancelRedundant(Pipeline newest) {
        for (Pipeline older : List.copyOf(newest.project().pipelines())) {
            boolean untouchable = older.jobs().stream()
                    .anyMatch(job ->
                            job.state().startedAt() != null && !job.definition().interruptible());
            if (older != newest
                    && !older.status().completed()
                    && older.origin().ref().equals(newest.origin().ref())
                    && !untouchable) {
                cancel(older);
            }
        }
    }

    /** The job of this name that counts. */
    public static @Nullable Job named(Pipeline pipeline, String name) {
        return pipeline.latest().stream()
                .filter(job -> job.definition().name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
