package dev.ondes.playground.bench;

import dev.ondes.playground.demo.Console;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ondes bench build}: what an image build costs before the builder has its first byte. So far: packing. */
@Command(name = "build", description = "Packing a build's context; beside it tar | gzip at the same level, in pairs.")
public final class BuildBench implements Callable<Integer> {
    @Option(names = "--folder", description = "a context to pack; default: one that is made up")
    private @Nullable Path folder;

    @Option(names = "--files", description = "of a made-up context (default ${DEFAULT-VALUE})")
    private int files = 4_000;

    @Option(names = "--megabytes", description = "of a made-up context (default ${DEFAULT-VALUE})")
    private int megabytes = 200;

    @Option(names = "--pairs", description = "runs of each, by turns (default ${DEFAULT-VALUE})")
    private int pairs = 5;

    @Override
    public Integer call() {
        Console console = Console.standard();
        try {
            Path place = Files.createTempDirectory("ondes-bench-build");
            try {
                Path context = folder != null ? folder : SampleContext.make(place.resolve("context"), files, megabytes);
                new PackBench(context, place, console).run(pairs);
            } finally {
                delete(place);
            }
        } catch (IOException e) {
            throw new PlaygroundException("the benchmark can't go on: " + e.getMessage());
        }
        return 0;
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
