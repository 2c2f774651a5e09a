package dev.ondes.alerter.console.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One stream for every page: all prints whenever one changes, and at least each ten seconds, so that a browser knows that it still hears. A virtual
 * thread for each viewer.
 */
@Path("/live")
public class LiveResource {
    private static final int VIEWERS = 500;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    /** Of writing one line to a browser. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Live live;
    private final Semaphore room = new Semaphore(VIEWERS);

    public LiveResource(Live live) {
        this.live = live;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    public void follow(@Context SseEventSink sink, @Context Sse sse) {
        try (sink) {
            if (room.tryAcquire()) {
                try {
                    tell(sink, sse);
                } finally {
                    room.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(SseEventSink sink, Sse sse) throws InterruptedException {
        Parts known = live.newest();
        while (!live.isClosed()
                && send(
                        sink,
                        sse.newEventBuilder().name("parts").data(known.json()).build())) {
            known = live.await(known, SIGN_OF_LIFE);
        }
    }

    private static boolean send(SseEventSink sink, OutboundSseEvent event) throws InterruptedException {
        if (sink.isClosed()) {
            return false;
        }
        try {
            sink.send(event).toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return false;
        }
    }
}
