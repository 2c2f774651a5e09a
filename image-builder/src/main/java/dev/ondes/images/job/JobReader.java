package dev.ondes.images.job;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a build out of its Job. Pure. */
public final class JobReader {
    private JobReader() {}

    /** Which build an object belongs to; empty for one that isn't ours. */
    public static Optional<BuildId> id(HasMetadata object) {
        String id = labels(object).get(JobNames.BUILD);
        return id == null || !id.matches("[0-9a-f]{16}") ? Optional.empty() : Optional.of(new BuildId(id));
    }

    /** Whether this Job records its build. */
    public static boolean isHead(Job job) {
        return annotations(job).containsKey(JobNames.ORDER);
    }

    public static int part(HasMetadata object) {
        return Integer.parseInt(labels(object).getOrDefault(JobNames.PART, "0"));
    }

    /** Whether it lists what is in an image, and builds none. */
    public static boolean isSbom(HasMetadata object) {
        return JobNames.SBOM.equals(labels(object).get(JobNames.ROLE));
    }

    public static boolean isFallback(HasMetadata object) {
        return object.getMetadata().getName().endsWith("-od");
    }

    /**
     * The build that a head records.
     *
     * @throws dev.ondes.images.build.UnreadableRecordException when somebody changed it by hand
     */
    public static Build build(Job head) {
        Map<String, String> notes = annotations(head);
        return new Build(
                BuildJson.read(notes.getOrDefault(JobNames.ORDER, ""), Order.class),
                notes.containsKey(JobNames.RELEASED) ? Instant.parse(notes.get(JobNames.RELEASED)) : null,
                notes.get(JobNames.CANCELED_BY),
                List.of(notes.getOrDefault(JobNames.LOST, "").split(" ")).stream()
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Integer.parseInt(notes.getOrDefault(JobNames.STARTED, "0")),
                notes.containsKey(JobNames.PUSHED)
                        ? BuildJson.readList(notes.get(JobNames.PUSHED), Pushed.class)
                        : List.of(),
                Optional.ofNullable(notes.get(JobNames.RESULT)).map(json -> BuildJson.read(json, Result.class)),
                notes.containsKey(JobNames.ANNOUNCED));
    }

    /** Nodes of lost pods, by the pods' names, as far as they were known. */
    public static Map<String, String> lostNodes(Job head) {
        return Stream.of(annotations(head).getOrDefault(JobNames.LOST_NODES, "").split(" "))
                .map(entry -> entry.split("=", 2))
                .filter(entry -> entry.length == 2)
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1], (_, last) -> last));
    }

    private static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
