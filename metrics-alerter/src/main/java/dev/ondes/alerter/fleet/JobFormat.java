package dev.ondes.alerter.fleet;

import static dev.ondes.alerter.packing.Unpacker.sure;

import dev.ondes.alerter.packing.Packer;
import dev.ondes.alerter.packing.Unpacker;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.LossCause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that ended in less than a quarter of its room, and back: nothing is lost by it, so that a late word is joined as if the job had been kept as it was.
 * Each part is written and read by two methods, one beside the other. The format is of this process alone, and is never stored. Pure.
 */
final class JobFormat {
    private static final CapacityType[] CAPACITIES = CapacityType.values();
    private static final EndReason[] REASONS = EndReason.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final LossCause[] CAUSES = LossCause.values();
    private static final GitLabStatus[] STATUSES = GitLabStatus.values();

    private JobFormat() {}

    static byte[] pack(Job job, Packer out) {
        out.number(job.id());
        out.time(job.heardFirst());
        out.time(job.heardLast());
        out.word(job.attemptClass());
        out.word(job.attemptProject());
        out.word(job.guessedClass());
        out.text(job.trace());
        out.part(job.taken(), JobFormat::taken);
        out.part(job.seen(), JobFormat::seen);
        out.number(job.attempts().size());
        job.attempts().forEach(attempt -> attempt(attempt, out));
        out.part(job.end(), JobFormat::end);
        return out.done();
    }

    static Job unpack(Unpacker in) {
        long id = in.number();
        var heardFirst = sure(in.time());
        var heardLast = sure(in.time());
        String attemptClass = in.word();
        String attemptProject = in.word();
        String guessedClass = in.word();
        String trace = in.text();
        Taken taken = in.part(JobFormat::taken);
        Seen seen = in.part(JobFormat::seen);
        List<Attempt> attempts = attempts(in);
        return new Job(
                id,
                taken,
                seen,
                attemptClass,
                attemptProject,
                guessedClass,
                attempts,
                in.part(JobFormat::end),
                heardFirst,
                heardLast,
                trace);
    }

    private static void taken(Taken said, Packer out) {
        out.time(said.saidAt());
        out.word(said.name());
        out.word(said.project());
        out.word(said.ref());
        out.number(said.pipeline());
        out.word(said.jobClass());
        out.time(said.queuedAt());
        out.time(said.takenAt());
        out.duration(said.timeout());
        out.word(said.gitlab());
    }

    private static Taken taken(Unpacker in) {
        return new Taken(
                sure(in.time()),
                sure(in.word()),
                sure(in.word()),
                sure(in.word()),
                in.number(),
                sure(in.word()),
                sure(in.time()),
                sure(in.time()),
                in.duration(),
                sure(in.word()));
    }

    private static void seen(Seen said, Packer out) {
        out.time(said.saidAt());
        out.choice(said.status());
        out.word(said.name());
        out.word(said.project());
        out.word(said.ref());
        out.maybe(said.pipeline());
        out.maybe(said.runner());
        out.time(said.pendingSince());
    }

    private static Seen seen(Unpacker in) {
        return new Seen(
                sure(in.time()),
                sure(in.choice(STATUSES)),
                sure(in.word()),
                sure(in.word()),
                in.word(),
                in.maybe(),
                in.maybe(),
                in.time());
    }

    private static void attempt(Attempt attempt, Packer out) {
        out.number(attempt.number());
        out.part(attempt.pod(), JobFormat::pod);
        out.part(attempt.start(), JobFormat::start);
        out.part(attempt.loss(), JobFormat::loss);
    }

    private static Attempt attempt(Unpacker in) {
        return new Attempt(
                (int) in.number(), in.part(JobFormat::pod), in.part(JobFormat::start), in.part(JobFormat::loss));
    }

    private static List<Attempt> attempts(Unpacker in) {
        int number = (int) in.number();
        if (number == 1) {
            return List.of(attempt(in));
        }
        List<Attempt> attempts = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            attempts.add(attempt(in));
        }
        return List.copyOf(attempts);
    }

    private static void pod(Attempt.Pod said, Packer out) {
        out.time(said.saidAt());
        out.time(said.createdAt());
        out.word(said.namespace());
        out.text(said.name());
        out.choice(said.capacity());
    }

    private static Attempt.Pod pod(Unpacker in) {
        return new Attempt.Pod(
                sure(in.time()), sure(in.time()), sure(in.word()), sure(in.text()), sure(in.choice(CAPACITIES)));
    }

    private static void start(Attempt.Start said, Packer out) {
        out.time(said.saidAt());
        out.time(said.startedAt());
        out.word(said.node());
    }

    private static Attempt.Start start(Unpacker in) {
        return new Attempt.Start(sure(in.time()), sure(in.time()), sure(in.word()));
    }

    private static void loss(Attempt.Loss said, Packer out) {
        out.time(said.saidAt());
        out.choice(said.reason());
        out.word(said.node());
        out.choice(said.cause());
        out.choice(said.next());
    }

    private static Attempt.Loss loss(Unpacker in) {
        return new Attempt.Loss(
                sure(in.time()), sure(in.choice(REASONS)), in.word(), in.choice(CAUSES), sure(in.choice(CAPACITIES)));
    }

    private static void end(End said, Packer out) {
        out.time(said.saidAt());
        finished(said.how(), out);
    }

    private static End end(Unpacker in) {
        return new End(sure(in.time()), finished(in));
    }

    private static void finished(JobFinished how, Packer out) {
        out.number(how.jobId());
        out.word(how.jobName());
        out.word(how.projectPath());
        out.word(how.jobClass());
        out.number(how.attempts());
        out.choice(how.outcome());
        out.choice(how.reason());
        out.maybe(how.exitCode() == null ? null : how.exitCode().longValue());
        out.text(how.detail());
        out.word(how.node());
        out.choice(how.capacity());
        timings(how.timings(), out);
        out.choice(how.interruption());
        out.part(how.cost(), JobFormat::cost);
        out.part(how.resources(), JobFormat::resources);
    }

    private static JobFinished finished(Unpacker in) {
        return new JobFinished(
                in.number(),
                sure(in.word()),
                sure(in.word()),
                sure(in.word()),
                (int) in.number(),
                sure(in.choice(OUTCOMES)),
                sure(in.choice(REASONS)),
                exitCode(in.maybe()),
                in.text(),
                in.word(),
                sure(in.choice(CAPACITIES)),
                timings(in),
                in.choice(CAUSES),
                in.part(JobFormat::cost),
                in.part(JobFormat::resources));
    }

    private static @Nullable Integer exitCode(@Nullable Long code) {
        return code == null ? null : code.intValue();
    }

    private static void timings(Timings timings, Packer out) {
        out.time(timings.queuedAt());
        out.time(timings.takenAt());
        out.time(timings.podCreatedAt());
        out.time(timings.scheduledAt());
        out.time(timings.agentStartedAt());
        out.time(timings.scriptStartedAt());
        out.time(timings.scriptFinishedAt());
        out.time(timings.finishedAt());
    }

    private static Timings timings(Unpacker in) {
        return new Timings(
                sure(in.time()),
                sure(in.time()),
                in.time(),
                in.time(),
                in.time(),
                in.time(),
                in.time(),
                sure(in.time()));
    }

    private static void cost(Cost cost, Packer out) {
        out.word(cost.currency());
        out.amount(cost.paid());
        out.amount(cost.onDemand());
    }

    private static Cost cost(Unpacker in) {
        return new Cost(sure(in.word()), sure(in.amount()), sure(in.amount()));
    }

    private static void resources(Resources resources, Packer out) {
        out.maybe(resources.memoryAsked());
        out.maybe(resources.memoryLimit());
        out.maybe(resources.memoryPeak());
        out.amount(resources.cpuAsked());
        out.amount(resources.cpuLimit());
        out.amount(resources.cpuSeconds());
        out.amount(resources.throttled());
    }

    private static Resources resources(Unpacker in) {
        return new Resources(in.maybe(), in.maybe(), in.maybe(), in.amount(), in.amount(), in.amount(), in.amount());
    }
}
