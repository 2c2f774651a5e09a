package dev.ondes.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cloud.Http;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Google documents of its metadata server. */
class GcpMachineIT {
    private final Http http = new Http();
    private final MetadataServer server = MetadataServer.open();
    private final GcpMachine machine = server.put("g", new GcpMachine("gke-1", "e2-standard-4", "europe-west1-b"));

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send("GET", server.url("g") + path, "", "Metadata-Flavor", "Google");
    }

    @Test
    void wantsItsHeaderAndSendsIt() throws Exception {
        HttpResponse<String> answer = get(GcpMachine.PREEMPTED);

        assertThat(answer.body()).isEqualTo("FALSE");
        assertThat(answer.headers().firstValue("Metadata-Flavor")).hasValue("Google");
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(http.send("GET", server.url("g") + GcpMachine.PREEMPTED, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void answersAtOnceAWaitForAnotherTag() throws Exception {
        assertThat(get(GcpMachine.PREEMPTED + "?wait_for_change=true&last_etag=0")
                        .body())
                .isEqualTo("FALSE");
    }

    @Test
    void holdsAnAnswerBackUntilTheValueChanges() throws Exception {
        String etag = get(GcpMachine.PREEMPTED).headers().firstValue("ETag").orElseThrow();
        CompletableFuture<String> held = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                held.complete(get(GcpMachine.PREEMPTED + "?wait_for_change=true&last_etag=" + etag)
                        .body());
            } catch (Exception e) {
                held.completeExceptionally(e);
            }
        });
        await().until(() -> machine.calls(GcpMachine.PREEMPTED) == 2);
        machine.maintenance("MIGRATE_ON_HOST_MAINTENANCE");
        assertThat(held).isNotDone();

        machine.preempt();

        assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo("TRUE");
    }

    @Test
    void answersWithTheOldValueWhenTheWaitIsOver() throws Exception {
        String etag = get(GcpMachine.MAINTENANCE).headers().firstValue("ETag").orElseThrow();

        assertThat(get(GcpMachine.MAINTENANCE + "?wait_for_change=true&timeout_sec=0&last_etag=" + etag)
                        .body())
                .isEqualTo("NONE");
    }

    @Test
    void doesNotKnowAKeyThatIsNotDefined() throws Exception {
        assertThat(get("/computeMetadata/v1/instance/attributes/kube-labels").statusCode())
                .isEqualTo(404);
    }
}
