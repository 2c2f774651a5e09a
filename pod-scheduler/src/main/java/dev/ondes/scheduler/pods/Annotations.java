package dev.ondes.scheduler.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.pod.PodLayout;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands as JSON in a pod's annotations, written and read. Never holds a payload. */
public final class Annotations {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Annotations() {}

    /** The job without its payload. */
    public static String queued(JobQueued job) {
        return text(MAPPER.createObjectNode()
                .put("jobId", job.jobId())
                .put("jobName", job.jobName())
                .put("pipelineId", job.pipelineId())
                .put("projectId", job.projectId())
                .put("projectPath", job.projectPath())
                .put("ref", job.ref())
                .put("jobClass", job.jobClass())
                .put("gitlabUrl", job.gitlabUrl().toString())
                .put("timeout", job.timeout().toString())
                .put("queuedAt", job.queuedAt().toString())
                .put("takenAt", job.takenAt().toString()));
    }

    /** @throws RuntimeException when it isn't what {@link #queued} writes */
    static JobQueued readQueued(String json) {
        JsonNode job = tree(json);
        return new JobQueued(
                job.required("jobId").asLong(),
                job.required("jobName").asText(),
                job.required("pipelineId").asLong(),
                job.required("projectId").asLong(),
                job.required("projectPath").asText(),
                job.required("ref").asText(),
                job.required("jobClass").asText(),
                URI.create(job.required("gitlabUrl").asText()),
                Duration.parse(job.required("timeout").asText()),
                Instant.parse(job.required("queuedAt").asText()),
                Instant.parse(job.required("takenAt").asText()),
                "");
    }

    public static String mark(EndMark mark) {
        ObjectNode node = MAPPER.createObjectNode().put("reason", mark.reason().wire());
        if (mark.detail() != null) {
            node.put("detail", mark.detail());
        }
        return text(node);
    }

    static EndMark readMark(String json) {
        JsonNode mark = tree(json);
        JsonNode detail = mark.path("detail");
        return new EndMark(
                EndReason.ofWire(mark.path("reason").asText()), detail.isTextual() ? detail.textValue() : null);
    }

    /** Null where there is nothing to write. */
    public static @Nullable String spent(Spent spent) {
        return switch (spent) {
            case Spent.Nothing _ -> null;
            case Spent.Unknown _ -> text(MAPPER.createObjectNode().put("unknown", true));
            case Spent.Known(var cost) ->
                text(MAPPER.createObjectNode()
                        .put("currency", cost.currency())
                        .put("paid", cost.paid().toPlainString())
                        .put("onDemand", cost.onDemand().toPlainString()));
        };
    }

    /** What can't be read counts as unknown: no pod is worth less for it. */
    static Spent readSpent(@Nullable String json) {
        if (json == null) {
            return new Spent.Nothing();
        }
        try {
            JsonNode spent = tree(json);
            return spent.has("unknown")
                    ? new Spent.Unknown()
                    : new Spent.Known(new Cost(
                            spent.required("currency").asText(),
                            new BigDecimal(spent.required("paid").asText()),
                            new BigDecimal(spent.required("onDemand").asText())));
        } catch (IllegalArgumentException e) {
            return new Spent.Unknown();
        }
    }

    public static String notice(PodNotice notice) {
        NodeNotice node = notice.notice();
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", node.noticeId())
                .put("node", node.node())
                .put("kind", node.kind().wire())
                .put("noticedAt", node.noticedAt().toString())
                .put(PodLayout.NOTICE_DECISION, notice.decision().wire());
        put(json, "deadline", node.deadline());
        put(json, "zone", node.zone());
        put(json, "nodeGroup", node.nodeGroup());
        put(json, PodLayout.NOTICE_LINE, notice.line());
        return text(json);
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** Null for what a newer version wrote otherwise: a pod is known without it, too. */
    static @Nullable PodNotice readNotice(String json) {
        try {
            return notice(tree(json));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static PodNotice notice(JsonNode notice) {
        String deadline = text(notice, "deadline");
        return new PodNotice(
                new NodeNotice(
                        notice.required("id").asText(),
                        notice.required("node").asText(),
                        NoticeKind.ofWire(notice.required("kind").asText()),
                        Instant.parse(notice.required("noticedAt").asText()),
                        deadline == null ? null : Instant.parse(deadline),
                        text(notice, "zone"),
                        text(notice, "nodeGroup")),
                Decision.ofWire(notice.required(PodLayout.NOTICE_DECISION).asText()),
                text(notice, PodLayout.NOTICE_LINE));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an annotation of Ondes is no JSON", e);
        }
    }

    private static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Numbers with commas between them, in ascending order; null where there are none. */
    public static @Nullable String indexes(Set<Integer> indexes) {
        return indexes.isEmpty()
                ? null
                : indexes.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    static Set<Integer> readIndexes(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
    }
}
