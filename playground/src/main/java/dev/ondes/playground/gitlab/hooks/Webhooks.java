package dev.ondes.playground.gitlab.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Calls;
import dev.ondes.playground.gitlab.http.Fault;
import dev.ondes.playground.gitlab.http.Faults;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.payload.GitLabVersion;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Observer;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Delivers hooks, several at a time, so that they may arrive out of order; a failed delivery is not repeated, unless {@link HookChaos} says so. An
 * ordered fault of the kind {@link Call#WEBHOOK} loses, delays or changes deliveries.
 */
public final class Webhooks implements Observer, AutoCloseable {
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(100);
    private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());

    private final GitLabState state;
    private final URI url;
    private final Faults faults;
    private final Calls calls;
    private final HookBodies bodies;
    private final HookChaos chaos;
    private final Told told = new Told();
    private final AtomicLong deliveries = new AtomicLong();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore workers = new Semaphore(20);
    private final HttpClient client;

    public Webhooks(GitLabState state, URI url, Faults faults, Calls calls, HookChaos chaos) {
        this.state = state;
        this.url = url;
        this.faults = faults;
        this.calls = calls;
        this.chaos = chaos;
        bodies = new HookBodies(url);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    public void add(Hook hook) {
        hooks.add(hook);
    }

    @Override
    public void job(Job job) {
        tell("Job Hook", job.pipeline().project().id(), () -> bodies.job(job, state.now()));
    }

    @Override
    public void pipeline(Pipeline pipeline) {
        tell("Pipeline Hook", pipeline.project().id(), () -> bodies.pipeline(pipeline, state.now()));
    }

    private void tell(String event, long project, Supplier<JsonNode> body) {
        List<Hook> wanting =
                hooks.stream().filter(hook -> hook.wants(event, project)).toList();
        if (!wanting.isEmpty()) {
            JsonNode written = body.get();
            wanting.forEach(hook -> {
                long number = deliveries.incrementAndGet();
                told.leaves();
                threads.execute(() -> send(hook, event, written, number));
            });
        }
    }

    private void send(Hook hook, String event, JsonNode body, long number) {
        try {
            for (Duration pause : chaos.pauses(number)) {
                pause(pause);
                while (!deliver(hook, event, body) && chaos.untilTaken()) {
                    pause(BEFORE_ANOTHER_TRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            told.arrived();
        }
    }

    /** @return whether it was taken; what is lost by order counts as taken */
    private boolean deliver(Hook hook, String event, JsonNode body) throws InterruptedException {
        workers.acquire();
        try {
            if (hook.off(state.now())) {
                return false;
            }
            JsonNode sent = altered(body);
            boolean taken = deliver(hook, event, Json.bytes(sent));
            if (taken) {
                told.taken(sent, state.now());
            }
            return taken;
        } catch (LostDelivery e) {
            calls.count(Call.WEBHOOK, Calls.DROPPED);
            return true;
        } finally {
            workers.release();
        }
    }

    private boolean deliver(Hook hook, String event, byte[] body) throws InterruptedException {
        int status = Calls.DROPPED;
        try {
            status = client.send(request(hook, event, body), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A webhook could not be delivered: {0}", e);
        }
        calls.count(Call.WEBHOOK, status);
        boolean taken = status >= 200 && status < 300;
        if (taken) {
            hook.succeeded();
        } else {
            hook.failed(state.now(), state.limits().hookFailures());
        }
        return taken;
    }

    /** Waits, at most so long, until nothing is under way; tells whether that is so. Does not need the lock. */
    public boolean awaitAll(Duration limit) throws InterruptedException {
        return told.awaitAll(limit);
    }

    /** When a receiver first took the word that this job is pending. */
    public Optional<Instant> toldPending(long job) {
        return told.pendingSince(job);
    }

    private HttpRequest request(Hook hook, String event, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hook.url())
                .timeout(state.limits().hookTimeLimit())
                .header("Content-Type", "application/json")
                .header("User-Agent", "GitLab/" + GitLabVersion.VERSION)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-Gitlab-Event", event)
                .header("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString())
                .header("X-Gitlab-Event-UUID", UUID.randomUUID().toString())
                .header("X-Gitlab-Instance", url.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (hook.secret() != null) {
            request.header("X-Gitlab-Token", hook.secret());
        }
        return request.build();
    }

    private static final class LostDelivery extends Exception {
        private static final long serialVersionUID = 1;
    }

    private JsonNode altered(JsonNode body) throws LostDelivery, InterruptedException {
        Fault.Act act = faults.take(Call.WEBHOOK, "").orElse(null);
        return switch (act) {
            case null -> body;
            case Fault.Act.Answer _, Fault.Act.DropBefore _, Fault.Act.DropAfter _, Fault.Act.CutBody _ ->
                throw new LostDelivery();
            case Fault.Act.Delay delay -> {
                pause(delay.by());
                yield body;
            }
            case Fault.Act.PatchAnswer change -> Json.mergePatch(body, change.patch());
        };
    }

    /** Until the time is over, or the end. */
    private static void pause(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
