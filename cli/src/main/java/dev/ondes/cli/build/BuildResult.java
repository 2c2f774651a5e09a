package dev.ondes.cli.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuiltImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the service says of a build that has ended.
 *
 * @param sentence for people
 * @param sboms one for people about each list of what is in an image
 */
record BuildResult(BuildReason reason, String sentence, List<BuiltImage> images, List<String> sboms) {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled");

    static boolean isEnd(JsonNode build) {
        return ENDED.contains(build.path("state").asText());
    }

    static BuildResult of(JsonNode build) {
        List<BuiltImage> images = new ArrayList<>();
        for (JsonNode image : build.path("destinations")) {
            if (!image.path("digest").asText().isEmpty()) {
                images.add(new BuiltImage(
                        image.path("name").asText(), image.path("digest").asText(), null, null));
            }
        }
        BuildReason reason = reason(build);
        String sentence = build.path("sentence").asText(reason.sentence());
        String detail = build.path("detail").asText();
        return new BuildResult(reason, detail.isEmpty() ? sentence : sentence + ": " + detail, images, sboms(build));
    }

    private static List<String> sboms(JsonNode build) {
        List<String> sboms = new ArrayList<>();
        for (JsonNode sbom : build.path("sboms")) {
            String image = sbom.path("image").asText();
            String problem = sbom.path("problem").asText();
            sboms.add(
                    problem.isEmpty()
                            ? "SBOM of " + image + ": " + sbom.path("digest").asText()
                            : "No SBOM of " + image + ": " + problem);
        }
        return sboms;
    }

    /** Success needs the state and the reason: one alone may be a misunderstanding. */
    private static BuildReason reason(JsonNode build) {
        boolean succeeded = build.path("state").asText().equals("succeeded");
        String wire = build.path("reason").asText();
        BuildReason reason = wire.isEmpty() && succeeded ? BuildReason.BUILT : BuildReason.ofWire(wire);
        boolean built = reason.outcome() == BuildOutcome.SUCCEEDED;
        return built == succeeded ? reason : BuildReason.UNKNOWN;
    }
}
