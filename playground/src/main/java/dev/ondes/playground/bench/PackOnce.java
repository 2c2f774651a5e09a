package dev.ondes.playground.bench;

import dev.ondes.context.pack.ContextPacker;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.PackedContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A process of its own, so that its memory is that of packing: {@code FOLDER ARCHIVE LEVEL}. */
final class PackOnce {
    private PackOnce() {}

    public static void main(String[] arguments) throws IOException {
        var packer = new ContextPacker(
                Integer.parseInt(arguments[2]), Runtime.getRuntime().availableProcessors());
        PackedContext packed = packer.pack(ContextTree.of(Path.of(arguments[0]), "Dockerfile"), Path.of(arguments[1]));
        System.out.printf(
                Locale.ROOT,
                "%d entries, %.1f MiB of tar; at most %s of memory%n",
                packed.entries(),
                packed.tarSize() / 1024.0 / 1024.0,
                peak());
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring("VmHWM:".length()).strip())
                .findFirst()
                .orElse("an unknown amount");
    }
}
