package dev.ondes.alerter.fleet;

import static dev.ondes.alerter.packing.Unpacker.sure;

import dev.ondes.alerter.packing.Packer;
import dev.ondes.alerter.packing.Unpacker;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that ended in less than a quarter of its room, and back: nothing is lost by it, so that a late word is joined as if the job had been kept as it was.
 * Each part is written and read by two methods, one beside the other. The format is of this process alone, and is never stored. Pure.
 */
final class JobFormat {
    private static final CapacityType[] CAPACITIES = CapacityType.values();
    private static final EndReason[] REASONS = EndReason.values();
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
        out.part(job.end(), EndFormat::end);
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
                in.part(EndFormat::end),
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
}
