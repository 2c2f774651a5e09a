package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.git.Repositories;
import dev.ondes.playground.gitlab.hooks.Webhooks;
import dev.ondes.playground.gitlab.http.Calls;
import dev.ondes.playground.gitlab.http.Faults;
import dev.ondes.playground.gitlab.http.RateLimit;
import dev.ondes.playground.gitlab.payload.IdTokens;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.JobQueue;
import dev.ondes.playground.gitlab.pipelines.PipelineFlow;
import dev.ondes.playground.gitlab.pipelines.RunningJobs;
import dev.ondes.playground.gitlab.registry.ContainerRegistry;
import dev.ondes.playground.gitlab.timeline.Timeline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the calls work with.
 *
 * @param url of this GitLab as its users reach it
 * @param registrationToken for runners the old way; empty where that is switched off
 */
public record Parts(
        URI url,
        String adminToken,
        String registrationToken,
        Path uploads,
        GitLabState state,
        PipelineFlow flow,
        JobQueue queue,
        RunningJobs running,
        Repositories repositories,
        ContainerRegistry registry,
        Webhooks webhooks,
        IdTokens idTokens,
        Timeline timeline,
        Faults faults,
        Calls calls,
        RateLimits rates) {

    /** Calls that GitLab limits, each by its own key. */
    public record RateLimits(RateLimit requests, RateLimit traces, RateLimit updates, RateLimit lists) {
        public static RateLimits of(Clock clock, GitLabState state) {
            return new RateLimits(
                    new RateLimit(clock, () -> state.limits().requestsPerMinute()),
                    new RateLimit(clock, () -> state.limits().tracesPerMinute()),
                    new RateLimit(clock, () -> state.limits().updatesPerMinute()),
                    new RateLimit(clock, () -> state.limits().listsPerMinute()));
        }
    }

    /** Holds secrets. */
    @Override
    public String toString() {
        return "Parts[url=" + url + "]";
    }
}
