package dev.ondes.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steering machines over HTTP, as the playground does. */
class AdminIT {
    private final Http http = new Http();
    private final SimulatedCloud cloud =
            SimulatedCloud.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new TestClock());
    private final String url = cloud.metadata().url().toString();

    AdminIT() throws IOException {}

    @AfterEach
    void stop() {
        http.close();
        cloud.close();
    }

    private JsonNode admin(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = http.send(method, url + "/admin/nodes" + path, body);
        return new ObjectMapper().readTree(answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "aws, spot",
        "aws, rebalance",
        "aws, scale-down",
        "aws, maintenance",
        "gcp, preempted",
        "gcp, maintenance",
        "azure, spot",
        "azure, maintenance"
    })
    void givesNoticeInEachCloudsWay(String cloud, String kind) throws Exception {
        JsonNode node = admin("PUT", "/n-1", "{\"cloud\":\"" + cloud + "\",\"instanceId\":\"i-1\"}");
        assertThat(node.path("metadata").asText()).isEqualTo(url + "/nodes/n-1");

        JsonNode given = admin("POST", "/n-1/notice", "{\"kind\":\"" + kind + "\",\"in\":\"90s\",\"id\":\"e-1\"}");

        assertThat(given.path("id").asText()).isIn("e-1", kind);
        assertThat(admin("POST", "/n-1/withdrawal", "{\"kind\":\"" + kind + "\",\"id\":\"e-1\"}")
                        .has("error"))
                .isFalse();
    }

    @Test
    void listsMachinesAndForgetsThem() throws Exception {
        admin("PUT", "/n-1", "{\"cloud\":\"gcp\"}");
        assertThat(admin("GET", "", "").path("n-1").path("cloud").asText()).isEqualTo("gcp");

        admin("DELETE", "/n-1", "");

        assertThat(admin("GET", "", "")).isEmpty();
    }

    @Test
    void breaksAMachineAsTold() throws Exception {
        admin("PUT", "/n-1", "{\"cloud\":\"gcp\"}");
        admin("POST", "/n-1/fault", "{\"fault\":\"throttled\",\"times\":1}");

        HttpResponse<String> broken =
                http.send("GET", url + "/nodes/n-1/computeMetadata/v1/instance/name", "", "Metadata-Flavor", "Google");

        assertThat(broken.statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/n-1/notice | {\"kind\":\"earthquake\"} | no notice 'earthquake' on aws",
                "/n-1/notice | {} | 'kind' is missing",
                "/n-1/notice | {\"kind\":\"spot\",\"in\":\"soon\"} | 'in' must be a time",
                "/n-1/notice | {kind} | the body is not JSON",
                "/n-1/fault | {\"fault\":\"odd\"} | 'fault' must be none, slow",
                "/n-1/dance | {} | no such wish",
                "/n-2/notice | {\"kind\":\"spot\"} | no node 'n-2'"
            })
    void saysWhyAWishCannotBeGranted(String path, String body, String words) throws Exception {
        admin("PUT", "/n-1", "{\"cloud\":\"aws\",\"instanceId\":\"i-1\"}");

        assertThat(admin("POST", path, body).path("error").asText()).contains(words);
    }
}
