package dev.ondes.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cli.OndesCli;
import dev.ondes.cli.Surroundings;
import dev.ondes.cli.broker.BrokerOptions;
import dev.ondes.cli.broker.Ran;
import dev.ondes.cli.broker.RealBroker;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.messaging.testing.NeedsBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsBroker
@Timeout(120)
class EventsCommandIT {
    /** The journal outlives a test, and other tests write to it: each has a job of its own. */
    private final long job = ThreadLocalRandom.current().nextLong(1_000_000_000, 9_000_000_000L);

    private RealBroker broker;

    @BeforeEach
    void setUp() throws Exception {
        broker = new RealBroker();
    }

    @AfterEach
    void tearDown() {
        broker.close();
    }

    private Event<JobCancelRequested> cancel(Instant time, String status) {
        return new Event<>(
                UUID.randomUUID().toString(),
                "/test",
                time,
                Long.toString(job),
                null,
                new JobCancelRequested(job, status));
    }

    @Test
    void showsWhatWasSaidOfAJobAndEnds() throws Exception {
        Instant now = Instant.now();
        broker.say(cancel(now.minus(Duration.ofHours(2)), "canceling"));
        broker.say(cancel(now.minusSeconds(60), "canceling"));
        broker.say(cancel(now.minusSeconds(30), "canceled"));

        Ran ran = Ran.on(broker.url(), "events", "--job", Long.toString(job));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.lines()).hasSize(2);
        assertThat(ran.lines().getFirst()).contains("job.cancel-requested", "status=canceling");
        assertThat(ran.lines().getLast()).endsWith("status=canceled");
    }

    @Test
    void goesBackAsFarAsAskedAndShowsOnlyTheTypesAskedFor() throws Exception {
        Instant now = Instant.now();
        broker.say(cancel(now.minus(Duration.ofHours(2)), "canceling"));
        broker.say(new Event<>(
                "f-" + job,
                "/test",
                now.minusSeconds(9),
                Long.toString(job),
                null,
                new SystemFailure("test", "kind", Long.toString(job), null, "message")));

        Ran both = Ran.on(broker.url(), "events", "--since", "3h", "--job", Long.toString(job));
        Ran one = Ran.on(
                broker.url(),
                "events",
                "--since",
                "3h",
                "--job",
                Long.toString(job),
                "--type",
                "system.failure",
                "--json");

        assertThat(both.lines()).hasSize(2);
        assertThat(one.lines())
                .singleElement()
                .asString()
                .startsWith("{\"specversion\":\"1.0\"")
                .contains("f-" + job);
    }

    @Test
    void leavesOutTheLevelThatIsSaidAllTheTimeUnlessAskedForIt() throws Exception {
        String id = "c-" + job;
        broker.say(new Event<>(
                id, "/test", Instant.now().minusSeconds(5), "pod-scheduler", null, new CapacityReported(List.of())));

        Ran all = Ran.on(broker.url(), "events", "--since", "1m", "--json");
        Ran asked = Ran.on(broker.url(), "events", "--since", "1m", "--json", "--type", "capacity.reported");

        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(all.out()).doesNotContain(id);
        assertThat(asked.out()).contains(id);
    }

    @Test
    void followsUntilItIsInterrupted() throws Exception {
        var out = new StringWriter();
        var around = new Surroundings(
                Map.of(BrokerOptions.VARIABLE, broker.url()),
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter(), true),
                _ -> {});
        var running = Thread.ofVirtual()
                .start(() -> OndesCli.run(around, "events", "--since", "1m", "--follow", "--job", Long.toString(job)));
        broker.say(cancel(Instant.now(), "canceling"));
        await().atMost(Duration.ofSeconds(30)).until(() -> out.toString().contains("status=canceling"));

        broker.say(cancel(Instant.now(), "canceled"));

        await().atMost(Duration.ofSeconds(30)).until(() -> out.toString().contains("status=canceled"));
        running.interrupt();
        assertThat(running.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void readsTheAddressFromAFile(@TempDir Path folder) throws Exception {
        broker.say(cancel(Instant.now(), "canceling"));
        Path file = Files.writeString(folder.resolve("url"), broker.url() + "\n");

        Ran ran = Ran.with(Map.of(), "events", "--amqp-url-file", file.toString(), "--job", Long.toString(job));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.lines()).hasSize(1);
    }

    @Test
    void saysThatTheBrokerCannotBeReachedAndHidesItsPassword() {
        Ran ran = Ran.on("amqp://user:s3cret@127.0.0.1:1", "events");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).startsWith("ondes: the journal can't be read: ").doesNotContain("s3cret");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void saysWhatIsMissingOnTheCommandLine() {
        assertThat(Ran.with(Map.of(), "events").err()).contains("Set ONDES_AMQP_URL");
        assertThat(Ran.on("http://user:s3cret@host", "events").err())
                .contains("ONDES_AMQP_URL holds no broker address")
                .doesNotContain("s3cret");
        Ran type = Ran.on(broker.url(), "events", "--type", "job.sung");
        assertThat(type.exitCode()).isEqualTo(2);
        assertThat(type.err()).contains("there is no job.sung; there are alert.firing, ");
    }
}
