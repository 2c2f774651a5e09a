package dev.ondes.images.job;

import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is noted on a build's head as it goes on: each is the whole of one annotation, so that noting it again changes nothing. */
public final class Notes {
    private Notes() {}

    public static Map<String, String> released(Instant at) {
        return Map.of(JobNames.RELEASED, at.toString());
    }

    public static Map<String, String> canceled(String by) {
        return Map.of(JobNames.CANCELED_BY, by);
    }

    public static Map<String, String> lost(List<String> pods) {
        return Map.of(JobNames.LOST, String.join(" ", pods));
    }

    /** Which nodes took them along, by pods' names: for people, as neither may be there any more. */
    public static Map<String, String> lostNodes(Map<String, String> nodes) {
        return Map.of(
                JobNames.LOST_NODES,
                nodes.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    public static Map<String, String> started(int attempt) {
        return Map.of(JobNames.STARTED, Integer.toString(attempt));
    }

    public static Map<String, String> pushed(List<Pushed> parts) {
        return Map.of(JobNames.PUSHED, BuildJson.write(parts));
    }

    public static Map<String, String> result(Result result) {
        return Map.of(JobNames.RESULT, BuildJson.write(result));
    }

    public static Map<String, String> announced(Instant at) {
        return Map.of(JobNames.ANNOUNCED, at.toString());
    }
}
