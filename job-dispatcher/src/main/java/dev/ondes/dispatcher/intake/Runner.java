package dev.ondes.dispatcher.intake;

import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobAnswer;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.RunnerInfo;
import dev.ondes.gitlab.RunnerToken;
import dev.ondes.gitlab.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One class as GitLab sees it: a runner with its token, and this dispatcher as one of its managers. */
public record Runner(String jobClass, RunnerToken token, String systemId, RunnerInfo info, GitLabClient gitlab) {
    /** Longer than any request of the kind may last. */
    static final Duration ASK_LIMIT = Duration.ofMinutes(5);

    static final Duration VERIFY_LIMIT = Duration.ofMinutes(15);

    /** What GitLab says of the runner. */
    sealed interface Verdict {
        /**
         * It may ask for jobs.
         *
         * @param tokenExpiresAt when GitLab takes the token no longer; null for one that lasts
         */
        record Known(@Nullable Instant tokenExpiresAt) implements Verdict {}

        /**
         * It may not.
         *
         * @param answer why
         */
        record Objection(JobAnswer answer) implements Verdict {}
    }

    Verdict verdict() {
        try {
            return new Verdict.Known(gitlab.verify(token, systemId, info).tokenExpiresAt());
        } catch (RefusedException e) {
            return new Verdict.Objection(new JobAnswer.Refused(e.status(), String.valueOf(e.getMessage())));
        } catch (UnavailableException e) {
            return new Verdict.Objection(new JobAnswer.Unavailable(String.valueOf(e.getMessage())));
        }
    }

    /** GitLab's id of the runner; empty from very old servers. */
    public Optional<Long> id() {
        return Optional.ofNullable(gitlab.verify(token, systemId, info).runnerId());
    }

    /** One request for a job; GitLab may hold it for a while. */
    JobAnswer ask(@Nullable String lastUpdate) {
        return gitlab.requestJob(token, systemId, info, lastUpdate);
    }
}
