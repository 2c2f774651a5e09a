package dev.ondes.alerter.notify;

import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.alerter.settings.ReceiverSettings;
import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.retry.Backoff;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes receivers of their settings, and the desk that tells them. */
public final class Receivers implements AutoCloseable {
    private final AlerterSettings settings;
    private final Links links;
    private final Post post;
    private final DeliveryCounts counts;
    private final Clock clock;

    public Receivers(AlerterSettings settings, Authorities authorities, DeliveryCounts counts, Clock clock) {
        this.settings = settings;
        this.links = new Links(settings.consoleUrl(), settings.runbookUrl());
        this.post = new Post(settings.requestLimit(), authorities, clock);
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * The desk with a courier for each receiver.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    public Desk desk(Announcements announcements, Email.Mails mails, RandomGenerator random) {
        Backoff backoff = new Backoff(settings.retryDelay(), settings.retryDelayMax());
        List<Courier> couriers = new ArrayList<>();
        settings.receivers().forEach((name, receiver) -> {
            if (receiver.type() != ReceiverSettings.Type.ALERTMANAGER) {
                couriers.add(Courier.start(
                        receiver(name, receiver, mails),
                        backoff,
                        random,
                        new Budget(settings.messagesPerTenMinutes(), Duration.ofMinutes(10)),
                        counts,
                        clock));
            }
        });
        return new Desk(announcements, couriers, links);
    }

    /** Every Alertmanager, with how often it is told. */
    public List<Alertmanager> alertmanagers() {
        List<Alertmanager> all = new ArrayList<>();
        settings.receivers().forEach((name, receiver) -> {
            if (receiver.type() == ReceiverSettings.Type.ALERTMANAGER) {
                all.add(new Alertmanager(
                        name,
                        needed(receiver.urls(), name, "urls"),
                        receiver.resend(),
                        receiver.labels(),
                        links,
                        post,
                        counts));
            }
        });
        return all;
    }

    private Receiver receiver(String name, ReceiverSettings receiver, Email.Mails mails) {
        Filter filter = new Filter(name, receiver.least(), receiver.classes().orElse(Set.of()));
        return switch (receiver.type()) {
            case SLACK -> new Slack(filter, secret(receiver.urlFile(), name, "url-file"), post);
            case PAGERDUTY ->
                new PagerDuty(
                        filter,
                        receiver.urls().map(List::getFirst).orElse(PagerDuty.STANDARD),
                        secret(receiver.keyFile(), name, "key-file"),
                        post);
            case WEBHOOK ->
                new Webhook(
                        filter,
                        secret(receiver.urlFile(), name, "url-file"),
                        receiver.secretFile().map(SecretFile::new),
                        post,
                        clock);
            case EMAIL -> new Email(filter, needed(receiver.to(), name, "to"), mails);
            case ALERTMANAGER -> throw new IllegalStateException("is told in another way");
        };
    }

    private static SecretFile secret(Optional<Path> file, String receiver, String key) {
        return new SecretFile(needed(file, receiver, key));
    }

    private static <T> T needed(Optional<T> value, String receiver, String key) {
        return value.orElseThrow(() -> new IllegalArgumentException("ondes.alerter.receivers." + receiver + "." + key
                + " is missing: the receiver can't be reached without"));
    }

    @Override
    public void close() {
        post.close();
    }
}
