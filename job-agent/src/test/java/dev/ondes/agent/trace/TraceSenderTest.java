package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.agent.orders.Orders;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceSenderTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Pace PACE = new Pace(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @TempDir
    Path directory;

    @Test
    void goesOnAfterAnErrorOfOurs() throws Exception {
        // Given a log that can't be read
        var file = new TraceFile(directory.resolve("trace"));
        file.write(new byte[1000], 0, 1000);
        file.publish();
        file.close();
        List<Throwable> broken = new CopyOnWriteArrayList<>();
        List<String> away = new CopyOnWriteArrayList<>();
        var orders = new Orders();
        var transfer = new Transfer(file, 0, PACE, orders);
        try (var gitlab = new GitLabClient(NOBODY, ClientSettings.defaults())) {
            var sender = new TraceSender(
                    gitlab, JobCredentials.of(1, "t"), transfer, false, orders, new TraceSender.Troubles() {
                        @Override
                        public void away(String why) {
                            away.add(why);
                        }

                        @Override
                        public void broken(Throwable problem) {
                            broken.add(problem);
                        }
                    });

            // When
            Thread running = Thread.ofVirtual().start(sender);
            await().until(() -> !broken.isEmpty());
            transfer.hurry();

            // Then it still runs, and ends only when it shall
            assertThat(running.join(SHORT)).isFalse();
            transfer.finish();
            assertThat(running.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(broken).hasSize(1);
        assertThat(away).isEmpty();
    }
}
