package dev.ondes.spot.sqs.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.spot.sqs.FakeAutoScaling;
import dev.ondes.spot.sqs.FakeHookNodes;
import dev.ondes.spot.sqs.read.LifecycleHook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class HookKeeperTest {
    private static final Instant BEGIN = Instant.parse("2026-03-04T10:00:00Z");
    private static final LifecycleHook HOOK = new LifecycleHook("ci-spot", "ci-drain", "i-0a", BEGIN);

    private final MutableClock clock = MutableClock.of(BEGIN, ZoneOffset.UTC);
    private final FakeHookNodes nodes = new FakeHookNodes().has("i-0a");
    private final FakeAutoScaling scaling = new FakeAutoScaling();
    private final HookKeeper keeper = keeper();

    @Test
    void holdsTheInstanceWhileJobsRunAndLetsItGoWhenTheyHaveEnded() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        for (int i = 0; i < 30; i++) {
            keeper.look();
            clock.add(Duration.ofSeconds(10));
        }
        assertThat(scaling.completed()).isEmpty();
        assertThat(scaling.heartbeats()).as("one a minute, for five minutes").hasSize(5);

        nodes.busy("i-0a", false);
        keeper.look();

        assertThat(scaling.completed()).containsExactly(HOOK);
        assertThat(nodes.noted()).isEmpty();
        assertThat(keeper.held()).isZero();
    }

    @Test
    void holdsNoLongerThanAllowed() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        clock.add(Duration.ofHours(4).plusSeconds(1));

        keeper.look();

        assertThat(scaling.completed()).containsExactly(HOOK);
    }

    @Test
    void anActionThatIsNoLongerActiveCountsAsCompleted() {
        nodes.note("node-i-0a", HOOK);
        scaling.answer(new AutoScaling.Answer.Over());

        keeper.look();
        keeper.look();

        assertThat(scaling.completed()).as("and isn't asked for again").hasSize(1);
        assertThat(nodes.noted()).isEmpty();
    }

    @Test
    void aHeartbeatThatFailedIsNotTriedAtEachLook() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        scaling.answer(new AutoScaling.Answer.Failed("throttled"));
        keeper.look();
        clock.add(Duration.ofSeconds(9));
        keeper.look();
        assertThat(scaling.heartbeats()).hasSize(1);

        clock.add(Duration.ofSeconds(1));
        keeper.look();

        assertThat(scaling.heartbeats()).hasSize(2);
    }

    @Test
    void stopsTheHeartbeatOfAHookThatIsOver() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        scaling.answer(new AutoScaling.Answer.Over());

        keeper.look();
        clock.add(Duration.ofMinutes(5));
        keeper.look();

        assertThat(scaling.heartbeats()).hasSize(1);
    }

    @Test
    void triesAgainWhatFailed() {
        nodes.note("node-i-0a", HOOK);
        scaling.answer(new AutoScaling.Answer.Failed("HTTP 503"));
        keeper.look();
        assertThat(nodes.noted()).hasSize(1);

        scaling.answer(new AutoScaling.Answer.Done());
        keeper.look();

        assertThat(nodes.noted()).isEmpty();
        assertThat(scaling.completed()).hasSize(2);
    }

    @Test
    void theNextLeaderGoesOnFromWhatStandsOnTheNodes() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        keeper.look();

        HookKeeper next = keeper();
        next.look();
        nodes.busy("i-0a", false);
        next.look();

        assertThat(scaling.completed()).containsExactly(HOOK);
    }

    @Test
    void theNextLeaderCompletesTheHookOfANodeThatWentWhileNobodyLed() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        HookKeeper next = keeper();
        next.remember();

        nodes.delete("i-0a");
        next.remember();
        next.look();

        assertThat(scaling.completed()).containsExactly(HOOK);
        assertThat(next.held()).isZero();
    }

    @Test
    void whoeverDoesNotLeadHoldsTheInstanceTooForAsLongAsItIsBusyAndAllowed() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        HookKeeper standby = keeper();
        for (int i = 0; i < 30; i++) {
            standby.remember();
            clock.add(Duration.ofSeconds(10));
        }
        assertThat(scaling.heartbeats()).as("one a minute, for five minutes").hasSize(5);

        nodes.busy("i-0a", false);
        standby.remember();
        nodes.busy("i-0a", true);
        clock.add(Duration.ofHours(4));
        standby.remember();

        assertThat(scaling.heartbeats()).hasSize(5);
        assertThat(scaling.completed()).isEmpty();
    }

    @Test
    void theNextLeaderLeavesAloneWhatTheLastOneWasDoneWith() {
        nodes.note("node-i-0a", HOOK);
        HookKeeper next = keeper();
        next.remember();
        keeper.look();
        assertThat(scaling.completed()).hasSize(1);

        next.remember();
        nodes.delete("i-0a");
        next.look();

        assertThat(scaling.completed()).hasSize(1);
    }

    @Test
    void completesTheHookOfANodeThatWasDeleted() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        keeper.look();

        nodes.delete("i-0a");
        keeper.look();

        assertThat(scaling.completed()).containsExactly(HOOK);
        assertThat(keeper.held()).isZero();
    }

    @Test
    void aHookWithoutANodeThatWeMayNotCompleteIsDropped() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        keeper.look();
        nodes.delete("i-0a");
        scaling.answer(new AutoScaling.Answer.Denied("HTTP 403 AccessDenied"));

        keeper.look();
        keeper.look();

        assertThat(scaling.completed()).as("not asked for again").hasSize(1);
        assertThat(keeper.held()).isZero();
    }

    @Test
    void aHookWithoutANodeThatCannotBeCompletedIsDroppedWhenItIsOverByItself() {
        nodes.note("node-i-0a", HOOK);
        nodes.busy("i-0a", true);
        keeper.look();
        nodes.delete("i-0a");
        scaling.answer(new AutoScaling.Answer.Failed("HTTP 503"));
        keeper.look();
        assertThat(keeper.held()).isEqualTo(1);

        clock.add(Duration.ofHours(4).plusSeconds(1));
        keeper.look();

        assertThat(keeper.held()).isZero();
    }

    @Test
    void aHookOfANodeThatWeMayNotCompleteStaysNoted() {
        nodes.note("node-i-0a", HOOK);
        scaling.answer(new AutoScaling.Answer.Denied("HTTP 403 AccessDenied"));
        keeper.look();
        assertThat(nodes.noted()).hasSize(1);

        scaling.answer(new AutoScaling.Answer.Done());
        keeper.look();

        assertThat(nodes.noted()).isEmpty();
    }

    @Test
    void anApiServerThatIsAwayCostsOnlyAnotherCall() {
        nodes.note("node-i-0a", HOOK);
        nodes.away(true);
        keeper.look();
        nodes.away(false);
        scaling.answer(new AutoScaling.Answer.Over());

        keeper.look();

        assertThat(nodes.noted()).isEmpty();
    }

    private HookKeeper keeper() {
        return new HookKeeper(
                nodes,
                scaling,
                new HookSettings(Duration.ofSeconds(60), Duration.ofHours(4)),
                new SimpleMeterRegistry(),
                clock);
    }
}
