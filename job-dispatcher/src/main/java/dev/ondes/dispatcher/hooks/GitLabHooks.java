package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.messaging.log.LogLine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's webhooks. A webhook is a wake-up and never a job: only asking gives jobs. It wakes at once, and is answered when the broker
 * has what it told of jobs: whoever sends again what was not answered, such as a proxy, loses nothing to a kill. While the broker is
 * slow or away the answer comes without. Nothing that GitLab may send of its own is answered with an error, for four errors in a row
 * make GitLab switch the webhook off. Bodies are neither kept nor logged.
 */
@Path("/hooks/gitlab")
public class GitLabHooks {
    private static final Logger LOG = Logger.getLogger(GitLabHooks.class);
    /** GitLab itself waits for 10 s. */
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(2);

    private final HookGuard guard;
    private final HookReader reader;
    private final SeenDeliveries seen;
    private final Bells bells;
    private final Outbox<JobCancelRequested> cancelHints;
    private final Observations observations;
    private final Meters meters;

    public GitLabHooks(
            HookGuard guard,
            HookReader reader,
            SeenDeliveries seen,
            Bells bells,
            Outbox<JobCancelRequested> cancelHints,
            Observations observations,
            Meters meters) {
        this.guard = guard;
        this.reader = reader;
        this.seen = seen;
        this.bells = bells;
        this.cancelHints = cancelHints;
        this.observations = observations;
        this.meters = meters;
    }

    @POST
    @RunOnVirtualThread
    public Response on(
            @HeaderParam("X-Gitlab-Token") @Nullable String token,
            @HeaderParam("Idempotency-Key") @Nullable String delivery,
            @HeaderParam("webhook-id") @Nullable String id,
            @HeaderParam("webhook-timestamp") @Nullable String timestamp,
            @HeaderParam("webhook-signature") @Nullable String signatures,
            InputStream body)
            throws IOException {
        if (!guard.admits(token)) {
            return refused();
        }
        var signature = guard.signature(id, timestamp, signatures);
        InputStream read = signature.isPresent() ? signature.get().over(body) : body;
        Hook hook;
        try {
            hook = reader.read(read);
            read.transferTo(OutputStream.nullOutputStream());
        } catch (NotJsonException e) {
            meters.hook("unknown", "not-json");
            return answer(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        if (signature.isPresent() && !signature.get().holds()) {
            return refused();
        }
        if (!seen.isNew(delivery == null ? "" : delivery)) {
            meters.hook(hook.kind().wire(), "repeated");
            return answer(Status.OK, "known already");
        }
        CompletableFuture<Void> said = observations.heard(hook.jobs());
        String done = act(hook.news());
        meters.hook(hook.kind().wire(), done);
        said.copy()
                .completeOnTimeout(null, BROKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return answer(Status.OK, done);
    }

    private String act(HookNews news) {
        return switch (news) {
            case HookNews.WorkWaits ignored -> {
                bells.ringAll();
                yield "woken";
            }
            case HookNews.CancelAsked cancel ->
                cancelHints.offer(new JobCancelRequested(cancel.jobId(), cancel.status())) ? "cancel-noted" : "dropped";
            case HookNews.Nothing ignored -> "ignored";
        };
    }

    private Response refused() {
        meters.hook("unknown", "refused");
        LOG.warn(LogLine.of("refused a webhook: its secret token or its signature is missing or wrong"));
        return answer(Status.UNAUTHORIZED, "the secret token or the signature is missing or wrong");
    }

    private static Response answer(Status status, String text) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(text + '\n')
                .build();
    }
}
