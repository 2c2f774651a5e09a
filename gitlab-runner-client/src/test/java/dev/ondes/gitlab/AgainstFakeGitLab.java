package dev.ondes.gitlab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A client and a GitLab; nothing waits: pauses are only noted. */
abstract class AgainstFakeGitLab {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final RunnerToken RUNNER = RunnerToken.of(FakeGitLab.RUNNER_TOKEN);
    static final String SYSTEM = "r_0123456789ab";
    static final RunnerInfo INFO = new RunnerInfo(
            "ondes",
            "0.1.0",
            "abc123",
            "linux",
            "amd64",
            "kubernetes",
            "bash",
            RunnerFeature.offeredNow(),
            Map.of("team", "core"));

    final FakeGitLab gitlab = new FakeGitLab();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final ClientSettings settings = ClientSettings.defaults()
            .withUserAgent("ondes/0.1.0")
            .withTime(Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);
    final GitLabClient client = new GitLabClient(gitlab.uri(), settings);

    @AfterEach
    void close() {
        client.close();
        gitlab.close();
    }
}
