package dev.ondes.alerter.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import dev.ondes.alerter.testing.PrivateAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    @TempDir
    Path folder;

    private PrivateAuthority authority;
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        authority = PrivateAuthority.in(folder);
        server = authority.https();
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void believesTheAuthoritiesOfTheFile() throws Exception {
        assertThat(status(Trust.of(Optional.of(authority.pem())), "127.0.0.1")).isEqualTo(204);
    }

    @Test
    void believesNobodyElse() {
        assertThatThrownBy(() -> status(Trust.of(Optional.empty()), "127.0.0.1"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void demandsThatTheCertificateIsTheHosts() {
        assertThatThrownBy(() -> status(Trust.of(Optional.of(authority.pem())), "localhost"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void refusesAFileWithoutACertificate() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));

        assertThatThrownBy(() -> Trust.of(Optional.of(empty)))
                .hasMessage(
                        "ondes.alerter.ca-file: " + empty + " holds no certificate: name a PEM file of authorities");
    }

    private int status(Trust trust, String host) throws IOException, InterruptedException {
        URI address = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        try (var client = trust.in(HttpClient.newBuilder()).build()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
