package dev.ondes.images.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.images.registry.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An in-toto Statement v1 with SLSA's predicate of provenance v1 (slsa.dev/spec/v1.0/provenance). The same facts make the same bytes. */
final class Statement {
    static final String PREDICATE = "https://slsa.dev/provenance/v1";
    static final String BUILD_TYPE = "https://ondes.dev/image-build/v1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Statement() {}

    /**
     * Writes one.
     *
     * @param names repositories that hold the image, without tags
     */
    static byte[] of(BuildFacts facts, List<String> names, Digest image, String builderId) {
        ObjectNode root = JSON.createObjectNode().put("_type", "https://in-toto.io/Statement/v1");
        ArrayNode subjects = root.putArray("subject");
        names.forEach(name ->
                subjects.addObject().put("name", name).putObject("digest").put("sha256", image.hex()));
        root.put("predicateType", PREDICATE);
        ObjectNode predicate = root.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition").put("buildType", BUILD_TYPE);
        external(definition.putObject("externalParameters"), facts);
        definition
                .putObject("internalParameters")
                .put("builder", facts.builder())
                .put("builderImage", facts.builderImage());
        dependencies(definition.putArray("resolvedDependencies"), facts);
        ObjectNode run = predicate.putObject("runDetails");
        run.putObject("builder").put("id", builderId);
        run.putObject("metadata")
                .put("invocationId", facts.buildId())
                .put("startedOn", second(facts.startedAt()))
                .put("finishedOn", second(facts.finishedAt()));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the caller asked for; all of it that could change the image, none of it that could be a secret. */
    private static void external(ObjectNode node, BuildFacts facts) {
        BuildSpec spec = facts.spec();
        node.put("project", facts.project());
        facts.context().ifPresent(hash -> node.put("context", "sha256:" + hash));
        GitSource git = spec.context().git();
        if (git != null) {
            ObjectNode source = node.putObject("git")
                    .put("repository", Redaction.url(git.url().toString()))
                    .put("ref", git.ref());
            if (git.subFolder() != null) {
                source.put("subFolder", git.subFolder());
            }
        }
        node.put("dockerfile", spec.dockerfile());
        if (spec.target() != null) {
            node.put("target", spec.target());
        }
        spec.platforms().forEach(node.withArrayProperty("platforms")::add);
        put(node.putObject("buildArgs"), Redaction.values(spec.buildArgs()));
        put(node.putObject("labels"), spec.labels());
    }

    private static void put(ObjectNode node, Map<String, String> values) {
        new TreeMap<>(values).forEach(node::put);
    }

    private static void dependencies(ArrayNode array, BuildFacts facts) {
        facts.context()
                .ifPresent(hash -> array.addObject()
                        .put("uri", "urn:ondes:context:" + hash)
                        .putObject("digest")
                        .put("sha256", hash));
        GitSource git = facts.spec().context().git();
        if (git != null && facts.commit().isPresent()) {
            array.addObject()
                    .put("uri", "git+" + Redaction.url(git.url().toString()) + "@" + git.ref())
                    .putObject("digest")
                    .put("gitCommit", facts.commit().get());
        }
        for (BuildFacts.BaseImage base : facts.baseImages()) {
            array.addObject()
                    .put("uri", "docker://" + base.name())
                    .putObject("digest")
                    .put("sha256", new Digest(base.digest()).hex());
        }
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
