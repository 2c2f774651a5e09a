package dev.ondes.images.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.retry.RetryAfter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a registry's refusal means. OCI distribution-spec 1.1, "Error Codes". */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;
    private static final Pattern TAKEN = Pattern.compile("immutab|already exists|overw?rit", Pattern.CASE_INSENSITIVE);

    private Answers() {}

    static RegistryException refusal(HttpResponse<byte[]> answer, String what, Clock clock) {
        String said = said(answer.body());
        return new RegistryException(
                reason(answer.statusCode(), said),
                detail(answer.statusCode(), what, said),
                retryAfter(answer, clock).orElse(null),
                null);
    }

    /**
     * What the refusal of a manifest under a tag means. A tag that may not be changed has no code of its own: Harbor answers 412, others
     * 409, ECR and Google 400 with words. Who answers 403 means the credentials.
     */
    static RegistryException refusalOfTag(HttpResponse<byte[]> answer, String what, Clock clock) {
        RegistryException usual = refusal(answer, what, clock);
        String said = said(answer.body());
        boolean taken = answer.statusCode() == 409
                || answer.statusCode() == 412
                || (usual.reason() == RegistryReason.REFUSED
                        && TAKEN.matcher(said).find());
        return taken ? new RegistryException(RegistryReason.TAG_TAKEN, detail(answer.statusCode(), what, said)) : usual;
    }

    private static String detail(int status, String what, String said) {
        return what + ": " + status + (said.isEmpty() ? "" : " " + said);
    }

    static RegistryReason reason(int status, String said) {
        // Docker Hub's limit of pulls, and others that answer with 403 what they mean as 429.
        if (said.contains("TOOMANYREQUESTS")) {
            return RegistryReason.BUSY;
        }
        return switch (status) {
            case 401 -> RegistryReason.UNAUTHORIZED;
            case 403 -> RegistryReason.FORBIDDEN;
            case 404 -> RegistryReason.MISSING;
            case 413 -> RegistryReason.TOO_LARGE;
            case 408, 504 -> RegistryReason.SLOW;
            case 429 -> RegistryReason.BUSY;
            default -> status >= 500 ? RegistryReason.BROKEN : RegistryReason.REFUSED;
        };
    }

    /** Code and message of its errors, on one line; a page of HTML says nothing. */
    private static String said(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            StringBuilder text = new StringBuilder();
            for (JsonNode error : root.path("errors")) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(error.path("code").asText())
                        .append(' ')
                        .append(error.path("message").asText());
            }
            String line = text.toString().replaceAll("\\p{Cntrl}", " ").strip();
            return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        } catch (IOException e) {
            return "";
        }
    }

    static Optional<Duration> retryAfter(HttpResponse<?> answer, Clock clock) {
        return answer.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.read(value, clock.instant()));
    }

    /** A token and how long it lives; 60 s where the answer doesn't say, as Docker's token specification has it. */
    static @Nullable Token token(byte[] body, Instant now) {
        try {
            JsonNode root = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            String token = root.path("token").asText(root.path("access_token").asText(""));
            return token.isEmpty()
                    ? null
                    : new Token(token, now.plusSeconds(root.path("expires_in").asLong(60)));
        } catch (IOException e) {
            return null;
        }
    }

    /** A registry's token. Prints no secret. */
    record Token(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "***, until " + expiresAt;
        }
    }
}
