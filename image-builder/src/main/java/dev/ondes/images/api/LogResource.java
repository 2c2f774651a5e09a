package dev.ondes.images.api;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.log.LogStream;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A build's log as server-sent events: {@code line} for each line, {@code end} with the state at last. */
@Path("/v1/builds/{id}/log")
public class LogResource {
    private static final Logger LOG = Logger.getLogger(LogResource.class);

    /** Of writing one line to a client. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Access access;
    private final LogStream logs;

    public LogResource(Access access, LogStream logs) {
        this.access = access;
        this.logs = logs;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(summary = "The log as it comes. Last-Event-ID goes on where a connection broke.")
    public void log(
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @PathParam("id") String id,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Build build = access.build(authorization, id);
        try (sink) {
            logs.send(build.id(), lastId, new Client(sink, sse));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // The client comes again, from where it was.
            LOG.info(LogLine.of("a log's stream broke off")
                    .with(LogKey.SUBJECT, id)
                    .why(e.getMessage()));
        }
    }

    private record Client(SseEventSink sink, Sse sse) implements LogStream.Sink {
        @Override
        public boolean line(String id, String text) {
            return send(sse.newEventBuilder().id(id).name("line").data(text).build());
        }

        @Override
        public void end(String id, BuildState state) {
            send(sse.newEventBuilder().id(id).name("end").data(state.wire()).build());
        }

        @Override
        public boolean alive() {
            return send(sse.newEventBuilder().comment("waiting").build());
        }

        /** Waits until it is written, so that a slow client slows the reading down; one that takes nothing at all is left. */
        private boolean send(OutboundSseEvent event) {
            if (sink.isClosed()) {
                return false;
            }
            try {
                sink.send(event).toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (ExecutionException | TimeoutException | IllegalStateException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
