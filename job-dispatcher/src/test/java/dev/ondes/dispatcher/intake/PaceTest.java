package dev.ondes.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.intake.Step.AskAgain;
import dev.ondes.dispatcher.intake.Step.KeepAway;
import dev.ondes.dispatcher.intake.Step.Listen;
import dev.ondes.gitlab.JobAnswer;
import dev.ondes.gitlab.JobAnswer.Conflict;
import dev.ondes.gitlab.JobAnswer.Malformed;
import dev.ondes.gitlab.JobAnswer.NoJob;
import dev.ondes.gitlab.JobAnswer.Refused;
import dev.ondes.gitlab.JobAnswer.Throttled;
import dev.ondes.gitlab.JobAnswer.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaceTest {
    private static final RandomGenerator NO_SPREAD = () -> 0;
    private static final Duration CHECK = Duration.ofSeconds(3);
    private static final Duration REFUSED = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofMillis(30);
    private static final Duration HELD = Duration.ofSeconds(50);
    private static final Pace KNOWS_V1 = Pace.start(new Pace.Rhythm(CHECK, REFUSED))
            .after(new Asked(new NoJob("v1"), QUICK), NO_SPREAD)
            .pace();

    static Stream<Arguments> firstAnswers() {
        return Stream.of(
                Arguments.of("changed while held", new NoJob("v2"), HELD, new AskAgain()),
                Arguments.of("changed at once", new NoJob("v2"), QUICK, new AskAgain()),
                Arguments.of("unchanged after a long poll", new NoJob("v1"), HELD, new AskAgain()),
                Arguments.of("a long poll's own end", new NoJob(null), HELD, new AskAgain()),
                Arguments.of("unchanged without long polling", new NoJob("v1"), QUICK, new Listen(CHECK)),
                Arguments.of(
                        "changed while held, by a proxy that tells no mark", new NoJob(null), QUICK, new AskAgain()),
                Arguments.of("conflict", new Conflict(), QUICK, new AskAgain()),
                Arguments.of("429", new Throttled(Duration.ofSeconds(42)), QUICK, new KeepAway(Duration.ofSeconds(42))),
                Arguments.of(
                        "429 for a day",
                        new Throttled(Duration.ofDays(1)),
                        QUICK,
                        new KeepAway(Duration.ofMinutes(10))),
                Arguments.of("first 403", new Refused(403, ""), QUICK, new KeepAway(CHECK)),
                Arguments.of("first failure", new Unavailable("500"), QUICK, new KeepAway(Duration.ofMillis(500))),
                Arguments.of("malformed", new Malformed(null, ""), QUICK, new KeepAway(Duration.ofMillis(500))));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("firstAnswers")
    void goesOnByTheAnswer(String name, JobAnswer answer, Duration took, Step step) {
        assertThat(KNOWS_V1.after(new Asked(answer, took), NO_SPREAD).step()).isEqualTo(step);
    }

    @Test
    void waitsForTheNextTurnWhereGitLabNeverToldAMark() {
        Pace pace = Pace.start(new Pace.Rhythm(CHECK, REFUSED));

        assertThat(steps(pace, Collections.nCopies(3, new NoJob(null)))).containsOnly(new Listen(CHECK));
    }

    @Test
    void sendsBackTheNewestMarkThatGitLabTold() {
        Pace pace = after(KNOWS_V1, new NoJob("v2"), new NoJob(null), new Conflict(), new Unavailable("reset"));

        assertThat(pace.lastUpdate()).isEqualTo("v2");
    }

    @Test
    void takesABreathWhenGitLabKeepsOnCallingForAnotherRequest() {
        List<Step> steps = steps(KNOWS_V1, Collections.nCopies(Pace.REPEATS_AT_ONCE, new Conflict()));

        assertThat(steps.subList(0, Pace.REPEATS_AT_ONCE - 1)).containsOnly(new AskAgain());
        assertThat(steps.getLast()).isEqualTo(new Listen(Pace.BREATH));
    }

    @Test
    void asksAtOnceAgainAfterABreathBroughtSomethingElse() {
        Pace breathless = after(KNOWS_V1, Collections.nCopies(20, new Conflict()));

        Pace calm = after(breathless, new NoJob("v1"));

        assertThat(calm.after(new Asked(new Conflict(), QUICK), NO_SPREAD).step())
                .isEqualTo(new AskAgain());
    }

    @Test
    void asksARefusedRunnerSeldomAfterThreeStrikes() {
        List<Step> steps = steps(KNOWS_V1, Collections.nCopies(4, new Refused(403, "")));

        assertThat(steps)
                .containsExactly(
                        new KeepAway(CHECK), new KeepAway(CHECK), new KeepAway(REFUSED), new KeepAway(REFUSED));
    }

    @Test
    void forgivesStrikesWhenGitLabTakesTheRunnerAgain() {
        Pace refused = after(KNOWS_V1, Collections.nCopies(3, new Refused(403, "")));
        Pace taken = after(refused, new NoJob("v1"));

        assertThat(refused.unhealthy()).isTrue();
        assertThat(taken.healthy()).isTrue();
        assertThat(taken.after(new Asked(new Refused(403, ""), QUICK), NO_SPREAD)
                        .step())
                .isEqualTo(new KeepAway(CHECK));
    }

    @Test
    void backsOffLongerWithEachFailureButNeverLongerThanHalfAMinute() {
        List<Step> steps = steps(KNOWS_V1, Collections.nCopies(40, new Unavailable("502")));

        assertThat(steps.subList(0, 7))
                .containsExactly(
                        new KeepAway(Duration.ofMillis(500)),
                        new KeepAway(Duration.ofSeconds(1)),
                        new KeepAway(Duration.ofSeconds(2)),
                        new KeepAway(Duration.ofSeconds(4)),
                        new KeepAway(Duration.ofSeconds(8)),
                        new KeepAway(Duration.ofSeconds(15)),
                        new KeepAway(Duration.ofSeconds(15)));
        assertThat(steps.getLast()).isEqualTo(new KeepAway(Duration.ofSeconds(15)));
    }

    private static Pace after(Pace pace, JobAnswer... answers) {
        return after(pace, List.of(answers));
    }

    private static Pace after(Pace pace, List<? extends JobAnswer> answers) {
        Pace reached = pace;
        for (JobAnswer answer : answers) {
            reached = reached.after(new Asked(answer, QUICK), NO_SPREAD).pace();
        }
        return reached;
    }

    private static List<Step> steps(Pace pace, List<? extends JobAnswer> answers) {
        List<Step> steps = new ArrayList<>();
        Pace reached = pace;
        for (JobAnswer answer : answers) {
            var next = reached.after(new Asked(answer, QUICK), NO_SPREAD);
            steps.add(next.step());
            reached = next.pace();
        }
        return steps;
    }
}
