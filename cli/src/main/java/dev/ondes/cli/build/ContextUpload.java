package dev.ondes.cli.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.cli.CommandFailedException;
import dev.ondes.cli.service.Answer;
import dev.ondes.cli.service.Http;
import dev.ondes.cli.service.ImageBuilderApi;
import dev.ondes.cli.service.Retry;
import dev.ondes.context.pack.PackedContext;
import dev.ondes.contracts.build.BuildOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings a packed context to the service's store, straight and by URLs that allow nothing else. A failed try begins with asking anew:
 * for fresh URLs, and for what is there already. Used by one thread; the parts of a large context go up side by side.
 */
final class ContextUpload {
    private static final int SIDE_BY_SIDE = 4;
    /** Slower than this is no upload. */
    private static final long LEAST_BYTES_PER_SECOND = 50_000;
    /** The client sets these itself, from the body and the URL. */
    private static final List<String> OWN_HEADERS = List.of("content-length", "host");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageBuilderApi api;
    private final Http http;
    private final Retry retry;
    private final Progress progress;

    ContextUpload(ImageBuilderApi api, Http http, Retry retry, Progress progress) {
        this.api = api;
        this.http = http;
        this.retry = retry;
        this.progress = progress;
    }

    /** Returns when the service has it. */
    void upload(PackedContext context) {
        ObjectNode offer = JSON.createObjectNode()
                .put("tarSha256", context.tarSha256())
                .put("sha256", context.sha256())
                .put("size", context.size());
        for (int failures = 1; ; failures++) {
            JsonNode answer = api.post("/v1/contexts", offer);
            if (answer.path("state").asText().equals("present")) {
                progress.say(
                        failures == 1
                                ? "The service has this context already: nothing to upload"
                                : "The service has the context now");
                return;
            }
            try {
                send(context, answer);
                return;
            } catch (IOException e) {
                if (failures >= retry.attempts()) {
                    throw new CommandFailedException(
                            BuildOutcome.SYSTEM_FAILED, "the context can't be uploaded: " + e.getMessage());
                }
                progress.say("The upload failed, and is tried again: " + e.getMessage());
                retry.pause(failures);
            }
        }
    }

    private void send(PackedContext context, JsonNode answer) throws IOException {
        progress.say(String.format(Locale.ROOT, "Uploading %s ...", Progress.size(context.size())));
        long begin = System.nanoTime();
        if (answer.has("multipart")) {
            sendParts(context, answer.path("multipart"));
        } else if (answer.has("put")) {
            put(new FilePiece(context.archive(), 0, context.size()), answer.path("put"));
        } else {
            throw new CommandFailedException(
                    BuildOutcome.SYSTEM_FAILED, "the service didn't say where to upload to: is it of another version?");
        }
        progress.say(String.format(
                Locale.ROOT,
                "Uploaded %s in %.2f s",
                Progress.size(context.size()),
                (System.nanoTime() - begin) / 1e9));
    }

    private void sendParts(PackedContext context, JsonNode multipart) throws IOException {
        long partSize = multipart.path("partSize").asLong();
        Map<Integer, String> tags = new ConcurrentSkipListMap<>();
        List<Callable<Void>> parts = new ArrayList<>();
        for (JsonNode part : multipart.path("parts")) {
            int number = part.path("number").asInt();
            var piece = new FilePiece(
                    context.archive(),
                    (number - 1) * partSize,
                    part.path("size").asLong());
            parts.add(() -> {
                tags.put(number, put(piece, part));
                return null;
            });
        }
        if (multipart.path("present").size() > 0) {
            progress.say(multipart.path("present").size() + " parts are there already");
        }
        runAll(parts);
        ObjectNode done = JSON.createObjectNode()
                .put("uploadId", multipart.path("uploadId").asText());
        var list = done.putArray("parts");
        tags.forEach((number, tag) -> list.addObject().put("number", number).put("etag", tag));
        if (api.postWorkUnless("context-missing", "/v1/contexts/" + context.tarSha256() + "/complete", done)
                .isEmpty()) {
            throw new IOException("the service no longer knows this upload in parts");
        }
    }

    /** All are tried, whatever becomes of one: what is there needn't be sent again. */
    private static void runAll(List<Callable<Void>> parts) throws IOException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(BuildOutcome.CANCELED, "interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException problem -> throw problem;
                case RuntimeException problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** @return the store's tag for it */
    private String put(FilePiece piece, JsonNode to) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(to.path("url").asText())).PUT(piece.publisher());
        to.path("headers").properties().forEach(header -> {
            if (!OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                request.setHeader(header.getKey(), header.getValue().asText());
            }
        });
        Duration limit = Duration.ofMinutes(1).plusSeconds(piece.size() / LEAST_BYTES_PER_SECOND);
        Answer answer = http.send(request.build(), limit);
        // 412: somebody else has just put the same there.
        if (answer.status() == 200 || answer.status() == 412) {
            return answer.headers().firstValue("ETag").orElse("");
        }
        throw new IOException("the store answered with " + answer.status() + " " + answer.problem());
    }
}
