package dev.ondes.alerter.meter;

import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the job that is being counted, for exemplars: from a histogram's bucket to the trace of a job that fell into it. Of what is counted outside of
 * {@link #during} there is none. Thread-safe.
 */
public final class CurrentTrace implements SpanContextSupplier {
    private static final ScopedValue<Matcher> NOW = ScopedValue.newInstance();
    /** W3C: version, trace, span, flags. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

    /** Counts on behalf of a job. */
    static void during(@Nullable String traceparent, Runnable counting) {
        Matcher trace = traceparent == null ? null : TRACEPARENT.matcher(traceparent);
        if (trace != null && trace.matches()) {
            ScopedValue.where(NOW, trace).run(counting);
        } else {
            counting.run();
        }
    }

    @Override
    public @Nullable String getTraceId() {
        return NOW.isBound() ? NOW.get().group(1) : null;
    }

    @Override
    public @Nullable String getSpanId() {
        return NOW.isBound() ? NOW.get().group(2) : null;
    }

    /** Whether it was recorded is not ours to know: the trace's id leads to the job's events, too. */
    @Override
    public boolean isSampled() {
        return NOW.isBound();
    }
}
