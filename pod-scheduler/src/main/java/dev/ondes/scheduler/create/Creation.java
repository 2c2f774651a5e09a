package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.PayloadLimit;
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
import dev.ondes.scheduler.pods.Intent;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.watch.Attempts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes an attempt: the pod, then its Secret. Both are found again under their names, so that the whole may be repeated
 * after a crash at any place.
 */
public final class Creation {
    private final Cluster cluster;
    private final AgentParts agent;
    private final JobCaches caches;
    private final Attempts attempts;
    private final Completion completion;
    private final Hindered hindered;
    private final MeterRegistry meters;

    public Creation(
            Cluster cluster,
            AgentParts agent,
            JobCaches caches,
            Attempts attempts,
            Completion completion,
            Hindered hindered,
            MeterRegistry meters) {
        this.cluster = cluster;
        this.agent = agent;
        this.caches = caches;
        this.attempts = attempts;
        this.completion = completion;
        this.hindered = hindered;
        this.meters = meters;
    }

    /**
     * Makes one, or finds it made.
     *
     * @param payload GitLab's answer to the job request
     */
    public Made make(
            JobQueued job, @Nullable String traceparent, JobClass jobClass, JsonNode payload, Attempt attempt) {
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
                    .policy(attempt.pullAgain());
            pullRound = attempt.pullAgain()
                    ? PullRound.SECOND
                    : PullPolicies.haveSecond(parsed, jobClass) ? PullRound.FIRST : PullRound.ONLY;
            services = JobServices.of(parsed, jobClass, attempt.pullAgain());
            restartable = OnInterruption.restarts(parsed, jobClass);
        } catch (IllegalArgumentException e) {
            return new Made.Never(EndReason.SETTINGS_INVALID, String.valueOf(e.getMessage()));
        }
        var order = new Order(
                job,
                traceparent,
                jobClass,
                attempt.number(),
                attempt.place(),
                attempt.spent(),
                attempt.logOffset(),
                image,
                pullPolicy,
                pullRound,
                services,
                attempt.withoutServices(),
                agent,
                shape,
                restartable,
                attempt.interruption());
        // Signed once: what is measured here is what the Secret gets.
        List<CacheAccess> signed = caches.of(job.jobClass(), jobClass.variables(), order.image(), parsed);
        AgentJob told = new AgentJob(
                job.gitlabUrl(),
                attempt.number(),
                attempt.logOffset(),
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
        return made(order, told);
    }

    private Made made(Order order, AgentJob told) {
        try {
            return switch (cluster.createPod(PodPlan.of(order))) {
                case CreateAnswer.Created(var pod) -> {
                    count(order);
                    yield whole(pod, order, told);
                }
                case CreateAnswer.Exists(var pod) -> existing(pod, order, told);
                case CreateAnswer.NotNow(var by, var why) -> unlessThere(notNow(by, why, order), order, told);
                case CreateAnswer.Invalid invalid -> unlessThere(never(invalid, order), order, told);
            };
        } catch (KubernetesClientException e) {
            // The pod may be there: the next try finds it, and makes what it lacks.
            return new Made.NotNow(Hindrance.NO_ANSWER, Refusals.text(e));
        }
    }

    /** A pod that no watch has shown hides behind a full quota or a policy, and must not be ended: it may run. */
    private Made unlessThere(Made refused, Order order, AgentJob told) {
        return switch (refused) {
            case Made.Whole _, Made.NotNow _ -> refused;
            case Made.Never _ ->
                attempts.find(order.jobClass().namespace(), order.job(), order.attempt())
                        .map(pod -> carryOn(pod, order, told))
                        .orElse(refused);
        };
    }

    /** A service account that this job alone names is missing: nobody else waits for it, nor for whoever might make it. */
    private Made notNow(Hindrance by, String why, Order order) {
        String account = order.shape().pod().serviceAccount();
        boolean itsOwn = !Objects.equals(account, order.jobClass().pod().serviceAccount());
        return itsOwn && why.contains("service account")
                ? never(EndReason.SETTINGS_INVALID, why, order)
                : hindered.by(by, why, order.job(), order.jobClass().unschedulableAfter());
    }

    /** Its images are the job's, and whatever it changed of its class's pod may be more than the cluster's own rules allow. */
    private Made never(CreateAnswer.Invalid invalid, Order order) {
        boolean image = invalid.fields().stream().anyMatch(PodPlan::isImageOfTheJob);
        EndReason otherwise = order.isOfTheJobsMaking() ? EndReason.SETTINGS_INVALID : EndReason.POD_REFUSED;
        return never(image ? EndReason.IMAGE_INVALID : otherwise, invalid.why(), order);
    }

    private Made never(EndReason reason, String why, Order order) {
        hindered.passed(order.job());
        return new Made.Never(reason, why);
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
        Optional<JobPod> ours =
                PodReader.read(pod).filter(known -> known.intent().equals(Intent.of(order.job(), order.attempt())));
        if (ours.isEmpty()) {
            return never(
                    EndReason.POD_REFUSED,
                    "the pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName() + " exists, and was made for something else:"
                            + " is a second installation of Ondes at work in this namespace?",
                    order);
        }
        return ours.get().isLetGo()
                ? notNow(Hindrance.NO_ROOM, "an earlier pod of this name is just going away", order)
                : whole(pod, order, told);
    }

    private Made whole(Pod there, Order order, AgentJob told) {
        JobPod pod = PodReader.read(there)
                .orElseThrow(() -> new IllegalStateException("the API server gave back another pod than was sent: "
                        + there.getMetadata().getName()));
        attempts.made(pod);
        return carryOn(pod, order, told);
    }

    private Made carryOn(JobPod pod, Order order, AgentJob told) {
        hindered.moves(pod.jobId());
        return completion.of(
                pod,
                told.variables(),
                told.payload(),
                told.caches(),
                told.notes(),
                order.jobClass().unschedulableAfter());
    }
}
