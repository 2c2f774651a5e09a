package dev.ondes.playground.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Asks an image-builder as the service account that its policy has a rule for. Owns its connections; for one thread. */
final class BuilderClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Makes the account, which must not be there yet. */
    BuilderClient(KubernetesClient kubernetes, Cluster cluster, URI address) {
        this.kubernetes = kubernetes;
        this.namespace = cluster.namespace();
        this.address = address;
        kubernetes
                .serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(ImageBuilding.BENCH)
                        .endMetadata()
                        .build())
                .create();
    }

    /** A new one each time: one token may begin few builds. */
    String token() {
        return kubernetes
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(ImageBuilding.BENCH)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(address.toString())
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    URI address() {
        return address;
    }

    /** @throws PlaygroundException for any answer but a good one */
    JsonNode post(String path, String token, Map<String, ?> body) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode said = JSON.readTree(answer.body());
            if (answer.statusCode() / 100 != 2) {
                throw new PlaygroundException("image-builder answered " + answer.statusCode() + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new PlaygroundException("image-builder can't be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
