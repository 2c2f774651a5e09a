package dev.ondes.dispatcher.lost;

import dev.ondes.dispatcher.intake.Rest;
import dev.ondes.dispatcher.intake.Runner;
import dev.ondes.dispatcher.lost.Rescues.Rescue;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.GitLabException;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.RunningJob;
import dev.ondes.gitlab.Secret;
import dev.ondes.gitlab.UnavailableException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds jobs that GitLab gave us and whose answer never arrived: the process was killed, or a connection cut, between
 * GitLab's commit and our disk. Their token is gone with the answer, so nobody can run them; GitLab would let them stand as
 * running for an hour. With the access token of somebody who may, they are canceled and run anew at once.
 *
 * <p>Looks at the start, after each request that brought no answer, and now and then. A job counts as lost when two looks
 * find it: by the second one, an answer that was under way at the first has arrived. From then on it is brought to its end,
 * over restarts, too ({@link Rescues}).
 */
public final class LostJobs implements Runnable {
    private static final Logger LOG = Logger.getLogger(LostJobs.class);
    /** Longer than an answer is under way. One that comes later finds its job canceled, and its agent stops. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    static final Duration NOW_AND_THEN = Duration.ofMinutes(5);

    private static final int NOT_FOUND = 404;

    private final Parts parts;
    private final Map<Runner, Long> runnerIds = new HashMap<>();
    private Set<Long> suspects = new HashSet<>();

    /**
     * What it works with.
     *
     * @param accessToken with scope {@code api}, of somebody who owns the runners and may run the projects' jobs
     * @param rest rung by those who suspect that an answer got lost
     */
    public record Parts(
            List<Runner> runners,
            GitLabClient gitlab,
            Secret accessToken,
            GivenJobs given,
            Rescues rescues,
            Failures failures,
            Stop stop,
            Rest rest,
            Meters meters) {
        /** Copies the list. */
        public Parts {
            runners = List.copyOf(runners);
        }
    }

    public LostJobs(Parts parts) {
        this.parts = parts;
    }

    /** Looks until the stop. */
    @Override
    public void run() {
        try {
            while (!parts.stop.requested()) {
                parts.rest.hush();
                if (look()) {
                    parts.rest.fully(BETWEEN_LOOKS);
                } else {
                    parts.rest.untilRung(NOW_AND_THEN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One look at what GitLab believes.
     *
     * @return whether another look is needed soon
     */
    boolean look() {
        try {
            boolean soon = false;
            for (Rescue begun : parts.rescues.open()) {
                soon |= goOn(begun, true);
            }
            Map<Runner, List<RunningJob>> running = new LinkedHashMap<>();
            parts.runners.forEach(runner -> runningOf(runner).ifPresent(jobs -> running.put(runner, jobs)));
            if (running.size() == parts.runners.size()) {
                know(running);
            }
            if (parts.given.isComplete()) {
                soon |= judge(running);
            }
            return soon || !suspects.isEmpty();
        } catch (GitLabException | IOException e) {
            LOG.warn(LogLine.of("could not look for lost jobs").why(e.getMessage()));
            return true;
        } catch (RuntimeException e) {
            // Nobody else looks for them: a mistake of ours must not end that for good.
            LOG.error(LogLine.of("could not look for lost jobs, in an unforeseen way"), e);
            return true;
        }
    }

    /** Empty where GitLab refuses to say: that must not keep other classes' jobs from being found. */
    private Optional<List<RunningJob>> runningOf(Runner runner) {
        try {
            Optional<Long> id = idOf(runner);
            return Optional.of(
                    id.isEmpty()
                            ? List.of()
                            : parts.gitlab.runningJobs(parts.accessToken, id.get(), runner.systemId()));
        } catch (RefusedException e) {
            LOG.error(LogLine.of(
                            "GitLab doesn't let us look for lost jobs of a class: it must know the class's runner, and ondes.dispatcher.access-token-file needs a token with scope api of somebody who owns it")
                    .jobClass(runner.jobClass())
                    .why(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What runs of all classes; of some it would say nothing, since which job is of which class isn't kept. */
    private void know(Map<Runner, List<RunningJob>> running) throws IOException {
        Set<Long> ids = running.values().stream()
                .flatMap(List::stream)
                .map(RunningJob::id)
                .collect(Collectors.toSet());
        if (!parts.given.isComplete()) {
            parts.given.complete(ids);
        }
        parts.given.forgetEnded(ids);
    }

    private boolean judge(Map<Runner, List<RunningJob>> running) throws IOException {
        boolean soon = false;
        Set<Long> found = new HashSet<>();
        for (var ofClass : running.entrySet()) {
            for (RunningJob job : ofClass.getValue()) {
                if (parts.given.contains(job.id()) || parts.rescues.contains(job.id())) {
                    continue;
                }
                if (suspects.contains(job.id())) {
                    var rescue = new Rescue(ofClass.getKey().jobClass(), job);
                    parts.rescues.begin(rescue);
                    soon |= goOn(rescue, false);
                } else {
                    found.add(job.id());
                }
            }
        }
        suspects = found;
        return soon;
    }

    /** Asked once: it never changes. */
    private Optional<Long> idOf(Runner runner) {
        Long known = runnerIds.get(runner);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Long> told = runner.id();
        told.ifPresent(id -> runnerIds.put(runner, id));
        return told;
    }

    /**
     * May be repeated: GitLab runs a job anew once. A cancel that is refused has done nothing: the job runs, and looks find it
     * as long as it does. One that has no answer may have been done.
     *
     * @param mayBeCanceled whether an earlier try may have canceled the job
     * @return whether it is worth another try soon
     */
    private boolean goOn(Rescue rescue, boolean mayBeCanceled) throws IOException {
        boolean canceled = mayBeCanceled;
        try {
            Optional<Long> anew = Optional.empty();
            if (parts.gitlab.cancel(parts.accessToken, rescue.job())) {
                canceled = true;
                anew = parts.gitlab.retry(parts.accessToken, rescue.job());
            }
            LogLine line = about(
                    rescue,
                    "GitLab gave a job whose answer never arrived; "
                            + (anew.isPresent() ? "it runs anew" : "it has ended, or was run anew before"));
            LOG.warn(anew.map(id -> line.with(LogKey.ANEW, id)).orElse(line));
            ended(rescue);
            return false;
        } catch (RefusedException e) {
            boolean gone = e.status() == NOT_FOUND;
            LOG.error(about(
                            rescue,
                            "GitLab doesn't let us run a lost job anew; "
                                    + (gone
                                            ? "it was deleted, or the access token may not see it"
                                            : "the owner of ondes.dispatcher.access-token-file needs the right to run its project's jobs"))
                    .why(e.getMessage()));
            if (gone) {
                ended(rescue);
            } else if (!canceled) {
                parts.rescues.end(rescue);
            }
            return false;
        } catch (UnavailableException e) {
            LOG.warn(about(rescue, "could not run a lost job anew; it is tried again")
                    .why(e.getMessage()));
            return true;
        }
    }

    private static LogLine about(Rescue rescue, String what) {
        return LogLine.of(what).job(rescue.job().id()).jobClass(rescue.jobClass());
    }

    private void ended(Rescue rescue) throws IOException {
        parts.rescues.end(rescue);
        parts.meters.answerLost(rescue.jobClass());
        parts.failures.say(
                "answer-lost",
                Long.toString(rescue.job().id()),
                rescue.jobClass(),
                "GitLab's answer with this job never arrived");
    }
}
