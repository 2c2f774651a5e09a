package dev.ondes.scheduler.world;

import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.SecretAnswer;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An API server with finalizers, uids, versions and owner references, and a kubelet that ends deleted pods at once. As a real
 * one's admission does, it refuses before it looks whether there is one of that name.
 */
public final class FakeCluster implements Cluster {
    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Optional<Duration>> graces = new ArrayList<>();
    private final Steps steps;
    private final Clock clock;
    private Optional<CreateAnswer> refusal = Optional.empty();
    private Optional<SecretAnswer> refusalOfSecrets = Optional.empty();
    private long version;
    private String broken = "";
    private int timesBroken;

    public FakeCluster(Steps steps, Clock clock) {
        this.steps = steps;
        this.clock = clock;
    }

    /** From now on pods are refused like this; empty for no longer. */
    public void refuse(Optional<CreateAnswer> answer) {
        refusal = answer;
    }

    /** The same for Secrets. */
    public void refuseSecrets(Optional<SecretAnswer> answer) {
        refusalOfSecrets = answer;
    }

    /** The next calls of that kind end by a mistake of ours: what they ask for happens, and then something throws. */
    public void breakAfter(String what, int times) {
        broken = what;
        timesBroken = times;
    }

    @Override
    public CreateAnswer createPod(Pod pod) {
        return call("create pod", () -> {
            if (refusal.isPresent()) {
                return refusal.get();
            }
            String name = pod.getMetadata().getName();
            Pod known = pods.get(name);
            if (known != null) {
                return new CreateAnswer.Exists(known);
            }
            Pod made = new PodBuilder(pod)
                    .editMetadata()
                    .withUid(UUID.randomUUID().toString())
                    .withCreationTimestamp(clock.instant().toString())
                    .endMetadata()
                    .withNewStatus()
                    .withPhase("Pending")
                    .endStatus()
                    .build();
            return new CreateAnswer.Created(put(made));
        });
    }

    @Override
    public SecretAnswer createSecret(Secret secret) {
        return call("create secret", () -> {
            if (refusalOfSecrets.isPresent()) {
                return refusalOfSecrets.get();
            }
            String name = secret.getMetadata().getName();
            if (!pods.containsKey(name)) {
                // Its owner is gone, and the garbage collector quick.
                return new SecretAnswer.Created();
            }
            return secrets.putIfAbsent(name, secret) == null ? new SecretAnswer.Created() : new SecretAnswer.Exists();
        });
    }

    @Override
    public Optional<Pod> findPod(String namespace, String name) {
        return call("get pod", () -> Optional.ofNullable(pods.get(name)));
    }

    @Override
    public Optional<Secret> findSecret(String namespace, String name) {
        return call("get secret", () -> Optional.ofNullable(secrets.get(name)));
    }

    @Override
    public List<Pod> listPods() {
        return List.copyOf(pods.values());
    }

    @Override
    public void annotate(PodKey key, String name, String value) {
        call("annotate pod", () -> {
            change(
                    key,
                    pod -> new PodBuilder(pod)
                            .editMetadata()
                            .addToAnnotations(name, value)
                            .endMetadata()
                            .build());
            return true;
        });
    }

    @Override
    public void changeFinalizers(PodKey key, List<String> known, List<String> wanted) {
        call("patch finalizers", () -> {
            change(
                    key,
                    pod -> new PodBuilder(pod)
                            .editMetadata()
                            .withFinalizers(wanted)
                            .endMetadata()
                            .build());
            return true;
        });
    }

    /** What was asked for with each deletion of a pod; empty for the pod's own. */
    public List<Optional<Duration>> graces() {
        return List.copyOf(graces);
    }

    @Override
    public void deletePod(PodKey key, @Nullable Duration grace) {
        graces.add(Optional.ofNullable(grace));
        call("delete pod", () -> {
            change(key, pod -> deleted(pod, clock));
            return true;
        });
    }

    /** As somebody else does it: no call of ours. */
    public void change(String name, UnaryOperator<Pod> change) {
        Pod pod = pods.get(name);
        if (pod != null) {
            keep(change.apply(pod));
        }
    }

    private void change(PodKey key, UnaryOperator<Pod> change) {
        Pod pod = pods.get(key.name());
        if (pod != null && pod.getMetadata().getUid().equals(key.uid())) {
            keep(change.apply(pod));
        }
    }

    private void keep(Pod pod) {
        String name = pod.getMetadata().getName();
        boolean goes = pod.getMetadata().getDeletionTimestamp() != null
                && pod.getMetadata().getFinalizers().isEmpty();
        if (goes) {
            pods.remove(name);
            secrets.remove(name);
        } else {
            put(pod);
        }
    }

    private Pod put(Pod pod) {
        Pod changed = new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(Long.toString(++version))
                .endMetadata()
                .build();
        pods.put(changed.getMetadata().getName(), changed);
        return changed;
    }

    private static Pod deleted(Pod pod, Clock clock) {
        var edit = new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp(clock.instant().toString())
                .endMetadata();
        boolean runs = "Running".equals(pod.getStatus().getPhase());
        return runs ? edit.editStatus().withPhase("Failed").endStatus().build() : edit.build();
    }

    public Optional<Pod> pod(String name) {
        return Optional.ofNullable(pods.get(name));
    }

    /** Somebody else makes a Secret. */
    public void put(Secret secret) {
        secrets.put(secret.getMetadata().getName(), secret);
    }

    /** Somebody else deletes one. */
    public void removeSecret(String name) {
        secrets.remove(name);
    }

    public Optional<Secret> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** What runs or may come to run. */
    public List<JobPod> live() {
        return pods.values().stream()
                .flatMap(pod -> PodReader.read(pod).stream())
                .filter(pod -> !pod.facts().over() && pod.facts().deletedAt() == null)
                .toList();
    }

    public boolean isEmpty() {
        return pods.isEmpty() && secrets.isEmpty();
    }

    public List<String> calls() {
        return List.copyOf(calls);
    }

    private <T> T call(String what, java.util.function.Supplier<T> effect) {
        calls.add(what);
        steps.before(what);
        T answer = effect.get();
        steps.after(what);
        if (what.equals(broken) && timesBroken-- > 0) {
            throw new IllegalStateException("a mistake of ours");
        }
        return answer;
    }
}
