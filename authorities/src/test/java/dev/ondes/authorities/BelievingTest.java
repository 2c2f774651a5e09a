package dev.ondes.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.authorities.testing.SecureServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do with these authorities, against a server of a private one. */
class BelievingTest {
    @TempDir
    Path folder;

    private SecureServer server;
    private Authorities own;

    @BeforeEach
    void start() throws IOException {
        server = new SecureServer(folder, exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        own = Authorities.of("ca-file", server.authority());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void takesTheWordOfTheFile() throws Exception {
        assertThat(status(own.tls(), "127.0.0.1")).isEqualTo(204);
        assertThat(status(own.tlsOfTheFileAlone(), "127.0.0.1")).isEqualTo(204);
    }

    @Test
    void takesNobodyElsesWord() {
        assertThatThrownBy(() -> status(Authorities.USUAL.tls(), "127.0.0.1")).isInstanceOf(SSLException.class);
    }

    @Test
    void demandsThatTheCertificateIsTheHosts() {
        assertThatThrownBy(() -> status(own.tls(), "localhost"))
                .isInstanceOf(SSLException.class)
                .as("and says so, in place of that nobody vouches for it")
                .hasStackTraceContaining("matching localhost found");
    }

    /** An object storage beside GitLab may have a public certificate; nobody but the file's is believed where that is asked for. */
    @Test
    void takesTheUsualWordBesideTheFilesUnlessTheFileAloneIsAskedFor() {
        X509Certificate[] chain = {Jdk.authorities().getAcceptedIssuers()[0]};

        assertThatCode(() -> own.manager().checkServerTrusted(chain, "RSA")).doesNotThrowAnyException();
        assertThatThrownBy(() -> Believing.onlyIn(own.certificates()).checkServerTrusted(chain, "RSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void setsNothingUpBeforeTheFirstConnectionNeedsIt() throws Exception {
        var setUp = new AtomicInteger();
        var lazy = new LazyTls(() -> {
            setUp.incrementAndGet();
            return own.tls();
        });

        try (HttpClient client = HttpClient.newBuilder().sslContext(lazy).build()) {
            assertThat(setUp).hasValue(0);
            assertThat(status(client, "127.0.0.1")).isEqualTo(204);
            assertThat(status(client, "127.0.0.1")).isEqualTo(204);
        }
        assertThat(setUp).hasValue(1);
    }

    /** Read once: a file that is just being replaced ends nothing. */
    @Test
    void needsTheFileNoMoreOnceItWasRead() throws Exception {
        Files.delete(server.authority());

        assertThat(status(own.tls(), "127.0.0.1")).isEqualTo(204);
    }

    private int status(SSLContext tls, String host) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return status(client, host);
        }
    }

    private int status(HttpClient client, String host) throws IOException, InterruptedException {
        URI address = URI.create("https://" + host + ":" + server.port() + "/");
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
