package dev.ondes.images.job;

import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
