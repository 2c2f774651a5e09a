package dev.ondes.contracts.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.job.EndReason;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@link AgentJob} and {@link AgentReport} to and from JSON. Mapped by hand over trees: introspecting beans would cost
 * every job's agent a good part of its start. Unknown fields are ignored. Thread-safe.
 */
public final class AgentJson {
    /** What Kubernetes keeps of a termination message. */
    public static final int REPORT_LIMIT = 4096;

    private AgentJson() {}

    /** The content of the pod's Secret: holds tokens. */
    public static byte[] write(AgentJob job) {
        ObjectNode tree = Trees.object()
                .put("gitlabUrl", job.gitlabUrl().toString())
                .put("attempt", job.attempt())
                .put("logOffset", job.logOffset())
                .put("jobClass", job.jobClass())
                .put("image", job.image());
        ObjectNode variables = tree.putObject("variables");
        job.variables().forEach(variables::put);
        tree.set("payload", job.payload());
        ArrayNode caches = tree.putArray("caches");
        job.caches().forEach(cache -> CacheAccessJson.write(caches, cache));
        ArrayNode notes = tree.putArray("notes");
        job.notes().forEach(notes::add);
        return Trees.write(tree);
    }

    /**
     * Reads a job.
     *
     * @throws AgentJsonException naming the field, never a value
     */
    public static AgentJob readJob(byte[] json) {
        var fields = new Fields("the agent's job", tree("the agent's job", json));
        return new AgentJob(
                fields.uri("gitlabUrl"),
                fields.integer("attempt"),
                fields.number("logOffset"),
                fields.text("jobClass"),
                fields.text("image"),
                fields.texts("variables"),
                fields.object("payload"),
                CacheAccessJson.read(fields.tree().path("caches")),
                fields.list("notes"));
    }

    /** At most {@value #REPORT_LIMIT} bytes and one line: the detail is cut where need be. */
    public static byte[] write(AgentReport report) {
        ObjectNode tree = Trees.object()
                .put("attempt", report.attempt())
                .put("reason", report.reason().wire())
                .put("reported", report.reported())
                .put("scriptStarted", report.scriptStarted())
                .put("logOffset", report.logOffset())
                .put("agentStartedAt", report.agentStartedAt().toString())
                .put("finishedAt", report.finishedAt().toString());
        if (report.exitCode() != null) {
            tree.put("exitCode", report.exitCode());
        }
        put(tree, "scriptStartedAt", report.scriptStartedAt());
        put(tree, "scriptFinishedAt", report.scriptFinishedAt());
        if (report.usage() != null) {
            write(tree.putObject("usage"), report.usage());
        }
        if (report.leftOpen() != null) {
            tree.put("leftOpen", report.leftOpen());
        }
        if (report.detail() != null) {
            int room = REPORT_LIMIT - Trees.write(tree.put("detail", "")).length;
            tree.put("detail", OneLine.of(report.detail(), room));
        }
        return Trees.write(tree);
    }

    /**
     * Reads a report. A reason that only newer agents know reads as {@link EndReason#UNKNOWN}.
     *
     * @throws AgentJsonException naming the field, never a value
     */
    public static AgentReport readReport(byte[] json) {
        var fields = new Fields("the agent's report", tree("the agent's report", json));
        return new AgentReport(
                fields.integer("attempt"),
                EndReason.ofWire(fields.text("reason")),
                fields.has("exitCode") ? fields.integer("exitCode") : null,
                fields.has("detail") ? fields.text("detail") : null,
                fields.flag("reported"),
                fields.flag("scriptStarted"),
                fields.number("logOffset"),
                fields.instant("agentStartedAt"),
                fields.has("scriptStartedAt") ? fields.instant("scriptStartedAt") : null,
                fields.has("scriptFinishedAt") ? fields.instant("scriptFinishedAt") : null,
                fields.instant("finishedAt"),
                fields.has("usage") ? usage(new Fields("the agent's report, usage", fields.object("usage"))) : null,
                fields.has("leftOpen") ? fields.flag("leftOpen") : null);
    }

    private static void write(ObjectNode tree, Usage usage) {
        put(tree, "memoryPeak", usage.memoryPeak());
        put(tree, "cpuMicros", usage.cpuMicros());
        put(tree, "periods", usage.periods());
        put(tree, "throttled", usage.throttled());
    }

    private static Usage usage(Fields fields) {
        return new Usage(
                number(fields, "memoryPeak"),
                number(fields, "cpuMicros"),
                number(fields, "periods"),
                number(fields, "throttled"));
    }

    private static @Nullable Long number(Fields fields, String field) {
        return fields.has(field) ? fields.number(field) : null;
    }

    private static void put(ObjectNode tree, String field, @Nullable Long value) {
        if (value != null) {
            tree.put(field, value);
        }
    }

    /**
     * Reads what stands in {@link PodLayout#NOTICE_ANNOTATION}; the rest of it is pod-scheduler's own.
     *
     * @throws AgentJsonException naming the field, never a value
     */
    public static AgentNotice readNotice(byte[] json) {
        var fields = new Fields("the node's notice", tree("the node's notice", json));
        return new AgentNotice(
                fields.has(PodLayout.NOTICE_LINE) ? fields.text(PodLayout.NOTICE_LINE) : null,
                fields.text(PodLayout.NOTICE_DECISION).equals(PodLayout.NOTICE_MOVES));
    }

    private static void put(ObjectNode tree, String field, @Nullable Instant value) {
        if (value != null) {
            tree.put(field, value.toString());
        }
    }

    private static JsonNode tree(String what, byte[] json) {
        try {
            JsonNode tree = Trees.read(json);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            // The parser's text may repeat a piece of the content.
        }
        throw new AgentJsonException(what + " is no JSON object");
    }
}
