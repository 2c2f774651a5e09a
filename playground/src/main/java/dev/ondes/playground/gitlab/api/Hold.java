package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.hooks.Webhooks;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.CiStatus;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds GitLab still while somebody compares what it knows with what others say: nothing reads or changes its state meanwhile, but
 * webhooks arrive. Lets go by itself after a while. One hold at a time; thread-safe.
 */
final class Hold {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration WEBHOOKS_PATIENCE = Duration.ofSeconds(45);

    private final GitLabState state;
    private final Webhooks webhooks;
    private @Nullable CountDownLatch held;

    Hold(GitLabState state, Webhooks webhooks) {
        this.state = state;
        this.webhooks = webhooks;
    }

    /**
     * Stops everything, and waits until all webhooks have arrived.
     *
     * @return the jobs that are pending, each with the time at which a receiver first took the word of it
     */
    synchronized ObjectNode begin() throws InterruptedException {
        end();
        var end = new CountDownLatch(1);
        held = end;
        ArrayNode pending = still(end).join();
        if (!webhooks.awaitAll(WEBHOOKS_PATIENCE)) {
            end();
            throw HttpError.error(503, "Webhooks are still under way");
        }
        pending.forEach(job -> webhooks.toldPending(job.path("id").asLong())
                .ifPresent(at -> ((ObjectNode) job).put("told_at", at.toString())));
        return Json.object().set("pending", pending);
    }

    /** Everything goes on. */
    synchronized void end() {
        if (held != null) {
            held.countDown();
            held = null;
        }
    }

    /** Keeps the lock, in a thread of its own, until the end. */
    private CompletableFuture<ArrayNode> still(CountDownLatch end) {
        var found = new CompletableFuture<ArrayNode>();
        Thread.ofVirtual()
                .name("hold")
                .start(() -> state.locked(() -> {
                    found.complete(pending());
                    try {
                        end.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        return found;
    }

    private ArrayNode pending() {
        ArrayNode jobs = Json.array();
        state.jobs().stream().filter(job -> job.status() == CiStatus.PENDING).forEach(job -> jobs.add(view(job)));
        return jobs;
    }

    private static ObjectNode view(Job job) {
        ObjectNode json = Json.object()
                .put("id", job.id())
                .put("project", job.pipeline().project().path())
                .put("name", job.definition().name())
                .put("queued_at", String.valueOf(job.state().queuedAt()));
        return json.set("tag_list", Json.array(job.definition().tags()));
    }
}
