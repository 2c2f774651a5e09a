package dev.ondes.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests that fabric8 has no word for: it reads an object before it patches it, and deletes without a uid. */
public final class RawCalls {
    private final KubernetesClient client;

    public RawCalls(KubernetesClient client) {
        this.client = client;
    }

    public static final String JSON = "application/json";
    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String MERGE_PATCH = "application/merge-patch+json";
    public static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";

    /**
     * Sends one request.
     *
     * @param path below the API server's address, without a slash at its beginning
     * @throws KubernetesClientException for every status from 400 on, and when there is no answer
     */
    public void send(String method, String path, String contentType, Object body) {
        var _ = answer(method, path, contentType, body);
    }

    /** As {@link #send}, and gives the answer's text. */
    public String answer(String method, String path, String contentType, Object body) {
        String text = client.getKubernetesSerialization().asJson(body);
        int limit = client.getConfiguration().getRequestTimeout();
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .method(method, contentType, text)
                .timeout(limit, TimeUnit.MILLISECONDS)
                .build();
        HttpResponse<String> response = await(request, limit);
        if (!response.isSuccessful()) {
            throw new KubernetesClientException(
                    method + " " + path + ": " + response.code(), response.code(), status(response.body()));
        }
        return response.body();
    }

    private HttpResponse<String> await(HttpRequest request, int limit) {
        try {
            // Retries are inside, each with the limit of its own; this is only against one that never ends.
            return client.getHttpClient().sendAsync(request, String.class).get(10L * limit, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException(
                    request.method() + " " + request.uri() + " failed: " + e.getMessage(), e);
        }
    }

    private Status status(String body) {
        try {
            return client.getKubernetesSerialization().unmarshal(body, Status.class);
        } catch (RuntimeException e) {
            return new Status();
        }
    }
}
