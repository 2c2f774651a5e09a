package dev.ondes.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cli.broker.Ran;
import dev.ondes.cli.broker.RealBroker;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.messaging.testing.NeedsBroker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBroker
@Timeout(120)
class DeadLettersCommandIT {
    private static final String KEY = "event-1@" + Topology.SCHEDULER_CANCEL;

    private RealBroker broker;

    @BeforeEach
    void setUp() throws Exception {
        broker = new RealBroker();
    }

    @AfterEach
    void tearDown() {
        broker.close();
    }

    private void die(String id) throws Exception {
        broker.die(new Event<>(id, "/test", Instant.now(), "42", null, new JobCancelRequested(42, "canceling")));
    }

    private Ran run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "dead-letters";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Ran.on(broker.url(), all);
    }

    private void awaitDead(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> run("list").lines().size() == count);
    }

    @Test
    void listsAndShows() throws Exception {
        die("event-1");
        awaitDead(1);

        Ran list = run("list", "--reason", "rejected");
        Ran show = run("show", KEY);

        assertThat(list.lines()).singleElement().asString().contains("rejected", "job.cancel-requested", KEY);
        assertThat(list.err()).contains("1 shown, 1 in all");
        assertThat(show.exitCode()).isZero();
        assertThat(show.out()).contains("died in ", ": whoever took it refused it", "\"status\":\"canceling\"");
        assertThat(run("show", "event-9@nowhere").exitCode()).isEqualTo(1);
    }

    @Test
    void redrivesOneAndSaysSoWhenItIsNoLongerThere() throws Exception {
        die("event-1");
        awaitDead(1);

        Ran ran = run("redrive", KEY);
        Ran again = run("redrive", KEY);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.lines()).containsExactly("sent " + KEY);
        assertThat(broker.waitingCancels()).isEqualTo(1);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("it may have been sent before");
    }

    @Test
    void discardsManyOnlyWhenToldSo() throws Exception {
        die("event-1");
        die("event-2");
        awaitDead(2);

        Ran asked = run("discard", "--all");
        Ran ran = run("discard", "--queue", Topology.SCHEDULER_CANCEL, "--yes");

        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).contains("say --yes");
        assertThat(ran.lines()).hasSize(2);
        assertThat(run("list").lines()).isEmpty();
    }

    @Test
    void asksWhichOnesAreMeant() {
        assertThat(run("redrive").exitCode()).isEqualTo(2);
        assertThat(run("redrive", KEY, "--all").err()).contains("which ones?");
    }

    @Test
    void saysThatTheBrokerCannotBeReached() {
        Ran ran = Ran.on("amqp://user:s3cret@127.0.0.1:1", "dead-letters", "list");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).startsWith("ondes: the broker is away: ").doesNotContain("s3cret", "Exception");
    }
}
