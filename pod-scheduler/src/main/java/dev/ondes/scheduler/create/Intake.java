package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.contracts.seal.UnknownKeyException;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.MalformedPayloadException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.gitlab.LastWord;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.place.Placement;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Spent;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.watch.PodShelf;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * From a queued job to its first pod, or to its end at GitLab where there can't be one; else the job waits, for as long as its
 * class lets a job be without a node. Throws when the message is to come again. Idempotent; called in the job's turn.
 */
public final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A ring is read at the start: until somebody has added the key and started us anew, the job's message stays in its queue. */
    private static final Duration KEY_AWAITED = Duration.ofMinutes(30);

    private static final Duration KEY_AGAIN = Duration.ofSeconds(10);

    private static final Taken SETTLED = new Taken.Settled();

    private final KeyRing keys;
    private final ClassFile classes;
    private final Placement placement;
    private final Creation creation;
    private final Obstacles obstacles;
    private final PodShelf pods;
    private final Ended<Long> ended;
    private final Accepted accepted;
    private final GitLabs gitlabs;
    private final Announcements say;
    private final Clock clock;

    public Intake(
            KeyRing keys,
            ClassFile classes,
            Placement placement,
            Creation creation,
            Obstacles obstacles,
            PodShelf pods,
            Ended<Long> ended,
            Accepted accepted,
            GitLabs gitlabs,
            Announcements say,
            Clock clock) {
        this.keys = keys;
        this.classes = classes;
        this.placement = placement;
        this.creation = creation;
        this.obstacles = obstacles;
        this.pods = pods;
        this.ended = ended;
        this.accepted = accepted;
        this.gitlabs = gitlabs;
        this.say = say;
        this.clock = clock;
    }

    public Taken take(Event<JobQueued> event) {
        JobQueued job = event.data();
        if (ended.contains(job.jobId())) {
            LOG.info(LogLine.of("job came again after its end").job(job.jobId()));
            return SETTLED;
        }
        List<JobPod> known = pods.of(job.jobId());
        if (known.stream().anyMatch(pod -> pod.attempt() > 1)) {
            return SETTLED;
        }
        JsonNode payload;
        try {
            payload = open(job);
        } catch (UnknownKeyException e) {
            if (Duration.between(job.takenAt(), clock.instant()).compareTo(KEY_AWAITED) > 0) {
                throw e;
            }
            String why = String.valueOf(e.getMessage());
            obstacles.met(job.jobClass(), Hindrance.KEY_MISSING, why);
            return new Taken.Waits(KEY_AGAIN, why);
        }
        Optional<JobClass> jobClass = classes.named(job.jobClass());
        if (jobClass.isPresent()) {
            return make(job, event.traceparent(), jobClass.get(), payload);
        }
        if (!known.isEmpty()) {
            // Its class was removed just now, perhaps between the pod and its Secret.
            return complete(known.getFirst(), Map.of(), payload);
        }
        String detail = "class " + job.jobClass() + "; known are "
                + classes.classes().stream().map(JobClass::name).toList();
        return end(job, event.traceparent(), payload, EndReason.CLASS_UNKNOWN, detail);
    }

    /**
     * Ends a job at GitLab that a mistake of ours keeps from its pod, and says so. One whose pod is there goes on with it, and
     * that pod gets the Secret that it may lack.
     *
     * @param mistake its kind, for people; no secret
     */
    Taken giveUp(Event<JobQueued> event, String mistake) {
        JobQueued job = event.data();
        if (ended.contains(job.jobId())) {
            return SETTLED;
        }
        List<JobPod> known = pods.of(job.jobId());
        JsonNode payload = open(job);
        if (!known.isEmpty()) {
            Map<String, String> variables =
                    classes.named(job.jobClass()).map(JobClass::variables).orElse(Map.of());
            return complete(known.getLast(), variables, payload);
        }
        Taken told =
                end(job, event.traceparent(), payload, EndReason.HAND_OVER_FAILED, "a mistake of ours, " + mistake);
        if (told instanceof Taken.Settled) {
            say.failure("intake-failed", job.subject(), job.jobClass(), "the job got no pod: " + mistake);
        }
        return told;
    }

    private Taken complete(JobPod pod, Map<String, String> variables, JsonNode payload) {
        return creation.complete(pod, variables, payload, List.of())
                .<Taken>map(not -> new Taken.Waits(Duration.ZERO, not.why()))
                .orElse(SETTLED);
    }

    private Taken make(JobQueued job, @Nullable String traceparent, JobClass jobClass, JsonNode payload) {
        return switch (placement.first(job, jobClass, JobPayload.parse(payload))) {
            case Placement.First.Refused(var detail) -> refuse(job, traceparent, jobClass, payload, detail);
            case Placement.First.At(var place) -> make(job, traceparent, jobClass, place, payload);
        };
    }

    private Taken make(JobQueued job, @Nullable String traceparent, JobClass jobClass, Place place, JsonNode payload) {
        return switch (creation.make(
                job, traceparent, jobClass, 1, place, new Spent.Nothing(), 0, payload, null, Set.of(), false)) {
            case Creation.Made.Whole whole -> {
                pods.expect(whole.pod());
                accepted.add(job.jobId(), job.jobClass());
                say.podCreated(whole.pod());
                LOG.info(LogLine.of("pod created")
                        .job(job.jobId(), 1)
                        .jobClass(job.jobClass())
                        .with(LogKey.POD, whole.pod().name())
                        .with(LogKey.CAPACITY, whole.pod().capacity().wire()));
                yield SETTLED;
            }
            case Creation.Made.NotNow(var by, var why) -> {
                Duration waited = Duration.between(job.takenAt(), clock.instant());
                yield waited.compareTo(jobClass.unschedulableAfter()) > 0
                        ? end(job, traceparent, payload, by.end(), why)
                        : new Taken.Waits(Duration.ZERO, why);
            }
            case Creation.Made.Never never
            when never.reason() == EndReason.SETTINGS_INVALID ->
                refuse(job, traceparent, jobClass, payload, never.detail());
            case Creation.Made.Never never -> end(job, traceparent, payload, never.reason(), never.detail());
        };
    }

    /** What the class doesn't allow. It may have been allowed when the job's pod was made: that one goes on. */
    private Taken refuse(
            JobQueued job, @Nullable String traceparent, JobClass jobClass, JsonNode payload, String detail) {
        List<JobPod> known = pods.of(job.jobId());
        return known.isEmpty()
                ? end(job, traceparent, payload, EndReason.SETTINGS_INVALID, detail)
                : complete(known.getLast(), jobClass.variables(), payload);
    }

    private Taken end(JobQueued job, @Nullable String traceparent, JsonNode payload, EndReason reason, String detail) {
        JobPayload parsed = JobPayload.parse(payload);
        Ending ending;
        try {
            ending = LastWord.tell(
                    gitlabs.job(job.gitlabUrl(), parsed.jobCredentials()),
                    0,
                    parsed.features().failureReasons(),
                    Ending.of(reason, detail));
        } catch (TryLaterException e) {
            return new Taken.Waits(e.delay(), String.valueOf(e.getMessage()));
        }
        CapacityType capacity = classes.named(job.jobClass())
                .map(jobClass -> jobClass.capacity().getFirst())
                .orElse(CapacityType.ON_DEMAND);
        say.finishedWithoutPod(job, traceparent, ending, capacity);
        ended.add(job.jobId());
        accepted.add(job.jobId(), job.jobClass());
        LOG.info(LogLine.of("job ended without a pod")
                .job(job.jobId())
                .jobClass(job.jobClass())
                .with(LogKey.REASON, ending.reason().wire())
                .with(LogKey.DETAIL, detail));
        return SETTLED;
    }

    private JsonNode open(JobQueued job) {
        try {
            JsonNode payload = MAPPER.readTree(keys.open(job.sealedPayload()));
            JobPayload.parse(payload);
            return payload;
        } catch (IOException e) {
            throw new UnreadablePayloadException(job.jobId(), "it is no JSON");
        } catch (MalformedPayloadException e) {
            throw new UnreadablePayloadException(job.jobId(), String.valueOf(e.getMessage()));
        }
    }
}
