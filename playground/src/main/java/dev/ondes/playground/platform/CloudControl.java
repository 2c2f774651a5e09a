package dev.ondes.playground.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** What the simulated cloud is told to do, through its interface for tests. Thread-safe. */
final class CloudControl {
    /** As AWS names them; the simulated cloud speaks as AWS does. */
    static final String ZONE = "eu-west-1b";

    static final String TYPE = "m6i.xlarge";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI cloud;
    private final HttpClient http = HttpClient.newHttpClient();

    CloudControl(URI cloud) {
        this.cloud = cloud;
    }

    boolean answers() {
        try {
            tell("GET", "", "", Map.of());
            return true;
        } catch (PlaygroundException e) {
            return false;
        }
    }

    /** From now on the node is that instance, of which nobody has given notice. */
    void instance(String node, String id) {
        tell("PUT", node, "", Map.of("cloud", "aws", "instanceId", id, "instanceType", TYPE, "zone", ZONE));
    }

    /** Returns when a detector can see it. */
    void notice(String node, InterruptionKind kind, Duration in) {
        tell("POST", node, "/notice", Map.of("kind", kind.wire(), "in", in.toSeconds() + "s"));
    }

    void withdraw(String node, InterruptionKind kind) {
        tell("POST", node, "/withdrawal", Map.of("kind", kind.wire()));
    }

    void remove(String node) {
        tell("DELETE", node, "", Map.of());
    }

    /** Where it tells a node of itself, as the detector's {@code --metadata} has it. */
    String metadata(String node) {
        return cloud + "/nodes/" + node;
    }

    private void tell(String method, String node, String what, Map<String, String> body) {
        String path = "/admin/nodes" + (node.isEmpty() ? "" : "/" + node) + what;
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(cloud.resolve(path))
                            .timeout(LIMIT)
                            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new PlaygroundException("the simulated cloud: " + answer.body());
            }
        } catch (IOException e) {
            throw new PlaygroundException("the simulated cloud does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while speaking to the simulated cloud");
        }
    }
}
