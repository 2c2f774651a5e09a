package dev.ondes.agent.secrets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import dev.ondes.authorities.Authorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebTest {
    private ServerSocket server;
    private Web web;

    /** As Go's servers, and so Vault, answer a TLS handshake on a port that speaks HTTP. */
    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::refuse);
        web = new Web(Authorities.USUAL.tls(), Duration.ofSeconds(10), new Orders());
    }

    @AfterEach
    void close() throws IOException {
        web.close();
        server.close();
    }

    private void refuse() {
        try (Socket caller = server.accept()) {
            caller.getInputStream().readNBytes(5);
            caller.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.shutdownOutput();
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The caller is gone, which is what it is told to be.
        }
    }

    @Test
    void saysThatAServerSpeaksNoTls() {
        String url = "https://127.0.0.1:" + server.getLocalPort();

        assertThatThrownBy(() -> web.send(
                        HttpRequest.newBuilder(URI.create(url + "/v1/x")).build()))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessage(url + " does not speak TLS: check the port, and https:// before it");
    }
}
