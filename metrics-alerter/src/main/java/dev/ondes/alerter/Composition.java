package dev.ondes.alerter;

import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.access.Access;
import dev.ondes.alerter.console.access.AccessSettings;
import dev.ondes.alerter.console.act.Deeds;
import dev.ondes.alerter.console.asset.Assets;
import dev.ondes.alerter.console.live.Live;
import dev.ondes.alerter.console.view.NowViews;
import dev.ondes.alerter.console.view.Rulebook;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Limits;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.lead.BrokerLock;
import dev.ondes.alerter.lead.Leader;
import dev.ondes.alerter.lead.LeaseLeader;
import dev.ondes.alerter.meter.Buckets;
import dev.ondes.alerter.meter.CurrentTrace;
import dev.ondes.alerter.meter.FleetGauges;
import dev.ondes.alerter.meter.JobCounters;
import dev.ondes.alerter.meter.ReconcileMeters;
import dev.ondes.alerter.meter.ServiceMeters;
import dev.ondes.alerter.meter.SizingGauges;
import dev.ondes.alerter.notify.Announcements;
import dev.ondes.alerter.notify.Desk;
import dev.ondes.alerter.notify.Email;
import dev.ondes.alerter.notify.Receivers;
import dev.ondes.alerter.reconcile.Reconciler;
import dev.ondes.alerter.reconcile.Reconciliation;
import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.alerter.settings.Rules;
import dev.ondes.alerter.trust.MailTrust;
import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.kubernetes.lead.LeaseSettings;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.smallrye.AmqpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;

/** How the parts are put together. Each is a plain object; this is the one place that knows them all. */
@ApplicationScoped
public class Composition {
    private static final String SERVICE = "metrics-alerter";
    private static final String PROXY_PROTOCOL = "quarkus.http.proxy.use-proxy-protocol";
    private static final Backoff REPUBLISH = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final AlerterSettings settings;
    private final List<Rule> rules;
    private final Access access;
    private final Authorities authorities;
    private final Clock clock = Clock.systemUTC();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Composition(AlerterSettings settings, Config config) {
        MailTrust.check(config);
        this.settings = settings;
        this.rules = Rules.of(settings.rules());
        this.access = AccessSettings.of(
                settings, config.getOptionalValue(PROXY_PROTOCOL, Boolean.class).orElse(false));
        this.authorities = Authorities.of("ondes.alerter.ca-file", settings.caFile());
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    Access access() {
        return access;
    }

    @Produces
    @Singleton
    Authorities authorities() {
        return authorities;
    }

    @Produces
    @Singleton
    Buckets buckets() {
        return new Buckets(
                settings.histograms().queue(),
                settings.histograms().stage(),
                settings.histograms().build(),
                settings.classes(),
                settings.projects());
    }

    /** In place of Quarkus' own, which has none without its tracing. */
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> exemplars() {
        return Optional.of(new DefaultExemplarSampler(new CurrentTrace()));
    }

    @Produces
    @Singleton
    JobCounters counters(MeterRegistry registry, Buckets buckets) {
        return new JobCounters(registry, buckets);
    }

    @Produces
    @Singleton
    AlertWatch watch() {
        return new AlertWatch(rules, Rules.maintenance(settings.maintenance()));
    }

    @Produces
    @Singleton
    Keeper keeper(JobCounters counters, AlertWatch watch) {
        AlerterSettings.Model model = settings.model();
        var limits = new Limits(
                model.endedJobs(),
                model.activeJobs(),
                model.nodes(),
                model.keep(),
                model.unknownAfter(),
                model.forgetAfter());
        var staleness = new Staleness(limits, model.startWithin(), model.endWithin());
        return new Keeper(new Fleet(staleness, AlertWatch.windows(rules), counters), watch, clock);
    }

    @Produces
    @Singleton
    FleetGauges gauges(MeterRegistry registry, Keeper keeper, JobCounters counters, Buckets buckets) {
        return new FleetGauges(registry, keeper::newest, counters, buckets);
    }

    @Produces
    @Singleton
    SizingGauges sizes(MeterRegistry registry) {
        return new SizingGauges(registry, settings.sizedJobs());
    }

    @Produces
    @Singleton
    ServiceMeters meters(MeterRegistry registry) {
        return new ServiceMeters(registry, rules, settings.receivers().keySet());
    }

    @Produces
    @Singleton
    Receivers receivers(ServiceMeters meters) {
        return new Receivers(settings, authorities, meters, clock);
    }

    @Produces
    @Singleton
    Announcements announcements(Events events) {
        return new Announcements(
                events, REPUBLISH, random, clock, () -> UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    Email.Mails mails(Mailer mailer) {
        return (to, subject, text) ->
                mailer.send(new Mail().setTo(to).setSubject(subject).setText(text));
    }

    @Produces
    @Singleton
    Desk desk(Receivers receivers, Announcements announcements, Email.Mails mails) {
        return receivers.desk(announcements, mails, random);
    }

    @Produces
    @Singleton
    Live live() {
        return new Live();
    }

    @Produces
    @Singleton
    Assets assets() {
        return Assets.load();
    }

    @Produces
    @Singleton
    Rulebook rulebook() {
        return new Rulebook(rules, settings.runbookUrl());
    }

    @Produces
    @Singleton
    NowViews nowViews(Rulebook rulebook) {
        return new NowViews(rulebook);
    }

    @Produces
    @Singleton
    Console console(Keeper keeper, Round round, Live live) {
        return new Console(keeper, round, live, clock, settings.console().zone());
    }

    @Produces
    @Singleton
    Deeds deeds(Announcements announcements, DeadLetters letters) {
        return new Deeds(announcements, letters, clock, () -> UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    Optional<Reconciler> reconciler(Keeper keeper, Leader leader, Events events, MeterRegistry registry) {
        return Reconciliation.of(
                settings,
                authorities,
                keeper::newest,
                () -> leader.leads() && keeper.isCaughtUp(),
                events,
                new Event.Factory("/" + SERVICE, clock, () -> UUID.randomUUID().toString()),
                () -> new ReconcileMeters(registry),
                clock);
    }

    /** By a Lease where Kubernetes is, else by the broker. */
    @Produces
    @Singleton
    Leader leader(AmqpSettings amqp) {
        if (settings.leaseNamespace().isEmpty()) {
            return new BrokerLock(
                    new BrokerConnection(
                            AmqpSettings.address(amqp), SERVICE + ": lead", RECONNECT, random, connection -> {}),
                    BrokerLock.QUEUE);
        }
        LeaseSettings.check("ondes.alerter", settings);
        return new LeaseLeader(Leadership.withOwnClient(
                settings.kubeconfig(),
                KubernetesClients.userAgent(SERVICE, Composition.class),
                LeaseSettings.of(SERVICE, settings.leaseNamespace().get(), settings),
                threads));
    }
}
