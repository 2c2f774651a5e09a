package dev.ondes.cloud.metadata;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** IMDSv2's session tokens. */
final class Tokens {
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN = "X-aws-ec2-metadata-token";
    private static final int LONGEST = 21_600;

    private final Map<String, Instant> valid = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private int given;

    Tokens(Clock clock) {
        this.clock = clock;
    }

    synchronized Reply give(Call call) {
        if (call.isForwarded()) {
            return Reply.page(403, "Forbidden");
        }
        int seconds = seconds(call.header(TTL));
        if (seconds < 1 || seconds > LONGEST) {
            return Reply.page(400, "Bad Request");
        }
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().encodeToString(bytes);
        valid.put(token, clock.instant().plus(Duration.ofSeconds(seconds)));
        given++;
        return Reply.text(token).with(TTL, Integer.toString(seconds));
    }

    synchronized boolean accepts(Call call) {
        String token = call.header(TOKEN);
        Instant end = token == null ? null : valid.get(token);
        return end != null && clock.instant().isBefore(end);
    }

    synchronized void forget() {
        valid.clear();
    }

    synchronized int given() {
        return given;
    }

    private static int seconds(@Nullable String header) {
        try {
            return header == null ? -1 : Integer.parseInt(header.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
