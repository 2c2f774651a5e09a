package dev.ondes.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * SQS: ElasticMQ, and before it a door with faults. What goes through {@link #url} meets the faults; {@link #direct} leads
 * past them, for who fills the queue and for measuring. Signatures are not checked. Thread-safe.
 */
public final class SimulatedSqs extends Endpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SQSRestServer queues;
    private final URI direct;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SimulatedSqs(InetSocketAddress address) {
        super(address);
        queues = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        direct = URI.create(
                "http://127.0.0.1:" + queues.waitUntilStarted().localAddress().getPort());
    }

    /** On a free port of 127.0.0.1. */
    public static SimulatedSqs open() {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static SimulatedSqs open(InetSocketAddress address) {
        var sqs = new SimulatedSqs(address);
        sqs.start();
        return sqs;
    }

    /** Past the faults. */
    public URI direct() {
        return direct;
    }

    /**
     * Makes a queue as our template does: standard, 300 s of retention.
     *
     * @param visibility how long a received message is hidden
     * @return its URL at {@link #direct}; clients with an endpoint of their own use only its path
     */
    public URI createQueue(String name, Duration visibility) {
        return createQueue(
                name,
                Map.of(
                        "VisibilityTimeout",
                        seconds(visibility),
                        "MessageRetentionPeriod",
                        seconds(Duration.ofMinutes(5))));
    }

    /** Makes a queue whose messages go to {@code deadLetters} after that many receives. */
    public URI createQueue(String name, Duration visibility, String deadLetters, int receives) {
        return createQueue(
                name,
                Map.of(
                        "VisibilityTimeout",
                        seconds(visibility),
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:elasticmq:000000000000:" + deadLetters
                                + "\",\"maxReceiveCount\":" + receives + "}"));
    }

    private URI createQueue(String name, Map<String, String> attributes) {
        return URI.create(call("CreateQueue", Map.of("QueueName", name, "Attributes", attributes))
                .path("QueueUrl")
                .asText());
    }

    /** Puts a message in, to be seen after the delay. */
    public void send(URI queue, String body, Duration delay) {
        call(
                "SendMessage",
                Map.of("QueueUrl", queue.toString(), "MessageBody", body, "DelaySeconds", delay.toSeconds()));
    }

    /** Puts up to ten messages in, in one call. */
    public void send(URI queue, Iterable<String> bodies) {
        var entries = new ArrayList<Map<String, String>>();
        bodies.forEach(body -> entries.add(Map.of("Id", "m" + entries.size(), "MessageBody", body)));
        call("SendMessageBatch", Map.of("QueueUrl", queue.toString(), "Entries", entries));
    }

    /** How many messages can be received now. */
    public int visible(URI queue) {
        return attribute(queue, "ApproximateNumberOfMessages");
    }

    /** How many messages were received and neither deleted nor given back. */
    public int inFlight(URI queue) {
        return attribute(queue, "ApproximateNumberOfMessagesNotVisible");
    }

    /** How many messages there are at all. */
    public int size(URI queue) {
        return visible(queue) + inFlight(queue) + attribute(queue, "ApproximateNumberOfMessagesDelayed");
    }

    private int attribute(URI queue, String name) {
        return call("GetQueueAttributes", Map.of("QueueUrl", queue.toString(), "AttributeNames", new String[] {"All"}))
                .path("Attributes")
                .path(name)
                .asInt();
    }

    private JsonNode call(String action, Map<String, ?> parameters) {
        try {
            HttpResponse<String> response =
                    forward("AmazonSQS." + action, JSON.writeValueAsBytes(new LinkedHashMap<>(parameters)));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(action + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> forward(String target, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(direct)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    Answer answer(HttpExchange request, byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> response = forward(request.getRequestHeaders().getFirst("X-Amz-Target"), body);
        return new Answer(response.statusCode(), "application/x-amz-json-1.0", response.body());
    }

    @Override
    Answer refusal(int status, String code, String message) {
        return new Answer(
                status,
                "application/x-amz-json-1.0",
                "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    @Override
    public void close() {
        super.close();
        // Not waited for: Pekko takes its time to see each connection end.
        queues.stopAndGetFuture().apply();
        http.shutdownNow();
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
