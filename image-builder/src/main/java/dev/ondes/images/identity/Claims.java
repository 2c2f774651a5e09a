package dev.ondes.images.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;

/** Reads claims as GitLab writes them: nearly all are strings, ids and flags too; a number or a boolean is the same. */
record Claims(JWTClaimsSet set) {

    String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw wrong(name);
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        return switch (set.getClaim(name)) {
            case null -> null;
            case String text when text.isBlank() -> null;
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw wrong(name);
        };
    }

    long id(String name) {
        String value = required(name);
        if (!value.matches("[1-9][0-9]{0,17}")) {
            throw wrong(name);
        }
        return Long.parseLong(value);
    }

    /** A flag that is missing is not set. */
    boolean flag(String name) {
        String value = optional(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw wrong(name);
        }
        return "true".equals(value);
    }

    static TokenRefusedException wrong(String name) {
        return new TokenRefusedException(TokenProblem.CLAIMS, name);
    }
}
