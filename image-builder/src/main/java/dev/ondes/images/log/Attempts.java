package dev.ondes.images.log;

import dev.ondes.images.build.Build;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pods of one part of a build, in the order in which they were made. Each keeps its number: those that were lost count also when
 * they are no longer there, else a client would miss the beginning of what a successor says. Pure.
 */
final class Attempts {
    /** No part has as many. */
    private static final int ROOM = 1000;

    private Attempts() {}

    /**
     * One of them.
     *
     * @param stream its number among all pods of the build
     * @param name of its pod
     * @param pod empty when it is gone
     */
    record Attempt(int stream, String name, boolean lost, Optional<Pod> pod) {}

    static List<Attempt> of(Build build, Sight sight, int part) {
        List<String> lost = lost(build, part);
        List<Pod> pods = sight.pods().stream()
                .filter(pod -> JobReader.part(pod) == part)
                .sorted(Comparator.comparing(
                                (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .thenComparing(Attempts::name))
                .toList();
        List<String> names = Stream.concat(lost.stream(), pods.stream().map(Attempts::name))
                .distinct()
                .toList();
        return IntStream.range(0, names.size())
                .mapToObj(number -> new Attempt(
                        part * ROOM + number,
                        names.get(number),
                        number < lost.size(),
                        pods.stream()
                                .filter(pod -> name(pod).equals(names.get(number)))
                                .findFirst()))
                .toList();
    }

    /** The number of the one whose log is kept. */
    static int last(Build build, Sight sight, int part) {
        List<Attempt> known = of(build, sight, part);
        boolean seen = !known.isEmpty() && !known.getLast().lost();
        boolean pushed = isPushed(build, part);
        // One that pushed was there, whether or not it still is.
        int number = seen || !pushed ? Math.max(0, known.size() - 1) : known.size();
        return part * ROOM + number;
    }

    static boolean isPushed(Build build, int part) {
        return build.pushed().stream().anyMatch(pushed -> pushed.part() == part);
    }

    /** Whether the stream is one of this part or of an earlier one. */
    static boolean isUpTo(int part, int stream) {
        return stream < (part + 1) * ROOM;
    }

    private static List<String> lost(Build build, int part) {
        return build.lostPods().stream()
                .filter(pod -> JobNames.partOfPod(build.id(), pod) == part)
                .toList();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
