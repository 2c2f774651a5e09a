package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.PayloadLimit;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.scheduler.cache.JobCaches;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.overwrite.Overwrites;
import dev.ondes.scheduler.overwrite.PodShape;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.pods.Intent;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.pods.Spent;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an attempt: the pod, then its Secret. Both are found again under their names, so that the whole may be repeated
 * after a crash at any place.
 */
public final class Creation {
    private final Cluster cluster;
    private final AgentParts agent;
    private final JobCaches caches;
    private final Obstacles obstacles;
    private final MeterRegistry meters;

    public Creation(Cluster cluster, AgentParts agent, JobCaches caches, Obstacles obstacles, MeterRegistry meters) {
        this.cluster = cluster;
        this.agent = agent;
        this.caches = caches;
        this.obstacles = obstacles;
        this.meters = meters;
    }

    /** How it went. */
    public sealed interface Made {
        /** Pod and Secret are there. */
        record Whole(JobPod pod) implements Made {}

        /** The cluster takes it not now: the same again later. */
        record NotNow(Hindrance by, String why) implements Made {}

        /** No repetition would help. */
        record Never(EndReason reason, String detail) implements Made {}
    }

    /**
     * Makes one, or finds it made.
     *
     * @param interruption whose doing the loss of an earlier attempt's node was, where that is why this one is made
     * @param withoutServices places of the job's services that it does without
     * @param pullAgain whether the first policies by which its images are pulled have failed in an earlier attempt
     */
    public Made make(
            JobQueued job,
            @Nullable String traceparent,
            JobClass jobClass,
            int attempt,
            Place place,
            Spent spent,
            long logOffset,
            JsonNode payload,
            @Nullable LossCause interruption,
            Set<Integer> withoutServices,
            boolean pullAgain) {
        JobPayload parsed = JobPayload.parse(payload);
        Optional<String> refused = Unsupported.in(parsed);
        if (refused.isPresent()) {
            return new Made.Never(EndReason.SETTINGS_INVALID, refused.get());
        }
        boolean restartable;
        String image = ImageName.of(parsed, jobClass);
        PodShape shape;
        String pullPolicy;
        PullRound pullRound;
        List<JobService> services;
        try {
            AllowedImages.check(image, jobClass);
            shape = Overwrites.of(parsed, jobClass);
            pullPolicy = PullPolicies.of(
                            parsed.image() == null ? List.of() : parsed.image().pullPolicies(), jobClass)
                    .policy(pullAgain);
            pullRound = pullAgain
                    ? PullRound.SECOND
                    : PullPolicies.haveSecond(parsed, jobClass) ? PullRound.FIRST : PullRound.ONLY;
            services = JobServices.of(parsed, jobClass, pullAgain);
            restartable = OnInterruption.restarts(parsed, jobClass);
        } catch (IllegalArgumentException e) {
            return new Made.Never(EndReason.SETTINGS_INVALID, String.valueOf(e.getMessage()));
        }
        var order = new Order(
                job,
                traceparent,
                jobClass,
                attempt,
                place,
                spent,
                logOffset,
                image,
                pullPolicy,
                pullRound,
                services,
                withoutServices,
                agent,
                shape,
                restartable,
                interruption);
        // Signed once: what is measured here is what the Secret gets.
        List<CacheAccess> signed = caches.of(job.jobClass(), jobClass.variables(), order.image(), parsed);
        AgentJob told = new AgentJob(
                job.gitlabUrl(),
                attempt,
                logOffset,
                job.jobClass(),
                order.image(),
                jobClass.variables(),
                payload,
                signed,
                order.notes());
        int bytes = SecretPlan.bytes(told, agent);
        if (bytes > PayloadLimit.SECRET_BYTES) {
            return new Made.Never(EndReason.PAYLOAD_TOO_LARGE, PayloadLimit.exceededBy(bytes));
        }
        Made made = made(order, told);
        switch (made) {
            case Made.Whole _, Made.Never _ -> obstacles.passed(jobClass.name());
            case Made.NotNow(var by, var why) -> obstacles.met(jobClass.name(), by, why);
        }
        return made;
    }

    private Made made(Order order, AgentJob told) {
        try {
            return switch (cluster.createPod(PodPlan.of(order))) {
                case CreateAnswer.Created created -> {
                    count(order);
                    yield whole(created.pod(), told);
                }
                case CreateAnswer.Exists exists -> existing(exists.pod(), order, told);
                case CreateAnswer.NotNow notNow -> notNow(notNow, order);
                case CreateAnswer.Invalid invalid -> never(invalid, order);
            };
        } catch (KubernetesClientException e) {
            // The pod may be there: the next try finds it, and makes what it lacks.
            return new Made.NotNow(Hindrance.NO_ANSWER, Refusals.text(e));
        }
    }

    /** A service account that this job alone names is missing: nobody else waits for it, nor for whoever might make it. */
    private static Made notNow(CreateAnswer.NotNow notNow, Order order) {
        String account = order.shape().pod().serviceAccount();
        boolean itsOwn = !Objects.equals(account, order.jobClass().pod().serviceAccount());
        return itsOwn && notNow.why().contains("service account")
                ? new Made.Never(EndReason.SETTINGS_INVALID, notNow.why())
                : new Made.NotNow(notNow.by(), notNow.why());
    }

    /** Its images are the job's, and whatever it changed of its class's pod may be more than the cluster's own rules allow. */
    private static Made never(CreateAnswer.Invalid invalid, Order order) {
        boolean image = invalid.fields().stream().anyMatch(PodPlan::isImageOfTheJob);
        EndReason otherwise = order.isOfTheJobsMaking() ? EndReason.SETTINGS_INVALID : EndReason.POD_REFUSED;
        return new Made.Never(image ? EndReason.IMAGE_INVALID : otherwise, invalid.why());
    }

    private void count(Order order) {
        meters.counter(
                        "ondes.scheduler.attempts",
                        "class",
                        order.jobClass().name(),
                        "capacity",
                        order.place().capacity().wire())
                .increment();
    }

    private Made existing(Pod pod, Order order, AgentJob told) {
        boolean ours = PodReader.read(pod)
                .filter(known -> known.intent().equals(Intent.of(order.job(), order.attempt())))
                .isPresent();
        if (!ours) {
            return new Made.Never(
                    EndReason.POD_REFUSED,
                    "the pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName() + " exists, and was made for something else:"
                            + " is a second installation of Ondes at work in this namespace?");
        }
        return whole(pod, told);
    }

    private Made whole(Pod created, AgentJob told) {
        JobPod pod = PodReader.read(created)
                .orElseThrow(() -> new IllegalStateException("the API server gave back another pod than was sent: "
                        + created.getMetadata().getName()));
        return complete(pod, told.variables(), told.payload(), told.caches(), told.notes())
                .<Made>map(not -> not)
                .orElseGet(() -> new Made.Whole(pod));
    }

    /**
     * Makes sure that the pod has its Secret. What the pod itself says counts: it may be an earlier self's. Empty when it has.
     *
     * @param notes for the job's log
     */
    public Optional<Made.NotNow> complete(
            JobPod pod, Map<String, String> variables, JsonNode payload, List<String> notes) {
        List<CacheAccess> signed = caches.of(pod.job().jobClass(), variables, pod.image(), JobPayload.parse(payload));
        return complete(pod, variables, payload, signed, notes);
    }

    private Optional<Made.NotNow> complete(
            JobPod pod, Map<String, String> variables, JsonNode payload, List<CacheAccess> signed, List<String> notes) {
        AgentJob told = new AgentJob(
                pod.job().gitlabUrl(),
                pod.attempt(),
                pod.logOffset(),
                pod.job().jobClass(),
                pod.image(),
                variables,
                payload,
                signed,
                notes);
        return cluster.createSecret(SecretPlan.of(pod, told, agent)) ? Optional.empty() : hindered(pod);
    }

    /** One of its name is there: an earlier self's, or else the pod must not be told what stands in it. */
    private Optional<Made.NotNow> hindered(JobPod pod) {
        Optional<Secret> there = cluster.findSecret(pod.namespace(), pod.name());
        if (there.filter(secret -> SecretPlan.isOf(pod, secret)).isPresent()) {
            return Optional.empty();
        }
        if (there.isEmpty() || there.filter(SecretPlan::isOfAPod).isPresent()) {
            return Optional.of(
                    new Made.NotNow(Hindrance.NO_ROOM, "the Secret of an earlier pod of this name is just going away"));
        }
        return Optional.of(new Made.NotNow(
                Hindrance.SECRET_TAKEN,
                "the Secret " + pod.namespace() + "/" + pod.name() + " exists, and was made for something else"));
    }
}
