package dev.ondes.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.cloud.Http;
import dev.ondes.cloud.TestClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS documents of its metadata service, and what was seen of it. */
class AwsMachineIT {
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String HEADER = "X-aws-ec2-metadata-token";

    private final TestClock clock = new TestClock();
    private final Http http = new Http();
    private final MetadataServer server = MetadataServer.open();
    private final AwsMachine machine = server.put("a", new AwsMachine(AwsIdentity.spot("i-1"), clock));

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private String token() throws IOException, InterruptedException {
        return http.send("PUT", server.url("a") + AwsMachine.TOKEN, "", TTL, "60")
                .body();
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return http.send("GET", server.url("a") + path, "", HEADER, token);
    }

    @Test
    void givesATokenForItsTime() throws Exception {
        String token = token();
        assertThat(get("/latest/meta-data/instance-id", token).body()).isEqualTo("i-1");
        clock.pass(Duration.ofSeconds(60));

        HttpResponse<String> late = get("/latest/meta-data/instance-id", token);

        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.body()).contains("<?xml", "401 - Unauthorized");
    }

    @Test
    void refusesVersionOne() throws Exception {
        assertThat(http.send("GET", server.url("a") + "/latest/meta-data/instance-id", "")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "long", "-5"})
    void refusesAWrongTime(String seconds) throws Exception {
        assertThat(http.send("PUT", server.url("a") + AwsMachine.TOKEN, "", TTL, seconds)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesATokenRequestWithoutATimeOrThroughAProxy() throws Exception {
        assertThat(http.send("PUT", server.url("a") + AwsMachine.TOKEN, "").statusCode())
                .isEqualTo(400);
        assertThat(http.send("PUT", server.url("a") + AwsMachine.TOKEN, "", TTL, "60", "X-Forwarded-For", "10.0.0.1")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {AwsMachine.SPOT, AwsMachine.REBALANCE, AwsMachine.TARGET_STATE, "/latest/meta-data/nothing"})
    void answersWithAPageWhereThereIsNothing(String path) throws Exception {
        HttpResponse<String> answer = get(path, token());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("404 - Not Found");
    }

    @Test
    void tellsTheInterruptionWithATimeThatMayDrift() throws Exception {
        machine.interrupt("stop", TestClock.START.plusMillis(120_003));
        machine.drift(Duration.ofMillis(3));
        String token = token();

        assertThat(get(AwsMachine.SPOT, token).body())
                .isEqualTo("{\"action\":\"stop\",\"time\":\"2026-03-04T10:02:00.003Z\"}");
        assertThat(get(AwsMachine.SPOT, token).body()).contains("10:02:00.006Z");
    }

    @Test
    void tellsMaintenanceWithDatesThatAreNotPaddedAndItsHistory() throws Exception {
        machine.schedule(new MaintenanceEvent(
                "e-1", "system-reboot", "scheduled", TestClock.START, TestClock.START.plusSeconds(60), "active"));
        String token = token();
        assertThat(get(AwsMachine.SCHEDULED, token).body())
                .contains("\"NotBefore\" : \"4 Mar 2026 10:00:00 GMT\"", "\"State\" : \"active\"");
        machine.cancelMaintenance("e-1");

        assertThat(get(AwsMachine.SCHEDULED, token).body()).isEqualTo("[  ]");
        assertThat(get(AwsMachine.HISTORY, token).body()).contains("[Canceled] scheduled", "\"State\" : \"canceled\"");
    }

    @Test
    void keepsMachinesApartAndAnswersAtTheRootForOne() throws Exception {
        server.put("b", new AwsMachine(AwsIdentity.spot("i-2"), clock));
        server.root("b");

        String token =
                http.send("PUT", server.url() + AwsMachine.TOKEN, "", TTL, "60").body();

        assertThat(http.send("GET", server.url() + "/latest/meta-data/instance-id", "", HEADER, token)
                        .body())
                .isEqualTo("i-2");
        assertThat(get("/latest/meta-data/instance-id", token).statusCode()).isEqualTo(401);
    }

    @Test
    void misbehavesAsToldAndSoOften() throws Exception {
        String token = token();
        machine.failAt("/spot/", Fault.UNAVAILABLE, Duration.ZERO, 1);
        assertThat(get(AwsMachine.REBALANCE, token).statusCode()).isEqualTo(404);
        assertThat(get(AwsMachine.SPOT, token).statusCode()).isEqualTo(503);
        assertThat(get(AwsMachine.SPOT, token).statusCode()).isEqualTo(404);
        machine.failWith(Fault.ABSENT);

        assertThatThrownBy(() -> get(AwsMachine.SPOT, token)).isInstanceOf(IOException.class);
    }
}
