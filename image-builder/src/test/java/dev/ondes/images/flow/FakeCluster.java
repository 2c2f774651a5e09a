package dev.ondes.images.flow;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster that keeps objects, and does what the Job controller does: a Job that may run has a pod, one that is suspended has none, a
 * pod that its node took along is replaced. What is seen of it is what is there, unless a test lets it lag. One thread.
 */
final class FakeCluster implements Cluster, Shelf {
    private final Clock clock;
    final Map<String, Job> jobs = new TreeMap<>();
    final Map<String, Pod> pods = new TreeMap<>();
    final Map<BuildId, Build> deleted = new HashMap<>();
    final Map<String, Secret> secrets = new TreeMap<>();
    final Map<String, String> dockerConfigs = new HashMap<>();
    final Map<String, String> logs = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    private int podNumber;
    private int diesAfter = Integer.MAX_VALUE;
    boolean away;
    /** What is seen of a build from now on: its watch lags behind. */
    final Map<BuildId, Sight> lagging = new HashMap<>();
    /** Nodes are gone: no log can be read. */
    boolean withoutLogs;
    /** An admission controller lets no pod through. */
    boolean withoutPods;
    /** Job that can't be written to. */
    String broken = "";
    /** No Secret can be written. */
    boolean refusesSecrets;
    /** What creations are answered with; 0 for good. */
    int refusesWith;

    FakeCluster(Clock clock) {
        this.clock = clock;
    }

    /** The process ends instead of the call after so many more. */
    void dieAfter(int calls) {
        diesAfter = calls;
    }

    void live() {
        diesAfter = Integer.MAX_VALUE;
    }

    /** Stands for the end of the process. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void call(String what) {
        if (away) {
            throw new KubernetesClientException("the API server is away");
        }
        if (diesAfter-- <= 0) {
            throw new Died();
        }
        calls.add(what);
    }

    @Override
    public Job create(Job job) {
        String name = job.getMetadata().getName();
        call("create " + name);
        if (refusesWith > 0) {
            throw new KubernetesClientException(
                    "metadata.annotations: Too long",
                    refusesWith,
                    new StatusBuilder().withMessage("too long").build());
        }
        boolean isNew = !jobs.containsKey(name);
        Job there = jobs.computeIfAbsent(
                name,
                _ -> new JobBuilder(job)
                        .editMetadata()
                        .withUid("uid-" + name)
                        .endMetadata()
                        .build());
        if (isNew && !Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            newPod(name);
        }
        return there;
    }

    @Override
    public Optional<Job> find(String job) {
        call("find " + job);
        return Optional.ofNullable(jobs.get(job));
    }

    @Override
    public List<Job> jobs(BuildId build) {
        call("jobs");
        return jobs.values().stream()
                .filter(job -> JobReader.id(job).equals(Optional.of(build)))
                .toList();
    }

    @Override
    public void put(Secret secret) {
        call("put secret");
        if (refusesSecrets) {
            throw new KubernetesClientException("etcdserver: leader changed");
        }
        secrets.put(secret.getMetadata().getName(), secret);
    }

    @Override
    public void deleteSecret(String name) {
        call("delete secret");
        secrets.remove(name);
    }

    @Override
    public void annotate(String job, Map<String, String> annotations) {
        call("annotate " + annotations.keySet());
        if (job.equals(broken)) {
            throw new KubernetesClientException("a webhook refuses " + job);
        }
        jobs.computeIfPresent(
                job,
                (_, known) -> new JobBuilder(known)
                        .editMetadata()
                        .addToAnnotations(annotations)
                        .endMetadata()
                        .build());
    }

    @Override
    public void annotate(Job found, Map<String, String> annotations) {
        String name = found.getMetadata().getName();
        if (!found.equals(jobs.get(name))) {
            throw new KubernetesClientException("changed meanwhile", 409, new Status());
        }
        annotate(name, annotations);
    }

    @Override
    public void suspend(String job, boolean suspended) {
        call((suspended ? "suspend " : "resume ") + job);
        jobs.computeIfPresent(
                job,
                (_, known) -> new JobBuilder(known)
                        .editSpec()
                        .withSuspend(suspended)
                        .endSpec()
                        .build());
        if (suspended) {
            pods.values().removeIf(pod -> owner(pod).equals(job));
        } else if (pods.values().stream().noneMatch(pod -> owner(pod).equals(job))) {
            newPod(job);
        }
    }

    @Override
    public void delete(String job) {
        call("delete " + job);
        jobs.remove(job);
        pods.values().removeIf(pod -> owner(pod).equals(job));
    }

    @Override
    public Optional<String> dockerConfig(String secret) {
        call("read secret");
        return Optional.ofNullable(dockerConfigs.get(secret));
    }

    @Override
    public String logTail(String pod, int lines) {
        requireLogs();
        return logs.getOrDefault(pod, "");
    }

    @Override
    public Optional<InputStream> output(String pod, String container) {
        call("output of " + container);
        return log(pod, false);
    }

    @Override
    public Optional<InputStream> log(String pod, boolean follow) {
        requireLogs();
        return pods.containsKey(pod)
                ? Optional.of(
                        new ByteArrayInputStream(logs.getOrDefault(pod, "").getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private void requireLogs() {
        if (withoutLogs) {
            throw new KubernetesClientException("dial tcp: no route to host", 500, new Status());
        }
    }

    private void newPod(String job) {
        if (withoutPods) {
            return;
        }
        String name = job + "-" + ++podNumber;
        pods.put(
                name,
                new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(jobs.get(job).getMetadata().getLabels())
                        .addToAnnotations("job", job)
                        .withCreationTimestamp(
                                clock.instant().plusSeconds(podNumber).toString())
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-" + podNumber)
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Pending")
                        .endStatus()
                        .build());
    }

    private static String owner(Pod pod) {
        return pod.getMetadata().getAnnotations().get("job");
    }

    /** The pod that was made last. */
    String pod() {
        return pods.values().stream()
                .map(pod -> pod.getMetadata().getName())
                .max((one, other) -> Integer.compare(number(one), number(other)))
                .orElseThrow();
    }

    private static int number(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    /** Its node booted after its first container; it stays as it was for ever. */
    void forgets(String pod) {
        pods.computeIfPresent(
                pod,
                (_, known) -> new PodBuilder(known)
                        .editStatus()
                        .addNewCondition()
                        .withType("PodReadyToStartContainers")
                        .withStatus("False")
                        .endCondition()
                        .addNewInitContainerStatus()
                        .withName("context")
                        .withState(ended(0, "{\"state\":\"fetched\"}"))
                        .endInitContainerStatus()
                        .addNewContainerStatus()
                        .withName("builder")
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("PodInitializing")
                                .endWaiting()
                                .build())
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    /** It is deleted, and the kubelet that should end it is gone. */
    void isTaken(String pod, String at) {
        pods.computeIfPresent(
                pod,
                (_, known) -> new PodBuilder(known)
                        .editMetadata()
                        .withDeletionTimestamp(at)
                        .endMetadata()
                        .editStatus()
                        .addNewCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withReason("DeletionByTaintManager")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    void runs(String pod) {
        status(
                pod,
                "Running",
                false,
                new ContainerStateBuilder()
                        .withNewRunning("2026-03-01T12:01:00Z")
                        .build());
    }

    void ends(String pod, int code, String message) {
        status(pod, code == 0 ? "Succeeded" : "Failed", false, ended(code, message));
        String job = owner(pods.get(pod));
        jobs.computeIfPresent(
                job,
                (_, known) -> new JobBuilder(known)
                        .withNewStatus()
                        .withConditions(new JobConditionBuilder()
                                .withType(code == 0 ? "Complete" : "Failed")
                                .withStatus("True")
                                .build())
                        .endStatus()
                        .build());
    }

    /** Its node goes, and another pod is made, as the failure policy says. */
    void loses(String pod) {
        status(pod, "Failed", true, ended(137, ""));
        newPod(owner(pods.get(pod)));
    }

    /** What the container that brings the context said at its end. */
    void fetched(String pod, String report) {
        pods.computeIfPresent(
                pod,
                (_, known) -> new PodBuilder(known)
                        .editStatus()
                        .withInitContainerStatuses(new ContainerStatusBuilder()
                                .withName("context")
                                .withState(ended(0, report))
                                .build())
                        .endStatus()
                        .build());
    }

    /** As one that has failed and has no pod left to say why. */
    static Job failed(Job job) {
        return ended(job, "Failed");
    }

    static Job complete(Job job) {
        return ended(job, "Complete");
    }

    private static Job ended(Job job, String how) {
        return new JobBuilder(job)
                .withNewStatus()
                .withConditions(new JobConditionBuilder()
                        .withType(how)
                        .withStatus("True")
                        .build())
                .endStatus()
                .build();
    }

    /** Its node goes, and the Job controller takes its pod for one that failed. */
    void losesForGood(String pod, String reason) {
        ends(pod, 137, "");
        pods.computeIfPresent(
                pod,
                (_, known) -> new PodBuilder(known)
                        .editStatus()
                        .withReason(reason)
                        .endStatus()
                        .build());
    }

    private static io.fabric8.kubernetes.api.model.ContainerState ended(int code, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(code == 0 ? "Completed" : "Error")
                .withMessage(message)
                .withStartedAt("2026-03-01T12:01:00Z")
                .withFinishedAt("2026-03-01T12:03:00Z")
                .endTerminated()
                .build();
    }

    private void status(
            String pod, String phase, boolean disrupted, io.fabric8.kubernetes.api.model.ContainerState state) {
        var status = new PodStatusBuilder()
                .withPhase(phase)
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("builder")
                        .withState(state)
                        .build());
        if (disrupted) {
            status.withConditions(new PodConditionBuilder()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason("DeletionByTaintManager")
                    .build());
        }
        pods.computeIfPresent(
                pod,
                (_, known) -> new PodBuilder(known).withStatus(status.build()).build());
    }

    @Override
    public Optional<Sight> sight(BuildId id) {
        if (lagging.containsKey(id)) {
            return Optional.of(lagging.get(id));
        }
        List<Job> its = jobs.values().stream()
                .filter(job -> JobReader.id(job).equals(Optional.of(id)))
                .toList();
        return its.stream()
                .filter(JobReader::isHead)
                .findFirst()
                .map(head -> new Sight(
                        head,
                        its,
                        pods.values().stream()
                                .filter(pod -> JobReader.id(pod).equals(Optional.of(id)))
                                .toList()));
    }

    @Override
    public List<Build> builds() {
        return jobs.values().stream()
                .filter(JobReader::isHead)
                .map(JobReader::build)
                .toList();
    }

    @Override
    public Optional<Build> deleted(BuildId id) {
        return Optional.ofNullable(deleted.get(id));
    }

    @Override
    public void forget(BuildId id) {
        deleted.remove(id);
    }

    /** As somebody would by hand. */
    void isDeleted(BuildId id) {
        deleted.put(id, JobReader.build(head(id)));
        jobs.keySet().removeIf(name -> name.startsWith(JobNames.head(id)));
        pods.keySet().removeIf(name -> name.startsWith(JobNames.head(id)));
    }

    Job head(BuildId id) {
        return jobs.get(JobNames.head(id));
    }
}
