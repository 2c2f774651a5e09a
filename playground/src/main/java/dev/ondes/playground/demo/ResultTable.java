package dev.ondes.playground.demo;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.playground.platform.CiJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last table of a run: job, class, node, queued, started, duration, result. */
final class ResultTable {
    private static final List<String> TITLES =
            List.of("job", "class", "node", "queued", "started", "duration", "result");

    private ResultTable() {}

    /**
     * @param finished what Ondes said of each job's end, by job id
     * @param begin when the pipeline was made
     */
    static List<String> lines(List<CiJob> jobs, Map<Long, JobFinished> finished, Instant begin) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        jobs.forEach(job -> rows.add(row(job, finished.get(job.id()), begin)));
        int[] widths = new int[TITLES.size()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i) + " ".repeat(widths[i] - row.get(i).length());
                line.append(i == row.size() - 1 && !lines.isEmpty() ? coloured(cell) : cell)
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
            if (lines.size() == 1) {
                lines.add("─".repeat(java.util.Arrays.stream(widths).sum() + 2 * (widths.length - 1)));
            }
        }
        return lines;
    }

    private static List<String> row(CiJob job, @Nullable JobFinished end, Instant begin) {
        String result = job.status() + (job.status().equals("failed") && job.allowFailure() ? " (allowed)" : "");
        return List.of(
                job.name(),
                end == null ? "-" : end.jobClass(),
                end == null || end.node() == null ? "-" : end.node(),
                seconds(Duration.ofMillis((long) (job.queuedSeconds() * 1000))),
                job.startedAt() == null ? "-" : "+" + seconds(Duration.between(begin, job.startedAt())),
                job.startedAt() == null || job.finishedAt() == null
                        ? "-"
                        : seconds(Duration.between(job.startedAt(), job.finishedAt())),
                result);
    }

    private static String coloured(String result) {
        return Console.verdict(result, result.startsWith("success") || result.contains("(allowed)"));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
