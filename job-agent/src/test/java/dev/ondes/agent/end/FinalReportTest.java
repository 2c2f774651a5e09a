package dev.ondes.agent.end;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.agent.end.FinalReport.Result;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.Pace;
import dev.ondes.agent.trace.TraceFile;
import dev.ondes.agent.trace.Transfer;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose answer means that GitLab knows the end. */
class FinalReportTest {
    private static final EndPace QUICK =
            new EndPace(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private volatile int status;

    @BeforeEach
    void setUp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Retry-After", "1");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void tearDown() {
        server.stop(0);
    }

    @Test
    void thatGitLabIsOnlyBusyIsNotItsWord() throws IOException {
        status = 429;

        assertThat(send()).isEqualTo(Result.NOT_REPORTED);
        assertThat(requests).hasValueGreaterThan(QUICK.attempts());
    }

    @Test
    void thatGitLabStillStoresTheLogIs() throws IOException {
        status = 202;

        assertThat(send()).isEqualTo(Result.REPORTED);
    }

    private Result send() throws IOException {
        var orders = new Orders();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var gitlab = new GitLabClient(address, ClientSettings.defaults());
                var file = new TraceFile(folder.resolve("trace"))) {
            var transfer = new Transfer(file, 0, Pace.ordinary(), orders);
            return new FinalReport(gitlab, JobCredentials.of(4711, "token"), transfer, orders, QUICK)
                    .send(JobEnd.of(EndReason.SCRIPT_SUCCEEDED, null), List.of(), null);
        }
    }
}
