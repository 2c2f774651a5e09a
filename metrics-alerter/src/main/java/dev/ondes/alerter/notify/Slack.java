package dev.ondes.alerter.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Slack's incoming webhooks, and what speaks like them (Mattermost, Rocket.Chat). The address is a secret. */
final class Slack implements Receiver {
    private static final int LONGEST = 2_900;

    private final Filter filter;
    private final SecretFile address;
    private final Post post;

    Slack(Filter filter, SecretFile address, Post post) {
        this.filter = filter;
        this.address = address;
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
        post.json(address.address(), body(message), Map.of());
    }

    static String body(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add("*" + quoted(message.title()) + "*");
        if (!message.description().isEmpty()) {
            lines.add(quoted(message.description()));
        }
        lines.add("Since " + message.since() + (message.isOver() ? ", until " + message.resolvedAt() : ""));
        List<String> links = new ArrayList<>();
        if (message.console() != null) {
            links.add("<" + message.console() + "|Console>");
        }
        if (message.runbook() != null) {
            links.add("<" + message.runbook() + "|Runbook>");
        }
        if (!links.isEmpty()) {
            lines.add(String.join(" · ", links));
        }
        String text = String.join("\n", lines);
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", "section");
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        // Else Slack makes links of addresses and of channels' names that stand in it.
        section.put("text", Map.of("type", "mrkdwn", "text", shown, "verbatim", true));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", quoted(message.title()));
        body.put("blocks", List.of(section));
        return Json.of(body);
    }

    /** Slack's three characters that mean something; what comes from a job's name must not become a link or call a channel. */
    private static String quoted(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
