package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts the scheduler's power before and after each of its effects, and starts another one with an empty memory. */
class CrashTest {
    private static final int PASSES = 40;
    private static final String FIRST = "ondes-small-4711-1";

    /** What happens to a job's attempts. */
    enum Story {
        SUCCEEDS(EndReason.SCRIPT_SUCCEEDED, 1, 1),
        CAN_NOT_TELL(EndReason.SCRIPT_FAILED, 1, 1),
        LOSES_ITS_NODE_BEFORE_THE_SCRIPT(EndReason.SCRIPT_SUCCEEDED, 1, 2),
        LOSES_ITS_NODE_TWICE(EndReason.SCRIPT_SUCCEEDED, 1, 3),
        LOSES_ITS_NODE_AFTER_THE_SCRIPT_BEGAN(EndReason.NODE_LOST, 1, 1),
        LOSES_EVERY_NODE(EndReason.NODE_LOST, 0, 3),
        IS_MOVED_BEFORE_THE_SCRIPT(EndReason.SCRIPT_SUCCEEDED, 1, 2),
        IS_MOVED_WHILE_ITS_SCRIPT_RUNS(EndReason.SCRIPT_SUCCEEDED, 2, 2),
        LOSES_ITS_NODE_AND_MAY_RUN_AGAIN(EndReason.SCRIPT_SUCCEEDED, 2, 2),
        IS_TOLD_AND_THEN_LOSES_ITS_NODE(EndReason.SPOT_INTERRUPTED, 1, 1);

        private final EndReason end;
        private final int scriptRuns;
        private final int attempts;

        Story(EndReason end, int scriptRuns, int attempts) {
            this.end = end;
            this.scriptRuns = scriptRuns;
            this.attempts = attempts;
        }

        private boolean losesBefore(int attempt) {
            return switch (this) {
                case LOSES_ITS_NODE_BEFORE_THE_SCRIPT -> attempt == 1;
                case LOSES_ITS_NODE_TWICE -> attempt <= 2;
                case LOSES_EVERY_NODE -> true;
                case SUCCEEDS,
                        CAN_NOT_TELL,
                        LOSES_ITS_NODE_AFTER_THE_SCRIPT_BEGAN,
                        IS_MOVED_BEFORE_THE_SCRIPT,
                        IS_MOVED_WHILE_ITS_SCRIPT_RUNS,
                        LOSES_ITS_NODE_AND_MAY_RUN_AGAIN,
                        IS_TOLD_AND_THEN_LOSES_ITS_NODE -> false;
            };
        }

        private boolean losesAfter(int attempt) {
            return switch (this) {
                case LOSES_ITS_NODE_AFTER_THE_SCRIPT_BEGAN, IS_TOLD_AND_THEN_LOSES_ITS_NODE -> true;
                case LOSES_ITS_NODE_AND_MAY_RUN_AGAIN -> attempt == 1;
                default -> false;
            };
        }

        private boolean mayRunAgain() {
            return this == IS_MOVED_WHILE_ITS_SCRIPT_RUNS || this == LOSES_ITS_NODE_AND_MAY_RUN_AGAIN;
        }

        /** Whether its first node's notice comes when its script has begun; null for no notice. */
        private @Nullable Boolean noticedWhenBegun() {
            return switch (this) {
                case IS_MOVED_BEFORE_THE_SCRIPT -> false;
                case IS_MOVED_WHILE_ITS_SCRIPT_RUNS, IS_TOLD_AND_THEN_LOSES_ITS_NODE -> true;
                default -> null;
            };
        }
    }

    /** One run of a story with crashes at the given steps, each counted from the one before. */
    private static final class Run {
        private final Story story;
        private final World world = new World();
        private final Map<String, SimulatedAgent> agents = new HashMap<>();
        private final List<Integer> crashes;
        private World.Scheduler scheduler = world.scheduler();
        private int crashed;
        private boolean acknowledged;
        private boolean heard;

        Run(Story story, List<Integer> crashes) {
            this.story = story;
            this.crashes = crashes;
            armNext();
        }

        int play() {
            for (int pass = 0; pass < PASSES; pass++) {
                survive(this::deliver);
                survive(this::deliverNotice);
                survive(scheduler::turn);
                assertThat(world.cluster.live())
                        .as("live pods in pass %d of %s", pass, this)
                        .hasSizeLessThanOrEqualTo(1);
                world.cluster.listPods().forEach(pod -> goOn(pod.getMetadata().getName()));
                if (acknowledged
                        && world.cluster.isEmpty()
                        && !world.gitlab.ends().isEmpty()) {
                    break;
                }
            }
            return world.steps.count();
        }

        private void deliver() {
            if (!acknowledged) {
                scheduler.take(story.mayRunAgain() ? World.restartableJob() : World.job());
                acknowledged = true;
            }
        }

        private void deliverNotice() {
            SimulatedAgent first = agents.get(FIRST);
            Boolean begun = story.noticedWhenBegun();
            if (begun != null && !heard && first != null && begun == first.scriptRuns() > 0) {
                scheduler.hear(world.notice("node-of-" + FIRST, NoticeKind.SPOT_INTERRUPTION, Duration.ofMinutes(2)));
                heard = true;
            }
        }

        /** Its first pod does nothing more until the notice was heard, and then is moved. */
        private boolean isMoved(String pod, SimulatedAgent agent) {
            return switch (story) {
                case IS_MOVED_BEFORE_THE_SCRIPT -> pod.equals(FIRST);
                case IS_MOVED_WHILE_ITS_SCRIPT_RUNS -> pod.equals(FIRST) && agent.scriptRuns() > 0;
                case IS_TOLD_AND_THEN_LOSES_ITS_NODE -> agent.scriptRuns() > 0 && !heard;
                default -> false;
            };
        }

        private void survive(Runnable action) {
            try {
                action.run();
            } catch (Steps.Crash crash) {
                crashed++;
                armNext();
                scheduler = world.scheduler();
            } catch (TryLaterException later) {
                // Tried again in the next pass.
            }
        }

        private void armNext() {
            if (crashed < crashes.size()) {
                world.steps.crashIn(crashes.get(crashed));
            }
        }

        /** The pod's own life, one step at a time. */
        private void goOn(String pod) {
            if (world.cluster.live().stream().noneMatch(live -> live.name().equals(pod))) {
                return;
            }
            if (!agents.containsKey(pod)) {
                var agent = new SimulatedAgent(world, pod);
                agent.schedule("node-of-" + pod);
                if (agent.prepare()) {
                    agents.put(pod, agent);
                }
                return;
            }
            int attempt = Integer.parseInt(pod.substring(pod.length() - 1));
            SimulatedAgent agent = agents.get(pod);
            if (isMoved(pod, agent)) {
                return;
            }
            if (story.losesBefore(attempt)) {
                agent.loseNode();
            } else if (agent.scriptRuns() == 0) {
                agent.open();
            } else if (story.losesAfter(attempt)) {
                agent.loseNode();
                // The grace period that a kubelet would still have, were it alive.
                world.clock.add(Duration.ofSeconds(30));
            } else {
                agent.finish(
                        story == Story.CAN_NOT_TELL ? EndReason.SCRIPT_FAILED : EndReason.SCRIPT_SUCCEEDED,
                        story != Story.CAN_NOT_TELL);
            }
        }

        void check() {
            assertThat(world.cluster.isEmpty()).as("nothing left: %s", this).isTrue();
            assertThat(world.gitlab.ends()).as("ends at GitLab: %s", this).hasSize(1);
            assertThat(world.events.of(JobFinished.class))
                    .as("finished: %s", this)
                    .singleElement()
                    .satisfies(finished -> {
                        assertThat(finished.reason()).as("reason: %s", this).isEqualTo(story.end);
                        assertThat(finished.attempts()).as("attempts: %s", this).isEqualTo(story.attempts);
                    });
            assertThat(world.events.of(JobRescheduled.class))
                    .as("rescheduled: %s", this)
                    .hasSize(story.attempts - 1);
            assertThat(agents.values().stream()
                            .mapToInt(SimulatedAgent::scriptRuns)
                            .sum())
                    .as("runs of the script: %s", this)
                    .isEqualTo(story.scriptRuns);
            assertThat(occurrences("attempt 2 of 3 follows"))
                    .as("lines: %s", this)
                    .isEqualTo(story.attempts > 1 ? 1 : 0);
            assertThat(occurrences("Ondes: The")).as("last lines: %s", this).isLessThanOrEqualTo(1);
        }

        private int occurrences(String text) {
            return world.gitlab.log().split(java.util.regex.Pattern.quote(text), -1).length - 1;
        }

        @Override
        public String toString() {
            return story + " with crashes " + crashes + " in " + world.steps.taken();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheJobOnceWhereverTheSchedulerCrashes(Story story) {
        var undisturbed = new Run(story, List.of());
        int steps = undisturbed.play();
        undisturbed.check();

        for (int step = 0; step < steps; step++) {
            var run = new Run(story, List.of(step));
            run.play();
            assertThat(run.crashed).as("the power was cut: %s", run).isEqualTo(1);
            run.check();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheJobOnceThroughSeveralCrashes(Story story) {
        long seed = Long.getLong("ondes.seed", 20260301L + story.ordinal());
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            var run = new Run(
                    story, List.of(random.nextInt(25), random.nextInt(12), random.nextInt(12), random.nextInt(12)));
            run.play();
            try {
                run.check();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
