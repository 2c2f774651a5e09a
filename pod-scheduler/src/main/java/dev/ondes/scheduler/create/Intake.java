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
import dev.ondes.contracts.seal.SealException;
import dev.ondes.contracts.seal.UnknownKeyException;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.MalformedPayloadException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.gitlab.LastWord;
import dev.ondes.scheduler.place.Placement;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.watch.Attempts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * From a queued job to its first pod, or to its end at GitLab where there can't be one; else the job waits, from the first
 * refusal on for as long as its class lets a job be without a node. Throws when the message is to come again. Idempotent; called in the job's turn.
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
    private final Completion completion;
    private final Hindered hindered;
    private final Attempts attempts;
    private final Ended<Long> ended;
    private final Accepted accepted;
    private final GitLabs gitlabs;
    private final Announcements say;
    private final Finish finish;

    public Intake(
            KeyRing keys,
            ClassFile classes,
            Placement placement,
            Creation creation,
            Completion completion,
            Hindered hindered,
            Attempts attempts,
            Ended<Long> ended,
            Accepted accepted,
            GitLabs gitlabs,
            Announcements say,
            Finish finish) {
        this.keys = keys;
        this.classes = classes;
        this.placement = placement;
        this.creation = creation;
        this.completion = completion;
        this.hindered = hindered;
        this.attempts = attempts;
        this.ended = ended;
        this.accepted = accepted;
        this.gitlabs = gitlabs;
        this.say = say;
        this.finish = finish;
    }

    public Taken take(Event<JobQueued> event) {
        JobQueued job = event.data();
        if (isSettled(job)) {
            return SETTLED;
        }
        JsonNode payload;
        try {
            payload = open(job);
        } catch (UnknownKeyException e) {
            return switch (hindered.by(Hindrance.KEY_MISSING, String.valueOf(e.getMessage()), job, KEY_AWAITED)) {
                case Made.NotNow not -> new Taken.Waits(KEY_AGAIN, not.why());
                // No longer one that may be there yet.
                case Made.Whole _, Made.Never _ -> throw new SealException(String.valueOf(e.getMessage()));
            };
        }
        Optional<JobPod> there = attempts.known(job, 1);
        return taken(event, payload, there.isPresent() ? complete(there.get(), payload) : make(event, payload));
    }

    /**
     * Ends a job at GitLab that a mistake of ours keeps from its pod, and says so. One whose pod is there goes on with it, and
     * that pod gets the Secret that it may lack.
     *
     * @param mistake its kind, for people; no secret
     */
    Taken giveUp(Event<JobQueued> event, String mistake) {
        JobQueued job = event.data();
        if (isSettled(job)) {
            return SETTLED;
        }
        JsonNode payload = open(job);
        Optional<JobPod> there = attempts.known(job, 1);
        if (there.isPresent()) {
            return taken(event, payload, complete(there.get(), payload));
        }
        Taken told = end(event, payload, EndReason.HAND_OVER_FAILED, "a mistake of ours, " + mistake);
        if (told instanceof Taken.Settled) {
            say.failure("intake-failed", job.subject(), job.jobClass(), "the job got no pod: " + mistake);
        }
        return told;
    }

    private boolean isSettled(JobQueued job) {
        if (ended.contains(job.jobId())) {
            LOG.info(LogLine.of("job came again after its end").job(job.jobId()));
            return true;
        }
        return attempts.of(job.jobId()).stream().anyMatch(pod -> pod.attempt() > 1);
    }

    /** What the class allows by now doesn't count, nor whether there is room: the pod is there, and may run. */
    private Made complete(JobPod pod, JsonNode payload) {
        return completion.of(pod, classes.named(pod.job().jobClass()), payload, List.of());
    }

    private Made make(Event<JobQueued> event, JsonNode payload) {
        JobQueued job = event.data();
        Optional<JobClass> jobClass = classes.named(job.jobClass());
        if (jobClass.isEmpty()) {
            return new Made.Never(
                    EndReason.CLASS_UNKNOWN,
                    "class " + job.jobClass() + "; known are "
                            + classes.classes().stream().map(JobClass::name).toList());
        }
        return switch (placement.first(job, jobClass.get(), JobPayload.parse(payload))) {
            case Placement.First.Refused(var detail) -> new Made.Never(EndReason.SETTINGS_INVALID, detail);
            case Placement.First.At(var place) ->
                creation.make(job, event.traceparent(), jobClass.get(), payload, Attempt.first(place));
        };
    }

    private Taken taken(Event<JobQueued> event, JsonNode payload, Made made) {
        return switch (made) {
            case Made.Whole(var pod) -> begun(pod);
            case Made.NotNow not -> new Taken.Waits(Duration.ZERO, not.why());
            case Made.Never(var reason, var detail) -> end(event, payload, reason, detail);
        };
    }

    private Taken begun(JobPod pod) {
        accepted.add(pod.jobId(), pod.job().jobClass());
        say.podCreated(pod);
        LOG.info(LogLine.of("pod created")
                .job(pod.jobId(), pod.attempt())
                .jobClass(pod.job().jobClass())
                .with(LogKey.POD, pod.name())
                .with(LogKey.CAPACITY, pod.capacity().wire()));
        return SETTLED;
    }

    /** A pod that is there all the same lacks its Secret, so that its script can't have begun: it goes with the job. */
    private Taken end(Event<JobQueued> event, JsonNode payload, EndReason reason, String detail) {
        JobQueued job = event.data();
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
        attempts.known(job, 1).ifPresentOrElse(pod -> finish.job(pod, ending), () -> endWithoutPod(event, ending));
        accepted.add(job.jobId(), job.jobClass());
        return SETTLED;
    }

    private void endWithoutPod(Event<JobQueued> event, Ending ending) {
        JobQueued job = event.data();
        CapacityType capacity = classes.named(job.jobClass())
                .map(jobClass -> jobClass.capacity().getFirst())
                .orElse(CapacityType.ON_DEMAND);
        say.finishedWithoutPod(job, event.traceparent(), ending, capacity);
        ended.add(job.jobId());
        LOG.info(LogLine.of("job ended without a pod")
                .job(job.jobId())
                .jobClass(job.jobClass())
                .with(LogKey.REASON, ending.reason().wire())
                .with(LogKey.DETAIL, ending.detail()));
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
