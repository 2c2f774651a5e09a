package dev.ondes.images.ends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.builder.Kaniko;
import dev.ondes.images.ends.ContainerFacts.Running;
import dev.ondes.images.ends.ContainerFacts.Terminated;
import dev.ondes.images.ends.ContainerFacts.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndDecisionTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);
    private static final Instant T1 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant T2 = Instant.parse("2026-03-01T12:05:00Z");
    private static final ContainerFacts CONTEXT = new Terminated(0, "Completed", "{\"state\":\"fetched\"}", T1, T1);
    private static final Waiting BACK_OFF = new Waiting("ImagePullBackOff", "Back-off pulling image");
    private static final String RUN = "error building stage: failed to execute command: exit status 1";

    private static Verdict decide(PodFacts pod, String log) {
        return EndDecision.of(pod, new Kaniko("kaniko", Kaniko.Line.V1_28, List.of()), () -> log);
    }

    private static PodFacts pod(
            String phase, String reason, String message, String disruption, boolean deleting, ContainerFacts builder) {
        return new PodFacts(
                "pod", 0, "node-1", phase, reason, message, disruption, deleting, null, false, CONTEXT, builder);
    }

    private static Terminated ended(int code, String reason, String message) {
        return new Terminated(code, reason, message, T1, T2);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                of(
                        "a command failed",
                        pod("Failed", null, null, null, false, ended(1, "Error", "")),
                        RUN,
                        "RUN_FAILED"),
                of(
                        "a digest of a failed push",
                        pod("Failed", null, null, null, false, ended(1, "Error", DIGEST)),
                        "error pushing image: failed to push to destination x: EOF",
                        "PUSH_FAILED"),
                of(
                        "ended well without a digest",
                        pod("Succeeded", null, null, null, false, ended(0, "Completed", "")),
                        "",
                        "DIGEST_MISSING"),
                of(
                        "out of memory",
                        pod("Failed", null, null, null, false, ended(137, "OOMKilled", "")),
                        RUN,
                        "OUT_OF_MEMORY"),
                of(
                        "out of memory in a child",
                        pod("Failed", null, null, null, false, ended(137, "Error", "")),
                        "Killed",
                        "OUT_OF_MEMORY"),
                of(
                        "over its disk",
                        pod(
                                "Failed",
                                "Evicted",
                                "Pod ephemeral local storage usage exceeds the total limit of " + "containers 20Gi.",
                                "TerminationByKubelet",
                                false,
                                ended(137, "Error", "")),
                        "",
                        "OUT_OF_DISK"),
                of(
                        "over a volume's size",
                        pod(
                                "Failed",
                                "Evicted",
                                "Usage of EmptyDir volume \"workspace\" exceeds the limit " + "\"20Gi\".",
                                null,
                                false,
                                ended(137, "Error", "")),
                        "",
                        "OUT_OF_DISK"),
                of(
                        "too long",
                        pod(
                                "Failed",
                                "DeadlineExceeded",
                                "Pod was active on the node longer than the specified deadline",
                                null,
                                false,
                                ended(137, "Error", "")),
                        RUN,
                        "TIMED_OUT"),
                of(
                        "the binary is not there",
                        pod("Failed", null, null, null, false, ended(128, "StartError", "exec: not found")),
                        "",
                        "BUILDER_FAILED"),
                of(
                        "the cluster refused it",
                        pod("Failed", "OutOfcpu", "Node didn't have enough resource", null, false, null),
                        "",
                        "POD_REFUSED"),
                of("nobody knows", pod("Failed", null, null, null, false, null), "", "UNKNOWN"));
    }

    private static Arguments of(String what, PodFacts pod, String log, String reason) {
        return Arguments.of(what, pod, log, BuildReason.valueOf(reason));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failures(String what, PodFacts pod, String log, BuildReason reason) {
        assertThat(decide(pod, log))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(
                        "drained, Go's exit code",
                        pod("Failed", null, null, "EvictionByEvictionAPI", true, ended(2, "Error", ""))),
                Arguments.of(
                        "drained, killed",
                        pod("Failed", null, null, "DeletionByTaintManager", true, ended(137, "Error", ""))),
                Arguments.of(
                        "drained, terminated",
                        pod("Failed", null, null, "PreemptionByScheduler", true, ended(143, "Error", ""))),
                Arguments.of("its node is gone", pod("Failed", null, null, "DeletionByPodGC", true, null)),
                Arguments.of(
                        "gone with a digest of a cache layer",
                        pod("Failed", null, null, "DeletionByPodGC", false, ended(137, "Error", DIGEST))),
                Arguments.of(
                        "a shut down node",
                        pod(
                                "Failed",
                                "Terminated",
                                "Pod was terminated in response to imminent node shutdown.",
                                null,
                                false,
                                ended(137, "Error", ""))),
                Arguments.of(
                        "the node needs its memory",
                        pod(
                                "Failed",
                                "Evicted",
                                "The node was low on resource: memory.",
                                null,
                                false,
                                ended(137, "Error", ""))),
                Arguments.of("deleted", pod("Failed", null, null, null, true, ended(2, "Error", ""))),
                Arguments.of(
                        "nobody saw how it ended",
                        pod("Failed", null, null, null, false, ended(137, "ContainerStatusUnknown", ""))),
                Arguments.of(
                        "its node booted, containerd knows no more",
                        pod("Failed", null, null, null, false, ended(255, "Unknown", ""))),
                Arguments.of(
                        "its node booted while the context came",
                        new PodFacts(
                                "pod",
                                0,
                                "node-1",
                                "Failed",
                                null,
                                null,
                                null,
                                false,
                                null,
                                true,
                                ended(255, "Unknown", ""),
                                new Waiting("PodInitializing", null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void losses(String what, PodFacts pod) {
        assertThat(decide(pod, RUN)).isInstanceOf(Verdict.Lost.class);
    }

    static Stream<Arguments> forgotten() {
        return Stream.of(
                Arguments.of("between its containers", CONTEXT),
                Arguments.of("before the first, which was made already", new ContainerFacts.Forgotten()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgotten")
    void aPodThatItsNodeForgotIsLost(String when, ContainerFacts context) {
        assertThat(decide(between(true, context, new Waiting("PodInitializing", null)), ""))
                .isEqualTo(new Verdict.Lost("its node booted, and forgot it"));
    }

    static Stream<Arguments> onTheirWay() {
        var waiting = new Waiting("PodInitializing", null);
        return Stream.of(
                Arguments.of("its second container comes", between(false, CONTEXT, waiting)),
                Arguments.of("its sandbox comes", between(true, waiting, waiting)),
                Arguments.of(
                        "its context is made and about to start", between(false, new Waiting(null, null), waiting)),
                Arguments.of("its context comes", between(true, new Running(T1), waiting)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheirWay")
    void aPodThatIsOnItsWayIsNotLost(String what, PodFacts pod) {
        assertThat(decide(pod, "")).isInstanceOf(Verdict.Waits.class);
    }

    private static PodFacts between(boolean sandboxGone, ContainerFacts context, ContainerFacts builder) {
        return new PodFacts(
                "pod", 0, "node-1", "Pending", null, null, null, false, null, sandboxGone, context, builder);
    }

    @Test
    void aPodThatPushedBeforeItsNodeWentIsDone() {
        assertThat(decide(
                        pod("Running", null, null, "EvictionByEvictionAPI", true, ended(0, "Completed", DIGEST + "\n")),
                        ""))
                .isEqualTo(new Verdict.Pushed(DIGEST, T1, T2));
    }

    @Test
    void aPodThatIsAboutToBeTakenAwayMayStillMakeIt() {
        assertThat(decide(pod("Running", null, null, "EvictionByEvictionAPI", true, new Running(T1)), ""))
                .isEqualTo(new Verdict.Runs(T1));
    }

    static Stream<Arguments> takenBeforeTheyBegan() {
        var waiting = new Waiting("PodInitializing", null);
        return Stream.of(
                Arguments.of("deleted by its node's taint", "DeletionByTaintManager", true, null),
                Arguments.of("the same, and its image did not come", "DeletionByTaintManager", true, BACK_OFF),
                Arguments.of("deleted by hand", null, true, waiting),
                Arguments.of("about to be preempted", "PreemptionByScheduler", false, waiting));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takenBeforeTheyBegan")
    void aPodThatIsTakenBeforeItBeganIsNotItsImagesFault(
            String what, String disruption, boolean deleting, ContainerFacts context) {
        var pod = new PodFacts(
                "pod",
                0,
                "n1",
                "Pending",
                null,
                null,
                disruption,
                deleting,
                null,
                true,
                context,
                new Waiting(null, null));

        assertThat(decide(pod, ""))
                .isInstanceOfSatisfying(
                        Verdict.Going.class,
                        going -> assertThat(going.detail()).startsWith("it was taken from n1 before"));
    }

    @Test
    void aContainerThatFailedSaysNothingBeforeItsPodEnded() {
        assertThat(decide(pod("Running", null, null, null, false, ended(2, "Error", "")), RUN))
                .isInstanceOf(Verdict.Waits.class);
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of(
                        new Waiting("ImagePullBackOff", "Back-off pulling image"),
                        null,
                        BuildReason.BUILDER_IMAGE_UNAVAILABLE),
                Arguments.of(new Waiting("InvalidImageName", "x"), null, BuildReason.BUILDER_IMAGE_UNAVAILABLE),
                Arguments.of(
                        new Waiting("CreateContainerConfigError", "secret \"x\" not found"),
                        null,
                        BuildReason.POD_REFUSED),
                Arguments.of(null, "0/3 nodes are available", BuildReason.UNSCHEDULABLE));
    }

    static Stream<Arguments> silent() {
        var waiting = new Waiting("PodInitializing", null);
        return Stream.of(
                Arguments.of("no scheduler has seen it", null, null, BuildReason.UNSCHEDULABLE),
                Arguments.of("no kubelet has seen it", "n1", null, BuildReason.BUILDER_IMAGE_UNAVAILABLE),
                Arguments.of("its first image comes slowly", "n1", waiting, BuildReason.BUILDER_IMAGE_UNAVAILABLE),
                Arguments.of("its context comes", "n1", new Running(T1), null),
                Arguments.of("its context is here", "n1", ended(0, "Completed", ""), null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silent")
    void aPodThatNeverBeginsIsGivenUpThoughNobodySaysWhy(
            String what, String node, ContainerFacts context, BuildReason reason) {
        var pod = new PodFacts(
                "pod", 0, node, "Pending", null, null, null, false, null, false, context, new Waiting(null, null));

        assertThat(decide(pod, ""))
                .isInstanceOfSatisfying(
                        Verdict.Waits.class,
                        waits -> assertThat(waits.shouldItLast()).isEqualTo(reason));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void whatAPodWaitsForIsAReasonShouldItLast(ContainerFacts builder, String unschedulable, BuildReason reason) {
        var pod = new PodFacts("pod", 0, null, "Pending", null, null, null, false, unschedulable, true, null, builder);

        assertThat(decide(pod, ""))
                .isInstanceOfSatisfying(
                        Verdict.Waits.class,
                        waits -> assertThat(waits.shouldItLast()).isEqualTo(reason));
    }

    static Stream<Arguments> contexts() {
        return Stream.of(
                Arguments.of(
                        "{\"state\":\"failed\",\"reason\":\"context-invalid\",\"detail\":\"../x\"}",
                        BuildReason.CONTEXT_INVALID),
                Arguments.of(
                        "{\"state\":\"failed\",\"reason\":\"git-refused\",\"detail\":\"\"}", BuildReason.GIT_REFUSED),
                Arguments.of("Exception in thread main", BuildReason.CONTEXT_UNAVAILABLE),
                Arguments.of("", BuildReason.CONTEXT_UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void theContextsContainerSaysWhyItFailed(String message, BuildReason reason) {
        var context = new Terminated(1, "Error", message, T1, T2);
        var pod = new PodFacts("pod", 0, null, "Failed", null, null, null, false, null, false, context, null);

        assertThat(decide(pod, ""))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }
}
