package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.cloud.aws.SimulatedEventBridge;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.sqs.hook.AutoScaling;
import dev.ondes.spot.sqs.hook.HookKeeper;
import dev.ondes.spot.sqs.hook.HookSettings;
import dev.ondes.spot.sqs.queue.Patience;
import dev.ondes.spot.sqs.queue.Received;
import dev.ondes.spot.sqs.queue.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.threeten.extra.MutableClock;

class MessageHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private final MutableClock clock = MutableClock.of(NOW, ZoneOffset.UTC);
    private final FakeNotices notices = new FakeNotices();
    private final FakeHookNodes nodes = new FakeHookNodes();
    private final FakeAutoScaling scaling = new FakeAutoScaling();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Waits waits = new Waits();
    private final MessageHandler handler = new MessageHandler(
            notices,
            nodes,
            scaling,
            new HookKeeper(nodes, scaling, new HookSettings(Duration.ofMinutes(1), Duration.ofHours(4)), meters, clock),
            new MessageSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), List.of("ci-*"), false),
            meters,
            clock);

    /** Waiting is only the clock's going on; what happens meanwhile is set before. */
    private final class Waits implements Patience {
        private int aside;
        private Runnable after = () -> {};
        private Instant at = Instant.MAX;

        void happens(Duration later, Runnable what) {
            at = NOW.plus(later);
            after = what;
        }

        @Override
        public boolean waitAside() {
            aside++;
            return true;
        }

        @Override
        public void pause(Duration duration) {
            clock.add(duration);
            if (!clock.instant().isBefore(at)) {
                after.run();
            }
        }
    }

    @Test
    void announcesAndIsDone() throws InterruptedException {
        notices.node("i-0a");

        Verdict verdict = handle(AwsEvents.spotInterruption("i-0a", "terminate", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.SPOT_INTERRUPTION);
            assertThat(notice.source()).isEqualTo("sqs");
            assertThat(notice.deadline()).isEqualTo(NOW.plusSeconds(120));
        });
    }

    @Test
    void aForeignInstanceIsTheNormalCaseAndDoneWithAtOnceWhenTheMessageIsNotFresh() throws InterruptedException {
        clock.add(Duration.ofSeconds(20));

        Verdict verdict = handle(AwsEvents.spotInterruption("i-0f", "terminate", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("foreign"));
        assertThat(notices.asked()).isEqualTo(1);
    }

    @Test
    void aForeignStateChangeIsDoneWithAtOnce() throws InterruptedException {
        Verdict verdict = handle(AwsEvents.stateChange("i-0f", "terminated", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("foreign"));
        assertThat(waits.aside).isZero();
    }

    @Test
    void waitsAsideForANodeThatComesUpMeanwhile() throws InterruptedException {
        waits.happens(Duration.ofSeconds(5), () -> notices.node("i-0c"));

        Verdict verdict = handle(AwsEvents.spotInterruption("i-0c", "terminate", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(waits.aside).isPositive();
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void waitsForAnUnknownNodeNoLongerThanItsPatience() throws InterruptedException {
        Verdict verdict = handle(AwsEvents.rebalance("i-0f", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("foreign"));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(15));
    }

    @Test
    void isNotDoneBeforeTheBrokerHasTheNotice() throws InterruptedException {
        notices.node("i-0a");
        notices.brokerAway(true);
        waits.happens(Duration.ofMinutes(3), () -> notices.brokerAway(false));

        Verdict verdict = handle(AwsEvents.spotInterruption("i-0a", "terminate", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(3)));
    }

    @Test
    void aMessageNinetySecondsLateKeepsItsDeadline() throws InterruptedException {
        notices.node("i-0a");
        clock.add(Duration.ofSeconds(90));

        handle(AwsEvents.spotInterruption("i-0a", "terminate", NOW));

        assertThat(notices.taken()).extracting(Notice::deadline).containsExactly(NOW.plusSeconds(120));
    }

    @Test
    void aRepeatedMessageIsDoneWithToo() throws InterruptedException {
        notices.node("i-0a");
        String body = AwsEvents.spotInterruption("i-0a", "terminate", NOW);

        handle(body);
        Verdict second = handle(body);

        assertThat(second).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken()).hasSize(1);
    }

    @Test
    void announcesEveryInstanceOfAHealthEventBeforeItIsDone() throws InterruptedException {
        notices.node("i-0a").node("i-0b");
        clock.add(Duration.ofMinutes(1));

        Verdict verdict = handle(AwsEvents.health(
                "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED", "open", "c", List.of("i-0a", "i-0f", "i-0b"), NOW, NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken())
                .extracting(notice -> notice.node().machine())
                .containsExactly("i-0a", "i-0b");
    }

    @Test
    void anInstanceThatRunsAgainTakesItsStopBack() throws InterruptedException {
        notices.node("i-0a");

        handle(AwsEvents.stateChange("i-0a", "running", NOW));

        assertThat(notices.withdrawn())
                .singleElement()
                .satisfies(back -> assertThat(back.kind()).isEqualTo(NoticeKind.INSTANCE_STOPPING));
    }

    @Test
    void announcesATerminatingInstanceAndNotesItsHookForTheLeader() throws InterruptedException {
        notices.node("i-0a");
        nodes.has("i-0a");

        Verdict verdict = handle(AwsEvents.terminatingDirect("ci-spot", "ci-drain", "i-0a", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken()).extracting(Notice::kind).containsExactly(NoticeKind.GROUP_SCALE_IN);
        assertThat(nodes.noted())
                .singleElement()
                .satisfies(noted -> assertThat(noted.hook().name()).isEqualTo("ci-drain"));
        assertThat(scaling.completed()).isEmpty();
    }

    @Test
    void announcesThoughTheHookCannotBeNotedAndHoldsItUntilItCan() throws InterruptedException {
        notices.node("i-0a");
        nodes.has("i-0a").away(true);
        waits.happens(Duration.ofMinutes(5), () -> nodes.away(false));

        Verdict verdict = handle(AwsEvents.terminating("ci-spot", "ci-drain", "i-0a", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken()).hasSize(1);
        assertThat(nodes.noted()).hasSize(1);
        assertThat(scaling.heartbeats()).as("one a minute").hasSize(5);
        assertThat(waits.aside).isPositive();
    }

    @Test
    void holdsTheHookAlsoWhileTheBrokerIsAway() throws InterruptedException {
        notices.node("i-0a");
        nodes.has("i-0a");
        notices.brokerAway(true);
        waits.happens(Duration.ofMinutes(5), () -> notices.brokerAway(false));

        handle(AwsEvents.terminating("ci-spot", "ci-drain", "i-0a", NOW));

        assertThat(scaling.heartbeats()).as("one a minute").hasSize(5);
        assertThat(nodes.noted()).hasSize(1);
    }

    @Test
    void completesTheHookOfAnInstanceOfOursThatIsNoNode() throws InterruptedException {
        Verdict verdict = handle(AwsEvents.terminating("ci-spot", "ci-drain", "i-0d", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("completed"));
        assertThat(scaling.completed()).hasSize(1);
    }

    @Test
    void leavesHooksOfOtherClustersAlone() throws InterruptedException {
        handle(AwsEvents.terminating("web", "drain", "i-0d", NOW));
        handle(AwsEvents.launching("web", "join", "i-0d", NOW));

        assertThat(scaling.completed()).isEmpty();
    }

    @Test
    void holdsNoHookOfAGroupThatIsNotNamedThoughItsInstanceIsANode() throws InterruptedException {
        notices.node("i-0a");
        nodes.has("i-0a");

        Verdict verdict = handle(AwsEvents.terminating("web", "drain", "i-0a", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("announced"));
        assertThat(notices.taken()).hasSize(1);
        assertThat(nodes.noted()).isEmpty();
        assertThat(scaling.completed()).isEmpty();
    }

    @Test
    void completesALaunchHookWhenItsNodeIsReady() throws InterruptedException {
        waits.happens(Duration.ofSeconds(40), () -> nodes.ready("i-0e"));

        Verdict verdict = handle(AwsEvents.launching("ci-spot", "ci-join", "i-0e", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("completed"));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(40));
        assertThat(scaling.completed()).hasSize(1);
    }

    @Test
    void leavesALaunchHookToItsDefaultWhenTheNodeNeverComes() throws InterruptedException {
        Verdict verdict = handle(AwsEvents.launching("ci-spot", "ci-join", "i-0e", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("not-ready"));
        assertThat(scaling.completed()).isEmpty();
    }

    @Test
    void anInstanceForTheWarmPoolNeedNotBeANode() throws InterruptedException {
        Verdict verdict =
                handle(AwsEvents.lifecycle(AwsEvents.LAUNCHING, "ci-spot", "ci-join", "i-0e", "WarmPool", NOW));

        assertThat(verdict).isEqualTo(new Verdict.Done("completed"));
    }

    @Test
    void aHookThatCannotBeCompletedBringsItsMessageBack() {
        scaling.answer(new AutoScaling.Answer.Failed("HTTP 403"));

        assertThatThrownBy(() -> handle(AwsEvents.terminating("ci-spot", "ci-drain", "i-0d", NOW)))
                .hasMessage("HTTP 403");
    }

    static List<String> junk() {
        return SimulatedEventBridge.JUNK;
    }

    @ParameterizedTest
    @MethodSource("junk")
    void junkIsDoneWith(String body) throws InterruptedException {
        assertThat(handle(body)).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void whatShouldBeUsableButIsNotGoesBackSoThatTheQueueSetsItAside() throws InterruptedException {
        Verdict verdict = handle("""
            {"source":"aws.ec2","detail-type":"EC2 Spot Instance Interruption Warning","detail":{"instanceId":"i-0a"}}\
            """);

        assertThat(verdict).isInstanceOf(Verdict.Again.class);
    }

    @Test
    void countsMessagesByType() throws InterruptedException {
        handle(AwsEvents.stateChange("i-0f", "stopped", NOW));
        handle("junk");

        assertThat(meters.counter("ondes.spot.sqs.messages", "type", "state-change")
                        .count())
                .isEqualTo(1);
        assertThat(meters.counter("ondes.spot.sqs.messages", "type", "junk").count())
                .isEqualTo(1);
    }

    private Verdict handle(String body) throws InterruptedException {
        return handler.handle(new Received("m", "r", body, NOW, 1), waits);
    }
}
