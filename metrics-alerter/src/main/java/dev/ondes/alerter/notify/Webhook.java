package dev.ondes.alerter.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any tool that takes JSON. Signed, where there is a secret: {@code Ondes-Signature: t=<seconds>,v1=<hex>}, the HMAC-SHA256 of {@code
 * <seconds>.<body>}, so that a receiver can refuse what is forged and what is old. {@code Idempotency-Key} is the same when a message comes
 * twice.
 */
final class Webhook implements Receiver {
    private final Filter filter;
    private final SecretFile address;
    private final Optional<SecretFile> secret;
    private final Post post;
    private final Clock clock;

    Webhook(Filter filter, SecretFile address, Optional<SecretFile> secret, Post post, Clock clock) {
        this.filter = filter;
        this.address = address;
        this.secret = secret;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public String name() {
        return filter.name();
    }

    @Override
    public boolean wants(Message message) {
        return filter.wants(message);
    }

    @Override
    public void send(Message message) throws NotTakenException {
        String body = body(message);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", message.key() + (message.isOver() ? "/resolved" : "/firing"));
        if (secret.isPresent()) {
            long seconds = clock.instant().getEpochSecond();
            headers.put(
                    "Ondes-Signature",
                    "t=" + seconds + ",v1=" + signature(secret.get().read(), seconds, body));
        }
        post.json(address.address(), body, headers);
    }

    static String signature(String secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static String body(Message message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", message.isOver() ? "resolved" : "firing");
        body.put("key", message.key());
        body.put("alertId", message.alertId());
        body.put("alert", message.alert());
        body.put("severity", message.severity().wire());
        Json.put(body, "jobClass", message.jobClass());
        Json.put(body, "about", message.about());
        body.put("summary", message.summary());
        body.put("description", message.description());
        body.put("since", message.since().toString());
        body.put("firedAt", message.firedAt().toString());
        Json.put(
                body,
                "resolvedAt",
                message.resolvedAt() == null ? null : message.resolvedAt().toString());
        Json.put(body, "value", message.value());
        Json.put(body, "threshold", message.threshold());
        Json.put(
                body,
                "console",
                message.console() == null ? null : message.console().toString());
        Json.put(
                body,
                "runbook",
                message.runbook() == null ? null : message.runbook().toString());
        return Json.of(body);
    }
}
