package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.sizing.Advice;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Resources;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a job's last attempt used, beside what it asked for; and what jobs of its name should ask for, by their last runs.
 *
 * @param throttled in how much of its working time it had to wait for the processor
 * @param advice in one sentence
 */
public record UsedView(
        List<Row> rows,
        @Nullable String throttled,
        @Nullable String advice) {
    private static final String UNKNOWN = "unknown";

    /** Of memory, or of the processor. */
    public record Row(String what, String used, String asked, String limit) {}

    /** Empty where nobody said any of it. */
    static Optional<UsedView> of(Job job, Snapshot fleet) {
        Resources used = job.end() == null ? null : job.end().how().resources();
        if (used == null) {
            return Optional.empty();
        }
        return Optional.of(new UsedView(
                List.of(
                        new Row(
                                "Memory, at its peak",
                                size(used.memoryPeak()),
                                size(used.memoryAsked()),
                                size(used.memoryLimit())),
                        new Row(
                                "Processor",
                                used.cpuSeconds() == null
                                        ? UNKNOWN
                                        : used.cpuSeconds().toPlainString() + " s of its time",
                                cores(used.cpuAsked()),
                                cores(used.cpuLimit()))),
                used.throttled() == null
                        ? null
                        : Measures.percent(used.throttled().doubleValue()),
                Advice.of(runs(job, fleet)).map(UsedView::sentence).orElse(null)));
    }

    private static Stream<JobFinished> runs(Job job, Snapshot fleet) {
        return StreamSupport.stream(fleet.ended().spliterator(), false)
                .filter(other ->
                        other.name().equals(job.name()) && other.project().equals(job.project()))
                .map(Job::end)
                .filter(Objects::nonNull)
                .map(end -> end.how());
    }

    private static String sentence(Advice advice) {
        String memory = advice.memory() == null ? "" : size(advice.memory()) + " of memory";
        String cpu = advice.cpu() == null ? "" : cores(advice.cpu());
        return "By the last " + Measures.count(advice.runs(), "run", "runs") + " jobs of this name should ask for "
                + memory + (memory.isEmpty() || cpu.isEmpty() ? "" : " and ") + cpu;
    }

    private static String size(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : Measures.size(bytes);
    }

    private static String cores(@Nullable BigDecimal cores) {
        return cores == null
                ? UNKNOWN
                : cores.stripTrailingZeros().toPlainString()
                        + (cores.compareTo(BigDecimal.ONE) == 0 ? " core" : " cores");
    }
}
