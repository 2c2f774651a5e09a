package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;

/** A field as a variable's value: texts as they are, numbers and words as they were written, all else as JSON. */
final class FieldValue {
    private FieldValue() {}

    /** @param where the secret, for people */
    static String of(JsonNode fields, String field, String where) throws SecretRefusedException {
        if (field.isEmpty()) {
            throw new SecretRefusedException("no field of " + where + " is named: write it behind the path");
        }
        JsonNode value = fields.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new SecretMissingException(where + " has no field '" + field + "'");
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
