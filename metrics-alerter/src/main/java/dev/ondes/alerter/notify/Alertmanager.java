package dev.ondes.alerter.notify;

import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.notify.DeliveryCounts.Result;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Alertmanager, by its API v2. It wants to hear again and again what fires, with an end in the near future that it takes for the alert's own if it
 * hears nothing more, and what ended for a while longer: it keeps little. Every member of a cluster is told, past any load balancer.
 * What is said twice is one alert: labels are its identity, so they are the same at begin and end. A try that fails is made up for by the
 * next round.
 */
public final class Alertmanager {
    private static final Logger LOG = Logger.getLogger(Alertmanager.class);
    private static final Duration KEEP_SAYING = Duration.ofMinutes(15);
    private static final int ROUNDS = 4;

    private final String name;
    private final List<URI> addresses;
    private final Duration resend;
    private final Map<String, String> labels;
    private final Links links;
    private final Post post;
    private final DeliveryCounts counts;

    Alertmanager(
            String name,
            List<URI> addresses,
            Duration resend,
            Map<String, String> labels,
            Links links,
            Post post,
            DeliveryCounts counts) {
        this.name = name;
        this.addresses = List.copyOf(addresses);
        this.resend = resend;
        this.labels = Map.copyOf(labels);
        this.links = links;
        this.post = post;
        this.counts = counts;
    }

    /** How often it wants to hear. */
    public Duration resend() {
        return resend;
    }

    /** One round. To be repeated as often as {@link #resend} says. */
    public void mirror(Collection<KnownAlert> known, Instant now) {
        List<Object> alerts = new ArrayList<>();
        known.stream().sorted(Comparator.comparing(KnownAlert::id)).forEach(alert -> add(alerts, alert, now));
        if (alerts.isEmpty()) {
            return;
        }
        String body = Json.of(alerts);
        for (URI address : addresses) {
            try {
                post.json(URI.create(address + "/api/v2/alerts"), body, Map.of());
                counts.tried(name, Result.SENT);
            } catch (NotTakenException e) {
                counts.tried(name, e.isForGood() ? Result.REFUSED : Result.FAILED);
                LOG.warn(LogLine.of("Alertmanager did not take what fires; the next round says it again")
                        .with(LogKey.IDENTITY, name)
                        .why(e.getMessage()));
            }
        }
    }

    private void add(List<Object> alerts, KnownAlert alert, Instant now) {
        KnownAlert.Firing firing = alert.firing();
        if (firing == null) {
            return;
        }
        if (alert.fires()) {
            alerts.add(one(firing.said(), now.plus(resend.multipliedBy(ROUNDS))));
        } else if (alert.resolved() != null
                && alert.resolved().said().resolvedAt().isAfter(now.minus(KEEP_SAYING))) {
            alerts.add(one(firing.said(), alert.resolved().said().resolvedAt()));
        }
    }

    private Map<String, Object> one(AlertFiring said, Instant endsAt) {
        Map<String, Object> own = new LinkedHashMap<>(labels);
        own.put("alertname", said.alert());
        own.put("severity", said.severity().wire());
        Json.put(own, "class", said.jobClass());
        Json.put(own, "queue", said.about());
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("summary", said.summary());
        annotations.put("description", said.description());
        URI runbook = links.runbook(said.alert());
        Json.put(annotations, "runbook_url", runbook == null ? null : runbook.toString());
        URI console = links.console(said.alertId());
        Json.put(annotations, "console_url", console == null ? null : console.toString());
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", own);
        alert.put("annotations", annotations);
        alert.put("startsAt", said.activeSince().toString());
        alert.put("endsAt", endsAt.toString());
        Json.put(alert, "generatorURL", console == null ? null : console.toString());
        return alert;
    }
}
