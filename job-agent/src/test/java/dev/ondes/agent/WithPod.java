package dev.ondes.agent;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pod, and a GitLab that gave it its job, for each test. */
abstract class WithPod {
    @TempDir
    Path root;

    FakeGitLab gitlab;
    TestPod pod;

    @BeforeEach
    final void openPod() throws Exception {
        gitlab = new FakeGitLab();
        pod = new TestPod(root, gitlab);
    }

    @AfterEach
    final void closePod() {
        pod.close();
        gitlab.close();
    }

    /** From now on the build container is of this image; the test is left out where it can't be. */
    final void use(BuildImage image) throws Exception {
        Assumptions.assumeTrue(image.isHere(), () -> "this machine lacks the shell of " + image);
        pod = new TestPod(root, gitlab, image);
    }

    final void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> gitlab.log().contains(text));
    }
}
