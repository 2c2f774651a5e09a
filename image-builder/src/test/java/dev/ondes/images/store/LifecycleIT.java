package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.authorities.Authorities;
import dev.ondes.s3.SimulatedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of the bucket, at a server that keeps them as AWS does, and at the real one, which does not know them. */
class LifecycleIT {
    private static final String THEIRS = "<Rule><ID>theirs</ID><Filter><Prefix>other/</Prefix></Filter>"
            + "<Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>";

    @TempDir
    Path folder;

    private SimulatedS3 s3;
    private HttpServer keeping;
    private @Nullable String rules;
    private int puts;

    @BeforeEach
    void open() throws IOException {
        s3 = SimulatedS3.start(folder, "ondes");
        keeping = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keeping.createContext("/", this::answer);
        keeping.start();
    }

    @AfterEach
    void close() {
        keeping.stop(0);
        s3.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PUT")) {
            rules = new String(body, StandardCharsets.UTF_8);
            puts++;
            exchange.sendResponseHeaders(200, -1);
        } else {
            byte[] answer = (rules == null ? "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>" : rules)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(rules == null ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private Lifecycle.Outcome put(Map<String, String> more) {
        StoreSettings settings = Store.settings(s3, folder, more);
        try (Bucket bucket = Bucket.open(settings, Authorities.USUAL)) {
            return new Lifecycle(bucket, settings).put();
        }
    }

    private Map<String, String> atTheKeepingOne() {
        return Map.of(
                "ondes.store.endpoint",
                "http://127.0.0.1:" + keeping.getAddress().getPort());
    }

    @Test
    void putsItsRulesOnce() {
        // When
        var first = put(atTheKeepingOne());
        var again = put(atTheKeepingOne());

        // Then
        assertThat(first).isEqualTo(Lifecycle.Outcome.PUT);
        assertThat(again).isEqualTo(Lifecycle.Outcome.UNCHANGED);
        assertThat(puts).isEqualTo(1);
        assertThat(rules)
                .contains(
                        "<ID>ondes-contexts</ID>",
                        "<Prefix>contexts/</Prefix>",
                        "<Days>14</Days>",
                        "<ID>ondes-logs</ID>",
                        "<Days>90</Days>",
                        "<DaysAfterInitiation>2</DaysAfterInitiation>");
    }

    @Test
    void leavesTheRulesOfOthersAsTheyAre() {
        // Given
        rules = "<LifecycleConfiguration>" + THEIRS + "</LifecycleConfiguration>";

        // When
        var outcome = put(atTheKeepingOne());

        // Then
        assertThat(outcome).isEqualTo(Lifecycle.Outcome.PUT);
        assertThat(rules).contains("<ID>theirs</ID>", "<Prefix>other/</Prefix>", "<Days>3</Days>", "ondes-parts");
    }

    @Test
    void runsOnWhereTheServerKnowsNoRules() {
        assertThat(put(Map.of())).isEqualTo(Lifecycle.Outcome.NOT_SUPPORTED);
    }

    @Test
    void leavesTheBucketAloneWhereThatIsWished() {
        assertThat(put(Map.of("ondes.store.lifecycle", "false"))).isEqualTo(Lifecycle.Outcome.SWITCHED_OFF);
    }
}
