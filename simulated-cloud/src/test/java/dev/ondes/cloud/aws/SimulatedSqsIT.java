package dev.ondes.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedSqsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private static SimulatedSqs sqs;

    @BeforeAll
    static void open() {
        sqs = SimulatedSqs.open();
    }

    @AfterAll
    static void close() {
        sqs.close();
    }

    @Test
    void hidesWhatWasReceivedUntilItIsDeleted() throws Exception {
        URI queue = sqs.createQueue("hides", Duration.ofSeconds(30));
        sqs.send(queue, AwsEvents.rebalance("i-0a", NOW), Duration.ZERO);

        JsonNode received = receive(queue);

        assertThat(received).hasSize(1);
        assertThat(JSON.readTree(received.path(0).path("Body").asText())
                        .path("detail")
                        .path("instance-id")
                        .asText())
                .isEqualTo("i-0a");
        assertThat(sqs.visible(queue)).isZero();
        assertThat(sqs.inFlight(queue)).isEqualTo(1);
    }

    @Test
    void setsAsideWhatWasReceivedTooOften() throws Exception {
        URI dead = sqs.createQueue("dead", Duration.ofSeconds(30));
        URI queue = sqs.createQueue("poisoned", Duration.ZERO, "dead", 2);
        sqs.send(queue, "poison", Duration.ZERO);

        for (int i = 0; i < 3; i++) {
            receive(queue);
        }

        assertThat(sqs.size(dead)).isEqualTo(1);
        assertThat(sqs.size(queue)).isZero();
    }

    @Test
    void deliversTwiceWhereToldTo() {
        URI queue = sqs.createQueue("twice", Duration.ofSeconds(30));

        new SimulatedEventBridge(sqs, queue, new Random(1)).copies(2).putShuffled(List.of("{\"a\":1}", "{\"a\":2}"));

        assertThat(sqs.visible(queue)).isEqualTo(4);
    }

    @Test
    void faultsStandBetweenClientAndQueue() throws Exception {
        URI queue = sqs.createQueue("faults", Duration.ofSeconds(30));

        sqs.fault(AwsFault.FORBIDDEN);
        assertThat(post(queue).statusCode()).isEqualTo(403);
        sqs.fault(AwsFault.DOWN);
        assertThatThrownBy(() -> post(queue)).isInstanceOf(IOException.class);
        sqs.heal();

        assertThat(post(queue).statusCode()).isEqualTo(200);
        assertThat(sqs.faultsMet()).isGreaterThanOrEqualTo(2);
    }

    private static JsonNode receive(URI queue) throws IOException, InterruptedException {
        return JSON.readTree(post(queue).body()).path("Messages");
    }

    private static HttpResponse<String> post(URI queue) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(sqs.url())
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"QueueUrl\":\"%s\",\"MaxNumberOfMessages\":10}".formatted(queue)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
