package dev.ondes.gitlab;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls about the runner itself. */
final class RunnerCalls {
    private final Http http;

    RunnerCalls(Http http) {
        this.http = http;
    }

    Registered register(Registration registration, RunnerInfo info) {
        Reply reply = insist("POST", "/runners", registration.token(), json -> {
            json.writeStringField("description", registration.description());
            json.writeStringField("tag_list", String.join(",", registration.tags()));
            json.writeBooleanField("run_untagged", registration.runUntagged());
            json.writeBooleanField("locked", registration.locked());
            json.writeBooleanField("paused", registration.paused());
            json.writeStringField("access_level", registration.protectedOnly() ? "ref_protected" : "not_protected");
            if (registration.maximumTimeout() != null) {
                json.writeNumberField(
                        "maximum_timeout", registration.maximumTimeout().toSeconds());
            }
            writeInfo(json, info);
        });
        expect(reply, 201);
        JsonNode json = object(reply);
        String token = json.path("token").asText("");
        if (token.isEmpty() || !json.path("id").canConvertToLong()) {
            throw new UnavailableException(reply.call() + ": answer without id or token");
        }
        return new Registered(json.path("id").longValue(), RunnerToken.of(token), expiry(json));
    }

    Verified verify(RunnerToken token, String systemId, RunnerInfo info) {
        Reply reply = insist("POST", "/runners/verify", token.secret(), json -> {
            json.writeStringField("system_id", systemId);
            writeInfo(json, info);
        });
        expect(reply, 200);
        // Very old servers answer with the text 200, and that is JSON, too.
        JsonNode json = object(reply);
        return new Verified(json.path("id").canConvertToLong() ? json.path("id").longValue() : null, expiry(json));
    }

    void deleteRunner(RunnerToken token) {
        expect(insist("DELETE", "/runners", token.secret(), json -> {}), 204);
    }

    void deleteManager(RunnerToken token, String systemId) {
        Reply reply = insist(
                "DELETE", "/runners/managers", token.secret(), json -> json.writeStringField("system_id", systemId));
        if (reply.status() != 404 || reply.foreign()) {
            expect(reply, 204);
        }
    }

    /** The part of a body that says what the runner is. */
    static void writeInfo(JsonGenerator json, RunnerInfo info) throws IOException {
        json.writeObjectFieldStart("info");
        json.writeStringField("name", info.name());
        json.writeStringField("version", info.version());
        json.writeStringField("revision", info.revision());
        json.writeStringField("platform", info.platform());
        json.writeStringField("architecture", info.architecture());
        json.writeStringField("executor", info.executor());
        json.writeStringField("shell", info.shell());
        json.writeObjectFieldStart("features");
        for (RunnerFeature feature : RunnerFeature.values()) {
            json.writeBooleanField(feature.wire(), info.features().contains(feature));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("config");
        json.writeStringField("gpus", "");
        json.writeEndObject();
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : info.labels().entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private Reply insist(String method, String path, Secret token, Json.Fields fields) {
        byte[] body = Json.object(json -> {
            json.writeStringField("token", token.reveal());
            fields.write(json);
        });
        Call call = Call.ofRunner(method, path, token, body, http.settings().callLimit());
        return http.insist(call, Persistence.CALL);
    }

    /** Throws unless the answer is the one that means success. */
    static void expect(Reply reply, int status) {
        boolean final4xx = reply.status() / 100 == 4 && !reply.foreign();
        if (final4xx) {
            throw new RefusedException(reply.status(), reply.describe());
        }
        if (reply.status() != status || reply.foreign()) {
            throw new UnavailableException(reply.describe());
        }
    }

    private static JsonNode object(Reply reply) {
        try {
            return reply.json();
        } catch (Json.NoJson e) {
            throw new UnavailableException(reply.call() + ": the answer " + e.getMessage());
        }
    }

    private static @Nullable Instant expiry(JsonNode json) {
        JsonNode expiry = json.path("token_expires_at");
        if (!expiry.isTextual()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(expiry.textValue()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
