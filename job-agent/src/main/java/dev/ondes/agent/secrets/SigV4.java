package dev.ondes.agent.secrets;

import dev.ondes.gitlab.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS' signature, version 4, of a POST to a service's root: all that a secret takes of it. The SDK would make each job's agent larger
 * by some megabytes for it.
 */
record SigV4(String keyId, Secret key, Secret sessionToken, String region, String service) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY = 8;

    /**
     * The headers that a request must have, those it has already among them.
     *
     * @param host with its port where that is not the usual one
     */
    Map<String, String> sign(String host, Map<String, String> headers, byte[] body, Instant at) {
        String time = TIME.format(at);
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("x-amz-content-sha256", sha256(body));
        signed.put("x-amz-date", time);
        signed.put("x-amz-security-token", sessionToken.reveal());
        Map<String, String> canonical = new TreeMap<>(signed);
        canonical.put("host", host);
        String names = String.join(";", canonical.keySet());
        String request = "POST\n/\n\n"
                + canonical.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + sha256(body);
        String scope = time.substring(0, DAY) + "/" + region + "/" + service + "/aws4_request";
        String text =
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(request.getBytes(StandardCharsets.UTF_8));
        byte[] signingKey = ("AWS4" + key.reveal()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            signingKey = hmac(signingKey, part);
        }
        signed.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + keyId + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + HexFormat.of().formatHex(hmac(signingKey, text)));
        return signed;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
