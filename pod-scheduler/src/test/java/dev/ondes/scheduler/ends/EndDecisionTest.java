package dev.ondes.scheduler.ends;

import static dev.ondes.scheduler.ends.Facts.CREATED;
import static dev.ondes.scheduler.ends.Facts.ended;
import static dev.ondes.scheduler.ends.Facts.failed;
import static dev.ondes.scheduler.ends.Facts.pending;
import static dev.ondes.scheduler.ends.Facts.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.PodFacts;
import dev.ondes.scheduler.pods.ServiceFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EndDecisionTest {
    private static final Patience PATIENCE = new Patience(
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));
    private static final Instant TROUBLE = CREATED.plusSeconds(30);

    static Stream<Arguments> deaths() {
        return Stream.of(
                arguments("nothing known", failed(), EndReason.UNKNOWN),
                arguments("succeeded, yet no report", running().phase(PodFacts.Phase.SUCCEEDED), EndReason.UNKNOWN),
                arguments(
                        "both containers completed, yet no report",
                        running().agent(ended(0, "Completed")).build(ended(0, "Completed")),
                        EndReason.AGENT_LOST),
                arguments("build out of memory", failed().build(ended(137, "OOMKilled")), EndReason.OUT_OF_MEMORY),
                arguments(
                        "out of memory counts before the drain that followed",
                        failed().build(ended(137, "OOMKilled")).disrupted("EvictionByEvictionAPI", ""),
                        EndReason.OUT_OF_MEMORY),
                arguments("build container died", failed().build(ended(137, "Error")), EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "its node was down, and is back",
                        failed().agent(ended(255, "Unknown")).build(ended(255, "Unknown")),
                        EndReason.NODE_LOST),
                arguments(
                        "only the build container's end was unseen",
                        failed().build(ended(137, "ContainerStatusUnknown")),
                        EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "the agent leaves it to us",
                        failed().report(EndReason.BUILD_CONTAINER_LOST, false).build(ended(137, "Error")),
                        EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "the agent leaves it to us, and the build container seems well",
                        failed().report(EndReason.BUILD_CONTAINER_LOST, false).build(ended(0, "Completed")),
                        EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "the agent leaves it to us: drained",
                        failed().report(EndReason.BUILD_CONTAINER_LOST, false).disrupted("EvictionByEvictionAPI", ""),
                        EndReason.POD_EVICTED),
                arguments(
                        "the agent leaves it to us: deleted",
                        failed().report(EndReason.BUILD_CONTAINER_LOST, false).deleted(CREATED),
                        EndReason.POD_DELETED),
                arguments(
                        "the agent leaves it to us: out of memory",
                        failed().report(EndReason.BUILD_CONTAINER_LOST, false).build(ended(137, "OOMKilled")),
                        EndReason.OUT_OF_MEMORY),
                arguments(
                        "no sh in the image",
                        failed().build(ended(128, "StartError", "exec: \"sh\": executable file not found in $PATH")),
                        EndReason.IMAGE_INVALID),
                arguments(
                        "image of another processor",
                        failed().build(ended(128, "StartError", "exec /bin/sh: exec format error")),
                        EndReason.IMAGE_INVALID),
                arguments(
                        "the node could not start it",
                        failed().build(ended(
                                128,
                                "StartError",
                                "unable to apply cgroup configuration: /sys/fs/cgroup/x: no such file or directory")),
                        EndReason.POD_REFUSED),
                arguments("agent out of memory", failed().agent(ended(137, "OOMKilled")), EndReason.AGENT_LOST),
                arguments(
                        "own disk limit of the pod",
                        failed().because(
                                        "Evicted",
                                        "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi."),
                        EndReason.OUT_OF_DISK),
                arguments(
                        "own disk limit of a container",
                        failed().because(
                                        "Evicted",
                                        "Container build exceeded its local ephemeral storage limit \"1Gi\"."),
                        EndReason.OUT_OF_DISK),
                arguments(
                        "own limit of a volume",
                        failed().because("Evicted", "Usage of EmptyDir volume \"builds\" exceeds the limit \"1Gi\"."),
                        EndReason.OUT_OF_DISK),
                arguments(
                        "disk pressure of the node",
                        failed().because(
                                        "Evicted",
                                        "The node was low on resource: ephemeral-storage. Container build was using 10Gi,"
                                                + " request is 1Gi, which exceeds its request."),
                        EndReason.POD_EVICTED),
                arguments("evicted, no words", failed().because("Evicted", ""), EndReason.POD_EVICTED),
                arguments(
                        "deadline",
                        failed().because("DeadlineExceeded", "Pod was active too long"),
                        EndReason.JOB_TIMEOUT),
                arguments("shutdown", failed().because("Terminated", "imminent node shutdown"), EndReason.NODE_LOST),
                arguments("old word for it", failed().because("NodeLost", ""), EndReason.NODE_LOST),
                arguments(
                        "no room after all",
                        failed().because("OutOfcpu", "Node didn't have enough cpu"),
                        EndReason.POD_REFUSED),
                arguments("not admitted", failed().because("NodeAffinity", "Pod was rejected"), EndReason.POD_REFUSED),
                arguments("preempted", failed().disrupted("PreemptionByScheduler", ""), EndReason.POD_PREEMPTED),
                arguments("tainted", failed().disrupted("DeletionByTaintManager", ""), EndReason.NODE_LOST),
                arguments("node object gone", failed().disrupted("DeletionByPodGC", ""), EndReason.NODE_LOST),
                arguments("drained", failed().disrupted("EvictionByEvictionAPI", ""), EndReason.POD_EVICTED),
                arguments("pressure", failed().disrupted("TerminationByKubelet", "memory"), EndReason.POD_EVICTED),
                arguments(
                        "kubelet shuts down",
                        failed().disrupted("TerminationByKubelet", "Pod was terminated in response to node shutdown"),
                        EndReason.NODE_LOST),
                arguments("a newer word", failed().disrupted("DeletionBySomethingNew", ""), EndReason.POD_EVICTED),
                arguments(
                        "disruption counts before the deletion that it announced",
                        failed().disrupted("DeletionByTaintManager", "").deleted(CREATED),
                        EndReason.NODE_LOST),
                arguments("deleted", failed().deleted(CREATED), EndReason.POD_DELETED),
                arguments("deleted before it had a node", pending().noNode().deleted(CREATED), EndReason.POD_DELETED),
                arguments("vanished", running().vanished(), EndReason.POD_DELETED),
                arguments(
                        "our mark counts before what its end looks like",
                        failed().marked(EndReason.IMAGE_NOT_FOUND)
                                .deleted(CREATED)
                                .build(ended(137, "ContainerStatusUnknown")),
                        EndReason.IMAGE_NOT_FOUND),
                arguments(
                        "taken over by us, not gone",
                        failed().report(EndReason.JOB_GONE, true).marked(EndReason.NODE_LOST),
                        EndReason.NODE_LOST),
                arguments(
                        "silent for too long",
                        running().deleted(TROUBLE.minus(PATIENCE.silentNode())),
                        EndReason.NODE_LOST));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("deaths")
    void tellsWhyACutOffPodDied(String name, Facts facts, EndReason reason) {
        assertThat(decide(facts, TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Dead.class, dead -> assertThat(dead.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> hopeless() {
        return Stream.of(
                arguments(
                        "no such image",
                        running().buildWaits("ErrImagePull", "manifest unknown"),
                        EndReason.IMAGE_NOT_FOUND),
                arguments(
                        "no right",
                        running().buildWaits("ImagePullBackOff", "pull access denied"),
                        EndReason.IMAGE_NOT_FOUND),
                arguments(
                        "no name", running().buildWaits("InvalidImageName", "couldn't parse"), EndReason.IMAGE_INVALID),
                arguments(
                        "the node could not run it",
                        running().buildWaits("RunContainerError", "context deadline exceeded"),
                        EndReason.POD_REFUSED),
                arguments(
                        "a user that the image lacks",
                        running()
                                .buildWaits(
                                        "RunContainerError", "unable to find user ci: no matching entries in passwd"),
                        EndReason.IMAGE_INVALID),
                arguments("no sh", running().build(ended(127, "ContainerCannotRun")), EndReason.IMAGE_INVALID),
                arguments("no agent", running().agent(ended(1, "Error")), EndReason.AGENT_LOST),
                arguments(
                        "its node booted when its agent was made",
                        pending().agent(new ContainerFacts.Forgotten()),
                        EndReason.NODE_LOST),
                arguments(
                        "its node booted when its build container was made",
                        pending().build(new ContainerFacts.Forgotten()),
                        EndReason.NODE_LOST),
                arguments("marked before", running().marked(EndReason.IMAGE_PULL_FAILED), EndReason.IMAGE_PULL_FAILED));
    }

    @Test
    void aLongGraceEndsWithTheAgentThatItWasFor() {
        Instant deadline = TROUBLE.plus(Duration.ofHours(1));

        assertThat(decide(running().deleted(deadline).agent(ended(137, "OOMKilled")), TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Remove.class,
                        remove -> assertThat(remove.mark().reason()).isEqualTo(EndReason.AGENT_LOST));
        // A pod that ends within the next minute anyhow is told by Kubernetes why.
        assertThat(decide(running().deleted(TROUBLE.plusSeconds(30)).agent(ended(137, "OOMKilled")), TROUBLE))
                .isInstanceOf(Verdict.Wait.class);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("hopeless")
    void removesAtOnceWhatCanNotComeToAGoodEnd(String name, Facts facts, EndReason reason) {
        assertThat(decide(facts, TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Remove.class,
                        remove -> assertThat(remove.mark().reason()).isEqualTo(reason));
    }

    static Stream<Arguments> patience() {
        return Stream.of(
                arguments(
                        "registry away",
                        running().buildWaits("ErrImagePull", "dial tcp: lookup r.test: no such host, not found"),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.IMAGE_PULL_FAILED),
                arguments(
                        "backs off, no words",
                        running().buildWaits("ImagePullBackOff", "Back-off pulling image"),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.IMAGE_PULL_FAILED),
                arguments(
                        "can't be made",
                        running()
                                .buildWaits(
                                        "CreateContainerConfigError",
                                        "container has runAsNonRoot and image will run as root"),
                        TROUBLE.plus(PATIENCE.config()),
                        EndReason.SETTINGS_INVALID),
                arguments(
                        "the runtime can't make it",
                        running().buildWaits("CreateContainerError", "failed to reserve container name"),
                        TROUBLE.plus(PATIENCE.config()),
                        EndReason.POD_REFUSED),
                arguments(
                        "what the pod names isn't there",
                        running().buildWaits("CreateContainerConfigError", "configmap \"x\" not found"),
                        TROUBLE.plus(PATIENCE.config()),
                        EndReason.POD_REFUSED),
                arguments(
                        "the node has no credentials",
                        running()
                                .buildWaits(
                                        "ErrImagePull",
                                        "pull access denied, repository does not exist or may require authorization: no basic auth credentials"),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.IMAGE_PULL_FAILED),
                arguments(
                        "a newer word",
                        running().buildWaits("SomethingNew", ""),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.POD_REFUSED),
                arguments(
                        "agent's image",
                        running().agent(new ContainerFacts.Waiting("ErrImagePull", "not found")),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.POD_REFUSED),
                arguments(
                        "the kubelet never says that the agent runs",
                        pending().agent(new ContainerFacts.Waiting("ContainerCreating", "")),
                        CREATED.plus(PATIENCE.start()),
                        EndReason.POD_REFUSED),
                arguments("the kubelet says nothing", pending(), CREATED.plus(PATIENCE.start()), EndReason.POD_REFUSED),
                arguments("no node", pending().noNode(), CREATED.plus(PATIENCE.noNode()), EndReason.UNSCHEDULABLE),
                arguments(
                        "build container lost",
                        running().build(ended(137, "Error")),
                        CREATED.plusSeconds(25),
                        EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "the agent has seen that it was lost",
                        running().report(EndReason.BUILD_CONTAINER_LOST, false),
                        CREATED.plus(PATIENCE.buildLost()),
                        EndReason.BUILD_CONTAINER_LOST),
                arguments(
                        "build out of memory",
                        running().build(ended(137, "OOMKilled")),
                        CREATED.plusSeconds(25),
                        EndReason.OUT_OF_MEMORY),
                arguments(
                        "the registry of a service's image is away",
                        beginning(service(waits("ImagePullBackOff", "dial tcp: connection refused"), 0, null)),
                        TROUBLE.plus(PATIENCE.pull()),
                        EndReason.IMAGE_PULL_FAILED));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("patience")
    void waitsForWhatMayPassAndNoLonger(String name, Facts facts, Instant end, EndReason reason) {
        assertThat(decide(facts, end.minusSeconds(1))).isEqualTo(new Verdict.Wait(end));
        assertThat(decide(facts, end))
                .isInstanceOfSatisfying(
                        Verdict.Remove.class,
                        remove -> assertThat(remove.mark().reason()).isEqualTo(reason));
    }

    static Stream<Arguments> services() {
        return Stream.of(
                arguments(
                        service(waits("ErrImagePull", "docker.io/library/postgres:99: not found"), 0, null),
                        EndReason.IMAGE_NOT_FOUND,
                        "service postgres:16: ErrImagePull: docker.io/library/postgres:99: not found"),
                arguments(
                        service(waits("InvalidImageName", "couldn't parse image name"), 0, null),
                        EndReason.IMAGE_INVALID,
                        "service postgres:16: InvalidImageName: couldn't parse image name"),
                arguments(
                        service(waits("CrashLoopBackOff", "back-off"), 2, ended(1, "Error", "starts\nno password\n")),
                        EndReason.SERVICE_FAILED,
                        "service postgres:16: Error, exit code 1; its last words: starts no password"),
                arguments(
                        service(ended(0, "Completed"), 2, ended(0, "Completed")),
                        EndReason.SERVICE_FAILED,
                        "service postgres:16: Completed, exit code 0"),
                arguments(
                        service(waits("CrashLoopBackOff", "back-off"), 2, ended(137, "OOMKilled")),
                        EndReason.SERVICE_FAILED,
                        "service postgres:16: it needed more memory than a service of this class may use"),
                arguments(
                        service(
                                waits("CrashLoopBackOff", "back-off"),
                                3,
                                ended(128, "StartError", "exec: \"postgress\": executable file not found in $PATH")),
                        EndReason.IMAGE_INVALID,
                        "service postgres:16: StartError, exit code 128: exec: \"postgress\": executable file not found"
                                + " in $PATH"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void namesTheServiceThatKeepsThePodFromItsBegin(ServiceFacts service, EndReason reason, String detail) {
        assertThat(decide(beginning(service), TROUBLE)).isInstanceOfSatisfying(Verdict.Remove.class, remove -> {
            assertThat(remove.mark().reason()).isEqualTo(reason);
            assertThat(remove.mark().detail()).isEqualTo(detail);
        });
    }

    @Test
    void tellsTheEndOfWhatAServiceSaidAtLast() {
        var words = ended(1, "Error", "x".repeat(2000) + " FATAL: no password");

        assertThat(decide(beginning(service(words, 2, words)), TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Remove.class,
                        remove -> assertThat(remove.mark().detail())
                                .startsWith("service postgres:16: Error, exit code 1; its last words: …xxx")
                                .endsWith("x FATAL: no password")
                                .hasSizeLessThan(300));
    }

    @Test
    void tellsWhichImageCouldNotBePulledAndWhyThoughMuchStandsBetween() {
        String message =
                "failed to pull \"registry.test/app:1\": " + "failed to resolve ".repeat(30) + ": 403 Forbidden";

        assertThat(decide(pending().build(waits("ErrImagePull", message)), TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Remove.class,
                        remove -> assertThat(remove.mark().detail())
                                .startsWith("ErrImagePull: failed to pull \"registry.test/app:1\": failed")
                                .contains("…")
                                .endsWith(": 403 Forbidden")
                                .hasSizeLessThan(300));
    }

    static Stream<Arguments> servicesThatMayComeUp() {
        return Stream.of(
                arguments("its image is pulled", beginning(service(waits("PodInitializing", ""), 0, null))),
                arguments(
                        "it has crashed once",
                        beginning(service(waits("CrashLoopBackOff", "back-off"), 1, ended(1, "Error")))),
                arguments(
                        "it crashes while the script runs",
                        running().services(service(waits("CrashLoopBackOff", "back-off"), 7, ended(1, "Error")))),
                arguments(
                        "its image can't be pulled again while the script runs",
                        running().services(service(waits("ErrImagePull", "not found"), 1, ended(1, "Error")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servicesThatMayComeUp")
    void leavesAServiceToTheKubelet(String name, Facts facts) {
        assertThat(decide(facts, CREATED.plusSeconds(60))).isInstanceOf(Verdict.Wait.class);
    }

    private static Facts beginning(ServiceFacts service) {
        return pending()
                .agent(waits("PodInitializing", ""))
                .build(waits("PodInitializing", ""))
                .services(service);
    }

    private static ServiceFacts service(ContainerFacts now, int restarts, ContainerFacts.@Nullable Terminated last) {
        return new ServiceFacts(0, "postgres:16", now, restarts, last);
    }

    private static ContainerFacts waits(String reason, String message) {
        return new ContainerFacts.Waiting(reason, message);
    }

    static Stream<Arguments> well() {
        return Stream.of(
                arguments(
                        "pulls its image",
                        running().phase(PodFacts.Phase.PENDING).buildWaits("ContainerCreating", "")),
                arguments("runs", running()),
                arguments("has run, uploads", running().build(ended(0, "Completed"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("well")
    void leavesAloneWhatIsWell(String name, Facts facts) {
        assertThat(decide(facts, CREATED.plus(Duration.ofDays(1)))).isEqualTo(new Verdict.Wait(null));
    }

    @Test
    void waitsForADeletedPodUntilItsNodeCountsAsSilent() {
        Instant deadline = CREATED.plusSeconds(90);

        assertThat(decide(running().deleted(deadline), deadline))
                .isEqualTo(new Verdict.Wait(deadline.plus(PATIENCE.silentNode())));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JOB_GONE")
    void believesTheAgentBeforeAllElse(EndReason reason) {
        Facts facts = failed().report(reason, true)
                .because("Evicted", "")
                .build(ended(137, "OOMKilled"))
                .deleted(CREATED);

        assertThat(decide(facts, TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Told.class,
                        told -> assertThat(told.report().reason()).isEqualTo(reason));
    }

    @Test
    void asksGitLabWhenTheAgentSaysThatTheJobIsGone() {
        assertThat(decide(running().report(EndReason.JOB_GONE, true), TROUBLE)).isInstanceOf(Verdict.Untold.class);
    }

    @Test
    void tellsWhatTheAgentCouldNotTell() {
        Facts facts = failed().report(EndReason.SCRIPT_FAILED, false).build(ended(0, "Completed"));

        assertThat(decide(facts, TROUBLE))
                .isInstanceOfSatisfying(
                        Verdict.Untold.class,
                        untold -> assertThat(untold.report().reason()).isEqualTo(EndReason.SCRIPT_FAILED));
    }

    private static Verdict decide(Facts facts, Instant now) {
        return EndDecision.decide(facts.get(), PATIENCE, TROUBLE, now);
    }
}
