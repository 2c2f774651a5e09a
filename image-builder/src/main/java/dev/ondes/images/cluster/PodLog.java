package dev.ondes.images.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a container's log. fabric8's own {@code watchLog} gives the body of whatever answer comes, so that the API server's "node not
 * found" would stand among a builder's lines. Thread-safe.
 */
final class PodLog {
    private final KubernetesClient client;

    PodLog(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The log from its beginning; the caller closes it.
     *
     * @return empty where there is no such pod, or it has no log any more or yet
     * @throws KubernetesClientException for any other answer but 200, and for none: an answer begins with the log's first bytes
     */
    Optional<InputStream> open(String namespace, String pod, String container, boolean follow) {
        int limit = client.getConfiguration().getRequestTimeout();
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?container="
                        + container + "&follow=" + follow)
                .build();
        HttpResponse<InputStream> answer =
                within(limit, client.getHttpClient().sendAsync(request, InputStream.class), pod);
        if (answer.code() == 200) {
            return Optional.of(answer.body());
        }
        close(answer);
        if (answer.code() == 404 || answer.code() == 400) {
            return Optional.empty();
        }
        throw new KubernetesClientException("log of " + pod + ": " + answer.code(), answer.code(), null);
    }

    private static HttpResponse<InputStream> within(
            int limitMillis, CompletableFuture<HttpResponse<InputStream>> coming, String pod) {
        try {
            return coming.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            leave(coming);
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            leave(coming);
            throw new KubernetesClientException("log of " + pod + " doesn't come: " + e.getMessage(), e);
        }
    }

    /** To cancel it would not end the request, and whatever came then would stay open. */
    private static void leave(CompletableFuture<HttpResponse<InputStream>> coming) {
        var _ = coming.whenComplete((late, _) -> close(late));
    }

    private static void close(@Nullable HttpResponse<InputStream> answer) {
        try {
            if (answer != null && answer.body() != null) {
                answer.body().close();
            }
        } catch (IOException e) {
            // Nobody reads it.
        }
    }
}
