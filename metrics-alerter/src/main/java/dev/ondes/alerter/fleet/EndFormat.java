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
import org.jspecify.annotations.Nullable;

/** How a job ended, packed and back, as {@link JobFormat} has the rest of it. Pure. */
final class EndFormat {
    private static final CapacityType[] CAPACITIES = CapacityType.values();
    private static final EndReason[] REASONS = EndReason.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final LossCause[] CAUSES = LossCause.values();

    private EndFormat() {}

    static void end(End said, Packer out) {
        out.time(said.saidAt());
        finished(said.how(), out);
    }

    static End end(Unpacker in) {
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
        out.part(how.cost(), EndFormat::cost);
        out.part(how.resources(), EndFormat::resources);
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
                in.part(EndFormat::cost),
                in.part(EndFormat::resources));
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
