package dev.ondes.alerter.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PagerDuty's Events API v2. Its own key tells repetitions: what is sent twice is one incident. */
final class PagerDuty implements Receiver {
    static final URI STANDARD = URI.create("https://events.pagerduty.com/v2/enqueue");
    private static final int LONGEST_SUMMARY = 1_024;
    private static final int LONGEST_KEY = 255;

    private final Filter filter;
    private final URI address;
    private final SecretFile routingKey;
    private final Post post;

    PagerDuty(Filter filter, URI address, SecretFile routingKey, Post post) {
        this.filter = filter;
        this.address = address;
        this.routingKey = routingKey;
        this.post = post;
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
        post.json(address, body(message, routingKey.read()), Map.of());
    }

    private static String body(Message message, String routingKey) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("routing_key", routingKey);
        body.put("event_action", message.isOver() ? "resolve" : "trigger");
        body.put("dedup_key", cut(message.key(), LONGEST_KEY));
        if (!message.isOver()) {
            body.put("payload", payload(message));
            body.put("client", "Ondes");
            Json.put(
                    body,
                    "client_url",
                    message.console() == null ? null : message.console().toString());
            List<Object> links = new ArrayList<>();
            link(links, message.runbook(), "Runbook");
            link(links, message.console(), "Console");
            body.put("links", links);
        }
        return Json.of(body);
    }

    private static Map<String, Object> payload(Message message) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", cut(message.title() + ": " + message.description(), LONGEST_SUMMARY));
        payload.put("source", "ondes");
        payload.put("severity", message.severity().wire());
        payload.put("timestamp", message.since().toString());
        payload.put("class", message.alert());
        Json.put(payload, "component", message.jobClass() == null ? message.about() : message.jobClass());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("description", message.description());
        Json.put(details, "value", message.value());
        Json.put(details, "threshold", message.threshold());
        payload.put("custom_details", details);
        return payload;
    }

    private static void link(List<Object> links, @Nullable URI address, String text) {
        if (address != null) {
            links.add(Map.of("href", address.toString(), "text", text));
        }
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
