package dev.ondes.scheduler.world;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.contracts.pod.Usage;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What happens in a pod: the kubelet's part and the agent's, which keeps to the fence. */
public final class SimulatedAgent {
    /** What every script of it uses. */
    public static final Usage USED = new Usage(50_000_000L, 1_500_000L, 40L, 10L);

    private final World world;
    private final String pod;
    private long base = -1;
    private long size;
    private int scriptRuns;

    public SimulatedAgent(World world, String pod) {
        this.world = world;
        this.pod = pod;
    }

    public int scriptRuns() {
        return scriptRuns;
    }

    public void schedule(String node) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .editStatus()
                        .withConditions(new PodConditionBuilder()
                                .withType("PodScheduled")
                                .withStatus("True")
                                .withLastTransitionTime(world.clock.instant().toString())
                                .build())
                        .endStatus()
                        .build());
    }

    /** Starts, if its Secret is there: asks GitLab, sends a first piece of log. */
    public boolean prepare() {
        var secret = world.cluster.secret(pod);
        if (secret.isEmpty()) {
            return false;
        }
        AgentJob job = AgentJson.readJob(
                Base64.getDecoder().decode(secret.get().getData().get(PodLayout.JOB_KEY)));
        base = job.logOffset();
        running(false);
        if (!(world.gitlab.change(new JobState.Running()) instanceof UpdateAnswer.Accepted)) {
            return gone();
        }
        size = base;
        return send("preparing\n", LogFence.PREPARING) || gone();
    }

    /** Opens the gate: GitLab must have acknowledged it. */
    public boolean open() {
        if (!send("the script begins\n", LogFence.GATE_OPEN)) {
            return gone();
        }
        scriptRuns++;
        running(true);
        return true;
    }

    public void finish(EndReason reason, boolean tell) {
        send("the script ends\n", LogFence.GATE_OPEN);
        if (tell) {
            world.gitlab.change(
                    reason == EndReason.SCRIPT_SUCCEEDED
                            ? new JobState.Success(null)
                            : new JobState.Failed(reason.gitlabReason(), null, null));
        }
        end(reason, tell, true, "Succeeded", reason == EndReason.BUILD_CONTAINER_LOST);
    }

    /** What comes before the script can't succeed, anywhere; GitLab does not answer to that. */
    public void failUntold(EndReason reason) {
        send("failed\n", LogFence.PREPARING);
        end(reason, false, false, "Succeeded", false);
    }

    /** Tried for long, in vain: leaves the job to another attempt. */
    public void giveUp(EndReason reason) {
        giveUp(reason, true);
    }

    /** @param leftOpen null as an agent of an earlier version */
    public void giveUp(EndReason reason, @Nullable Boolean leftOpen) {
        send("given up\n", LogFence.PREPARING);
        end(reason, false, false, "Running", leftOpen);
    }

    private boolean gone() {
        end(EndReason.JOB_GONE, true, false, "Running", false);
        return false;
    }

    private boolean send(String text, LogFence state) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        byte[] bytes = (text + state.padding(base, size + length)).getBytes(StandardCharsets.UTF_8);
        if (world.gitlab.take(size, bytes) instanceof TraceAnswer.Appended appended) {
            size = appended.size();
            return true;
        }
        return false;
    }

    private void running(boolean started) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .withPhase("Running")
                        .withContainerStatuses(
                                new ContainerStatusBuilder()
                                        .withName(PodLayout.AGENT_CONTAINER)
                                        .withStarted(started)
                                        .withNewState()
                                        .withNewRunning(world.clock.instant().toString())
                                        .endState()
                                        .build(),
                                new ContainerStatusBuilder()
                                        .withName(PodLayout.BUILD_CONTAINER)
                                        .withNewState()
                                        .withNewRunning(world.clock.instant().toString())
                                        .endState()
                                        .build())
                        .endStatus()
                        .build());
    }

    private void end(
            EndReason reason, boolean reported, boolean scriptStarted, String phase, @Nullable Boolean leftOpen) {
        Instant now = world.clock.instant();
        var report = new AgentReport(
                attempt(),
                reason,
                reason == EndReason.SCRIPT_SUCCEEDED ? 0 : null,
                null,
                reported,
                scriptStarted,
                size,
                now,
                scriptStarted ? now : null,
                scriptStarted ? now : null,
                now,
                scriptStarted ? USED : null,
                leftOpen);
        terminated(new String(AgentJson.write(report), StandardCharsets.UTF_8), phase);
    }

    private int attempt() {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private void terminated(@Nullable String message, String phase) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .withPhase(phase)
                        .removeMatchingFromContainerStatuses(
                                status -> PodLayout.AGENT_CONTAINER.equals(status.getName()))
                        .addNewContainerStatus()
                        .withName(PodLayout.AGENT_CONTAINER)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withMessage(message)
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    /** Its node is gone, and the garbage collector of pods has noticed. */
    public void loseNode() {
        world.cluster.change(pod, SimulatedAgent::lost);
    }

    private static Pod lost(Pod known) {
        return new PodBuilder(known)
                .editMetadata()
                .withDeletionTimestamp("2026-03-01T10:00:30Z")
                .endMetadata()
                .editStatus()
                .withPhase("Failed")
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("DeletionByPodGC")
                .withMessage("PodGC: node no longer exists")
                .endCondition()
                .endStatus()
                .build();
    }

    /** Its node boots when its containers are made and don't run yet; what its kubelet says of it then, for ever. */
    public void nodeBootsBeforeTheStart() {
        world.cluster.change(pod, SimulatedAgent::forgotten);
    }

    private static Pod forgotten(Pod known) {
        return new PodBuilder(known)
                .editStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodReadyToStartContainers")
                .withStatus("False")
                .endCondition()
                .withContainerStatuses(made("agent"), made("build"))
                .endStatus()
                .build();
    }

    private static ContainerStatus made(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withNewState()
                .withNewWaiting()
                .endWaiting()
                .endState()
                .build();
    }
}
