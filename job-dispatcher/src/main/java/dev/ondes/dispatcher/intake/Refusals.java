package dev.ondes.dispatcher.intake;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.PayloadLimit;
import dev.ondes.dispatcher.handover.GivingBack;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that GitLab gave and that are not even begun to be handed over. None may stay running at GitLab until its timeout, so that
 * each goes back at once. Thread-safe.
 */
public final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final HandOver handOver;
    private final GivingBack givingBack;
    private final Failures failures;

    public Refusals(HandOver handOver, GivingBack givingBack, Failures failures) {
        this.handOver = handOver;
        this.givingBack = givingBack;
        this.failures = failures;
    }

    /** Not sealed, not spooled: a copy or two of a payload of any size would not fit into our memory. */
    void tooLarge(String jobClass, JobCredentials job, long bytes) throws InterruptedException {
        LOG.warn(LogLine.of("GitLab gave a job that is larger than we can carry")
                .job(job.id())
                .jobClass(jobClass)
                .why(PayloadLimit.exceededBy(bytes)));
        handOver.arrived(job.id());
        givingBack.give(new GivingBack.Job(job, jobClass, EndReason.PAYLOAD_TOO_LARGE, bytes));
    }

    /**
     * A payload that is none, or that can't be sealed.
     *
     * @param job null where not even that can be read
     */
    void unreadable(String jobClass, @Nullable JobCredentials job, String why) throws InterruptedException {
        LOG.error(LogLine.of("GitLab gave a job that can't be read")
                .with(LogKey.JOB, job == null ? "unknown" : job.id())
                .jobClass(jobClass)
                .why(why));
        if (job != null) {
            handOver.arrived(job.id());
            givingBack.give(new GivingBack.Job(job, jobClass, EndReason.PAYLOAD_UNREADABLE, 0));
        }
        failures.say("payload-malformed", job == null ? jobClass : Long.toString(job.id()), jobClass, why);
    }
}
