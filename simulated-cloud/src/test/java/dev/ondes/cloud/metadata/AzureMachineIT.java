package dev.ondes.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.Http;
import dev.ondes.cloud.TestClock;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Microsoft documents of scheduled events. */
class AzureMachineIT {
    private static final String QUERY = "?api-version=2020-07-01";

    private final Http http = new Http();
    private final MetadataServer server = MetadataServer.open();
    private final AzureMachine machine = server.put("z", new AzureMachine("vmss_7", "Standard_D4s_v5", "westeurope"));

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private HttpResponse<String> call(String method, String body) throws Exception {
        return http.send(method, server.url("z") + AzureMachine.EVENTS + QUERY, body, "Metadata", "true");
    }

    @Test
    void wantsItsHeaderAndAVersion() throws Exception {
        assertThat(http.send("GET", server.url("z") + AzureMachine.EVENTS + QUERY, "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(http.send("GET", server.url("z") + AzureMachine.EVENTS, "", "Metadata", "true")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void countsTheListsChanges() throws Exception {
        assertThat(call("GET", "").body()).isEqualTo("{\"DocumentIncarnation\":1,\"Events\":[]}");
        machine.schedule(new ScheduledEvent("e-1", "Preempt", List.of("vmss_7"), TestClock.START, -1));

        assertThat(call("GET", "").body())
                .contains(
                        "\"DocumentIncarnation\":2",
                        "\"EventStatus\":\"Scheduled\"",
                        "\"Resources\":[\"vmss_7\"]",
                        "\"NotBefore\":\"Wed, 4 Mar 2026 10:00:00 GMT\"",
                        "\"DurationInSeconds\":-1");
    }

    @Test
    void startsAnEventByRequestAndRefusesOneItDoesNotHave() throws Exception {
        machine.schedule(new ScheduledEvent("e-1", "Reboot", List.of("vmss_7"), TestClock.START, -1));

        assertThat(call("POST", "{\"StartRequests\":[{\"EventId\":\"e-1\"}]}").statusCode())
                .isEqualTo(200);

        assertThat(machine.started()).containsExactly("e-1");
        assertThat(call("GET", "").body()).contains("\"EventStatus\":\"Started\"", "\"NotBefore\":\"\"");
        machine.vanish("e-1");
        assertThat(call("POST", "{\"StartRequests\":[{\"EventId\":\"e-1\"}]}").statusCode())
                .isEqualTo(400);
    }
}
