package dev.ondes.detector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that behave, and that don't. */
class ConnectionIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: x\r\n\r\nhello";

    private static Answer ask(ScriptedServer server) throws IOException {
        try (var connection = new Connection(server.endpoint())) {
            return connection.send(Request.get("/path?a=b"), LIMIT);
        }
    }

    @Test
    void asksAndReadsAndKeepsTheConnection() throws Exception {
        try (var server = new ScriptedServer(HELLO, HELLO);
                var connection = new Connection(server.endpoint())) {
            connection.send(Request.get("/path").with("Header", "value"), LIMIT);

            Answer answer = connection.send(Request.put("/other"), LIMIT);

            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.header("etag")).isEqualTo("x");
            assertThat(server.connections).hasValue(1);
            assertThat(server.requests.getFirst())
                    .startsWith("GET /base/path HTTP/1.1\r\nHost: 127.0.0.1:")
                    .contains("Header: value\r\n");
            assertThat(server.requests.getLast()).startsWith("PUT /base/other ").contains("Content-Length: 0\r\n");
        }
    }

    @Test
    void reachesAnAddressOfIpv6() throws Exception {
        try (var server = new ScriptedServer(InetAddress.ofLiteral("::1"), HELLO)) {
            assertThat(ask(server).text()).isEqualTo("hello");
            assertThat(server.requests.getFirst()).contains("Host: [0:0:0:0:0:0:0:1]:");
        }
    }

    @Test
    void readsChunks() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n")) {
            assertThat(ask(server).text()).isEqualTo("hello");
        }
    }

    @Test
    void readsToTheEndWhereNoLengthIsGiven() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\n\r\nhello" + ScriptedServer.THEN_CLOSE)) {
            assertThat(ask(server).text()).isEqualTo("hello");
        }
    }

    @Test
    void passesOverInterimAnswersAndEmptyOnes() throws Exception {
        try (var server = new ScriptedServer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(ask(server).status()).isEqualTo(204);
        }
    }

    @Test
    void opensAnewWhenTheServerHasClosedMeanwhile() throws Exception {
        try (var server = new ScriptedServer(HELLO, ScriptedServer.CLOSE, HELLO);
                var connection = new Connection(server.endpoint())) {
            connection.send(Request.get("/1"), LIMIT);

            Answer answer = connection.send(Request.get("/2"), LIMIT);

            assertThat(answer.text()).isEqualTo("hello");
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void doesNotInsistWhereANewConnectionIsClosed() throws Exception {
        try (var server = new ScriptedServer(ScriptedServer.CLOSE)) {
            assertThatThrownBy(() -> ask(server)).isInstanceOf(IOException.class);

            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void opensAnewWhenAnEarlierAnswerWasLongerThanItSaid() throws Exception {
        try (var server = new ScriptedServer(HELLO + "HTTP/1.1 500 smuggled\r\n\r\n", HELLO);
                var connection = new Connection(server.endpoint())) {
            connection.send(Request.get("/1"), LIMIT);

            Answer answer = connection.send(Request.get("/2"), LIMIT);

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void givesUpOnAnAnswerThatStopsHalfWay() throws Exception {
        try (var server = new ScriptedServer(
                        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhe" + ScriptedServer.THEN_HANG);
                var connection = new Connection(server.endpoint())) {
            assertThatThrownBy(() -> connection.send(Request.get("/"), Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 ok\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void refusesWhatIsNoAnswer(String bytes) throws Exception {
        try (var server = new ScriptedServer(bytes)) {
            assertThatThrownBy(() -> ask(server)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void showsNoHeadersInItsText() {
        assertThat(Request.get("/x").with("Authorization", "Bearer secret").toString())
                .isEqualTo("GET /x");
    }
}
