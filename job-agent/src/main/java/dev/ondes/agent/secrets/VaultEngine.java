package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.gitlab.JobSecret;

/** How an engine of a server of Vault's kind is read. */
enum VaultEngine {
    /** Versions of secrets: the fields are one level deeper, and so is the path. */
    VERSIONED,
    /** The first version of KV, and whatever answers a GET with its fields. */
    PLAIN;

    static VaultEngine named(String name) throws SecretRefusedException {
        return switch (name) {
            case "kv-v2" -> VERSIONED;
            case "kv-v1", "generic" -> PLAIN;
            default ->
                throw new SecretRefusedException(
                        "the engine '" + name + "' is not known: kv-v2, kv-v1 and generic are");
        };
    }

    Addresses.ServerPath path(JobSecret.Engine engine, String secret) throws SecretRefusedException {
        return switch (this) {
            case VERSIONED -> Addresses.path(engine.path(), "data", secret);
            case PLAIN -> Addresses.path(engine.path(), secret);
        };
    }

    /** The fields in what the server answered. */
    JsonNode fields(JsonNode answer) {
        return switch (this) {
            case VERSIONED -> answer.path("data").path("data");
            case PLAIN -> answer.path("data");
        };
    }
}
