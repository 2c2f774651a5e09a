package dev.ondes.messaging.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the broker wrote on a dead letter: {@code x-death}, newest death first. Lenient about what is missing. */
final class Letters {
    /** How often we sent it on its way again. A header of our own: from RabbitMQ 4.0 on a published {@code x-death} counts for nothing. */
    static final String REDRIVEN = "x-ondes-redriven";

    static final String DEATHS = "x-death";
    private static final int SHORT = 12;

    private Letters() {}

    static DeadLetter read(GetResponse message) {
        BasicProperties properties = message.getProps();
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        Death death = deaths(headers).stream().findFirst().orElse(new Death("", "", 0, null));
        String id = properties.getMessageId() == null ? "" : properties.getMessageId();
        return new DeadLetter(
                (id.isEmpty() ? hash(message.getBody()) : id) + '@' + death.queue(),
                id,
                DeadLetter.typeOf(properties.getType()),
                death.queue(),
                death.reason(),
                death.count(),
                death.at(),
                number(headers.get(REDRIVEN)),
                message.getBody().length);
    }

    /** All that the broker counted, the newest first. */
    static List<Death> deaths(Map<String, Object> headers) {
        return headers.get(DEATHS) instanceof List<?> deaths
                ? deaths.stream()
                        .flatMap(death -> death instanceof Map<?, ?> said ? Stream.of(death(said)) : Stream.empty())
                        .toList()
                : List.of();
    }

    private static Death death(Map<?, ?> said) {
        return new Death(
                text(said.get("queue")), text(said.get("reason")), number(said.get("count")), time(said.get("time")));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable Instant time(@Nullable Object value) {
        return value instanceof Date date ? date.toInstant() : null;
    }

    /** The same for the same message, however often it is looked at. */
    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "body-" + HexFormat.of().formatHex(digest).substring(0, SHORT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body for a person: as text where it is text, else how long it is. */
    static String shown(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        boolean readable =
                text.chars().noneMatch(c -> c == '\uFFFD' || (c < ' ' && c != '\n' && c != '\r' && c != '\t'));
        return readable ? text : body.length + " bytes that are no text";
    }
}
