package dev.ondes.playground.bench;

import dev.ondes.playground.demo.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Packs a context by turns with our packer and with {@code tar | gzip}, each a process of its own, start included. */
record PackBench(Path context, Path place, Console console) {
    private static final String LEVEL = "6";

    void run(int pairs) throws IOException {
        // Once for nothing: so that both find the files in memory.
        String facts = ours();
        theirs();
        List<Double> ratios = new ArrayList<>();
        for (int i = 1; i <= pairs; i++) {
            long begin = System.nanoTime();
            ours();
            long middle = System.nanoTime();
            theirs();
            long end = System.nanoTime();
            double ratio = (double) (end - middle) / (middle - begin);
            ratios.add(ratio);
            console.say(String.format(
                    Locale.ROOT,
                    "pair %d: ondes %.2f s, tar | gzip %.2f s: %.0f %% of its speed",
                    i,
                    Percentiles.seconds(Duration.ofNanos(middle - begin)),
                    Percentiles.seconds(Duration.ofNanos(end - middle)),
                    ratio * 100));
        }
        ratios.sort(null);
        console.say(facts);
        console.say(String.format(
                Locale.ROOT,
                "%.1f MiB by ondes, %.1f MiB by tar | gzip",
                mebibytes("ours.tar.gz"),
                mebibytes("theirs.tar.gz")));
        console.say(String.format(
                Locale.ROOT,
                "packing at %.0f %% of the speed of tar | gzip (median of %d pairs; wanted: 80 %%)",
                ratios.get(ratios.size() / 2) * 100,
                pairs));
    }

    private String ours() throws IOException {
        return Ran.java(
                "64m",
                System.getProperty("java.class.path"),
                List.of(
                        PackOnce.class.getName(),
                        context.toString(),
                        place.resolve("ours.tar.gz").toString(),
                        LEVEL),
                Map.of());
    }

    private void theirs() throws IOException {
        var _ = Ran.output(
                List.of(
                        "sh",
                        "-c",
                        "tar -C \"$1\" -cf - . | gzip -" + LEVEL + " >\"$2\"",
                        "sh",
                        context.toString(),
                        place.resolve("theirs.tar.gz").toString()),
                Map.of());
    }

    private double mebibytes(String name) throws IOException {
        return Files.size(place.resolve(name)) / 1024.0 / 1024.0;
    }
}
