package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final RunnerToken RUNNER = RunnerToken.of("glrt-s3cret");

    @TempDir
    static Path directory;

    static Path authority;

    /** A server certificate that is its own authority, as small installations have it. */
    @BeforeAll
    static void makeACertificate() throws Exception {
        authority = directory.resolve("ca.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=gitlab", "-ext", "san=ip:127.0.0.1", "-validity", "2");
        keytool("-exportcert", "-rfc", "-file", authority.toString());
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("keys").toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-alias", "gitlab"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static final class SecureServer extends FakeServer {
        SecureServer() throws Exception {
            super(https());
        }

        private static HttpsServer https() throws Exception {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(directory.resolve("keys"))) {
                keys.load(file, PASSWORD);
            }
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        }

        @Override
        Answer answer(Seen request) {
            return Answer.of(204);
        }

        GitLabClient client(String host, Path caFile) {
            return new GitLabClient(
                    URI.create("https://" + host + ":" + port()),
                    ClientSettings.defaults().withCaFile(caFile));
        }
    }

    private static JobAnswer request(GitLabClient client) {
        return client.requestJob(RUNNER, "r_1", RunnerInfo.ondes("0.1.0", "abc123"), null);
    }

    @Test
    void trustsTheAuthoritiesOfTheFile() throws Exception {
        try (var server = new SecureServer();
                var client = server.client("127.0.0.1", authority)) {
            assertThat(request(client)).isEqualTo(new JobAnswer.NoJob(null));
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        try (var server = new SecureServer();
                var client = server.client("127.0.0.1", null)) {
            assertThat(request(client))
                    .isInstanceOfSatisfying(
                            JobAnswer.Unavailable.class,
                            unavailable -> assertThat(unavailable.why()).contains("SSLHandshakeException"));
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void demandsThatTheCertificateIsTheHosts() throws Exception {
        try (var server = new SecureServer();
                var client = server.client("localhost", authority)) {
            assertThat(request(client)).isInstanceOf(JobAnswer.Unavailable.class);
            assertThat(server.seen()).isEmpty();
        }
    }

    /** Without a cause: that one line is what a service says when it refuses to start. */
    @Test
    void refusesAFileThatIsNoneOrHoldsNoCertificate() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path other = Files.writeString(
                directory.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n");
        Path missing = directory.resolve("missing.pem");

        assertThat(refusal(empty))
                .hasMessage(empty + " holds no certificate: name a PEM file of authorities")
                .hasNoCause();
        assertThat(refusal(other))
                .hasMessage(other + " is no PEM file of certificates: name one of authorities")
                .hasNoCause();
        assertThat(refusal(missing))
                .hasMessage(missing + " can't be read: name a readable PEM file")
                .hasNoCause();
    }

    @Test
    void namesTheSettingWhoseFileIsNone() throws Exception {
        Path empty = Files.createFile(directory.resolve("nothing.pem"));

        assertThatThrownBy(() -> CaFile.text("ondes.some.ca-file", empty))
                .hasMessage("ondes.some.ca-file: " + empty + " holds no certificate: name a PEM file of authorities");
        assertThat(CaFile.text("ondes.some.ca-file", authority)).isEqualTo(Files.readString(authority));
    }

    private static IllegalArgumentException refusal(Path file) {
        var gitlab = URI.create("https://gitlab.example.com");
        return catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new GitLabClient(gitlab, ClientSettings.defaults().withCaFile(file)));
    }
}
