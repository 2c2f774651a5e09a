package dev.ondes.alerter.meter;

import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.sizing.Size;
import dev.ondes.alerter.sizing.Size.Amounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What jobs of one name ask for, might use, used and should ask for, as metrics: of a few names only, those that ask for the wrong amount by most, since there
 * may be any number of names. Their label is not {@code job}, which Prometheus puts on whatever it scrapes. {@link #see} is called by one thread.
 */
public final class SizingGauges {
    private final int most;
    private final MultiGauge memory;
    private final MultiGauge cpu;

    /** @param most how many names */
    public SizingGauges(MeterRegistry registry, int most) {
        if (most < 0) {
            throw new IllegalArgumentException("ondes.alerter.sized-jobs must be 0 or more: " + most);
        }
        this.most = most;
        this.memory = MultiGauge.builder("ondes.job.memory")
                .description("Memory of jobs of one name: asked, limit, used (the most that a run held), advised")
                .baseUnit("bytes")
                .register(registry);
        this.cpu = MultiGauge.builder("ondes.job.cpu")
                .description("Processor of jobs of one name: asked, limit, used (on the average), advised")
                .baseUnit("cores")
                .register(registry);
    }

    /** Costs a walk through all jobs that ended. */
    public void see(Snapshot fleet) {
        List<Size> sizes = most == 0 ? List.of() : Size.worst(fleet.ended(), most);
        memory.register(rows(sizes, Size::memory), true);
        cpu.register(rows(sizes, Size::cpu), true);
    }

    private static List<Row<?>> rows(List<Size> sizes, Function<Size, Amounts> of) {
        List<Row<?>> rows = new ArrayList<>();
        for (Size size : sizes) {
            Amounts amounts = of.apply(size);
            Tags tags = Tags.of("project", Label.of(size.project()), "name", Label.of(size.name()));
            add(rows, tags, "asked", amounts.asked());
            add(rows, tags, "limit", amounts.limit());
            add(rows, tags, "used", amounts.used());
            add(rows, tags, "advised", amounts.advised());
        }
        return rows;
    }

    private static void add(List<Row<?>> rows, Tags tags, String what, @Nullable Double amount) {
        if (amount != null) {
            rows.add(Row.of(tags.and("of", what), amount));
        }
    }
}
