package dev.ondes.context.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.GitSource;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** {@link FetchOrder} and {@link FetchReport} to and from JSON, by hand over trees. Thread-safe. */
public final class FetchJson {
    /** Of the 4096 bytes that Kubernetes keeps, enough for the detail and whatever JSON makes of it. */
    private static final int LONGEST_DETAIL = 600;

    private static final ObjectMapper JSON = new ObjectMapper();

    private FetchJson() {}

    /** The content of the pod's Secret. */
    public static byte[] write(FetchOrder order) {
        ObjectNode tree = JSON.createObjectNode().put("dockerfile", order.dockerfile());
        switch (order.source()) {
            case FetchOrder.Archive archive ->
                tree.putObject("archive").put("url", archive.url().toString()).put("tarSha256", archive.tarSha256());
            case FetchOrder.Repository repository -> {
                ObjectNode git = tree.putObject("git")
                        .put("url", repository.git().url().toString())
                        .put("ref", repository.git().ref());
                putUnlessNull(git, "subFolder", repository.git().subFolder());
                if (repository.login() != null) {
                    git.put("username", repository.login().username())
                            .put("password", repository.login().password());
                }
            }
        }
        ContextLimits limits = order.limits();
        tree.putObject("limits")
                .put("compressedBytes", limits.compressedBytes())
                .put("unpackedBytes", limits.unpackedBytes())
                .put("ratio", limits.ratio())
                .put("ratioFromBytes", limits.ratioFromBytes())
                .put("entries", limits.entries())
                .put("depth", limits.depth())
                .put("fileBytes", limits.fileBytes())
                .put("headerBytes", limits.headerBytes())
                .put("dockerfileBytes", limits.dockerfileBytes());
        return bytes(tree);
    }

    /**
     * Reads an order; limits that it doesn't name are {@link ContextLimits#DEFAULT}'s.
     *
     * @throws IOException naming what is missing, never a value
     */
    public static FetchOrder readOrder(byte[] json) throws IOException {
        JsonNode tree = tree(json);
        return new FetchOrder(
                tree.has("git") ? repository(tree.path("git")) : archive(tree.path("archive")),
                text(tree, "dockerfile"),
                limits(tree.path("limits")));
    }

    private static FetchOrder.Source archive(JsonNode tree) throws IOException {
        return new FetchOrder.Archive(uri(tree), text(tree, "tarSha256"));
    }

    private static FetchOrder.Source repository(JsonNode tree) throws IOException {
        FetchOrder.@Nullable Login login =
                tree.has("password") ? new FetchOrder.Login(text(tree, "username"), text(tree, "password")) : null;
        @Nullable String subFolder = tree.has("subFolder") ? text(tree, "subFolder") : null;
        return new FetchOrder.Repository(new GitSource(uri(tree), text(tree, "ref"), subFolder), login);
    }

    private static ContextLimits limits(JsonNode tree) {
        ContextLimits usual = ContextLimits.DEFAULT;
        return new ContextLimits(
                tree.path("compressedBytes").asLong(usual.compressedBytes()),
                tree.path("unpackedBytes").asLong(usual.unpackedBytes()),
                tree.path("ratio").asInt(usual.ratio()),
                tree.path("ratioFromBytes").asLong(usual.ratioFromBytes()),
                tree.path("entries").asInt(usual.entries()),
                tree.path("depth").asInt(usual.depth()),
                tree.path("fileBytes").asLong(usual.fileBytes()),
                tree.path("headerBytes").asInt(usual.headerBytes()),
                tree.path("dockerfileBytes").asInt(usual.dockerfileBytes()));
    }

    /** The termination message: one line, within what Kubernetes keeps. */
    public static byte[] write(FetchReport report) {
        ObjectNode tree = JSON.createObjectNode();
        BuildReason reason = report.reason();
        tree.put("state", reason == null ? "fetched" : "failed");
        putUnlessNull(tree, "reason", reason == null ? null : reason.wire());
        String detail = report.detail();
        tree.put("detail", detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)));
        putUnlessNull(tree, "tarSha256", report.tarSha256());
        putUnlessNull(tree, "commit", report.commit());
        return bytes(tree);
    }

    /**
     * Reads a report.
     *
     * @throws IOException when it is none
     */
    public static FetchReport readReport(byte[] json) throws IOException {
        JsonNode tree = tree(json);
        boolean fetched = text(tree, "state").equals("fetched");
        return new FetchReport(
                fetched ? null : BuildReason.ofWire(text(tree, "reason")),
                tree.path("detail").asText(),
                tree.has("tarSha256") ? text(tree, "tarSha256") : null,
                tree.has("commit") ? text(tree, "commit") : null);
    }

    private static URI uri(JsonNode tree) throws IOException {
        try {
            return URI.create(text(tree, "url"));
        } catch (IllegalArgumentException e) {
            // Its message would show the URL.
            throw new IOException("the field url is no URL");
        }
    }

    private static String text(JsonNode tree, String field) throws IOException {
        JsonNode value = tree.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IOException("the field " + field + " is missing or no text");
        }
        return value.asText();
    }

    private static JsonNode tree(byte[] json) throws IOException {
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // Its message would show the text.
        }
        throw new IOException("this is no JSON object");
    }

    private static void putUnlessNull(ObjectNode tree, String field, @Nullable String value) {
        if (value != null) {
            tree.put(field, value);
        }
    }

    private static byte[] bytes(ObjectNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
