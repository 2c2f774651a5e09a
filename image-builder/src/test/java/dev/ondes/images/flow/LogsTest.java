package dev.ondes.images.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.images.build.Orders;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogsTest {
    /** A node that goes away may stop in the midst of a log and keep the connection. */
    @Test
    @Timeout(30)
    void aLogThatNeverEndsHoldsItsBuildUpForAWhileOnly() {
        var log = new Endless();
        var cluster = (Cluster) Proxy.newProxyInstance(
                LogsTest.class.getClassLoader(), new Class<?>[] {Cluster.class}, (_, _, _) -> Optional.of(log));
        var archive = new World.FakeArchive();
        Pod pod =
                new PodBuilder().withNewMetadata().withName("pod").endMetadata().build();

        new Logs(cluster, Optional.of(archive), Duration.ofMillis(50))
                .keep(Orders.running(1, "a"), new Sight(new Job(), List.of(), List.of(pod)));

        assertThat(log.closed.getCount()).isZero();
        assertThat(archive.kept).isEmpty();
    }

    private static final class Endless extends InputStream {
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
