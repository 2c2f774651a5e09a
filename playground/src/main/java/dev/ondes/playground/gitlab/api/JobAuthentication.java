package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.pipelines.Job;
import java.util.Map;

/** GitLab's {@code authenticate_job!}: by the job's id and its token. To be called under the lock. */
record JobAuthentication(Parts parts) {

    /**
     * The job of the path, which a runner works on.
     *
     * @throws HttpError always 403, with {@code Job-Status} where the token is right but the job has ended; an expired
     *     token drops the job
     */
    Job running(Request request, String token) {
        Job job = parts.state().job(request.number("id")).orElseThrow(HttpError::forbidden);
        if (!Access.same(token, job.token())) {
            throw HttpError.forbidden();
        }
        if (!job.status().onRunner()) {
            throw HttpError.message(
                    403,
                    "403 Forbidden - Job is not processing on runner",
                    Map.of("Job-Status", job.status().wire()));
        }
        if (job.tokenExpired(parts.state().now())) {
            parts.running().fail(job, "job_token_expired", null);
            throw HttpError.forbidden();
        }
        return job;
    }

    /**
     * The job of the path, whose artifacts another running job of the project reads.
     *
     * @throws HttpError 401 for a token of no running job, 403 for one of another project, 404 for an unknown job
     */
    Job readable(Request request, String token) {
        Job reader = parts.state()
                .jobOfToken(token)
                .filter(job -> job.status().onRunner()
                        && !job.tokenExpired(parts.state().now()))
                .orElseThrow(() -> HttpError.message(401, "401 Unauthorized"));
        Job job = parts.state().job(request.number("id")).orElseThrow(() -> HttpError.notFound("Job"));
        if (job.pipeline().project() != reader.pipeline().project()) {
            throw HttpError.forbidden();
        }
        return job;
    }

    static String headerOr(Request request, String parameter) {
        return parameter.isEmpty() ? request.header("JOB-TOKEN") : parameter;
    }
}
