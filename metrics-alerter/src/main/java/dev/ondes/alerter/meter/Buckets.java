package dev.ondes.alerter.meter;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The bounds of histograms, and how many values labels may have.
 *
 * @param queue from pending to the script's first line
 * @param stage of a job's stages
 * @param build of image builds
 * @param classes how many different job classes
 * @param projects how many different projects; 0 for none of the metrics by project
 */
public record Buckets(List<Duration> queue, List<Duration> stage, List<Duration> build, int classes, int projects) {
    public static final Buckets STANDARD = new Buckets(
            seconds(1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600),
            seconds(1, 5, 15, 60, 120, 300, 600, 1200, 3600, 7200),
            seconds(15, 30, 60, 120, 300, 600, 1200, 3600),
            200,
            0);

    public Buckets {
        queue = List.copyOf(queue);
        stage = List.copyOf(stage);
        build = List.copyOf(build);
    }

    private static List<Duration> seconds(long... all) {
        return Arrays.stream(all).mapToObj(Duration::ofSeconds).toList();
    }
}
