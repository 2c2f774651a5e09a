package dev.ondes.dispatcher;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.ClassFile.Tokens;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.capacity.UnseenJobs;
import dev.ondes.dispatcher.handover.Arrivals;
import dev.ondes.dispatcher.handover.GiveBack;
import dev.ondes.dispatcher.handover.GivingBack;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.Spool;
import dev.ondes.dispatcher.handover.TakenJobs;
import dev.ondes.dispatcher.health.Loops;
import dev.ondes.dispatcher.hooks.HookGuard;
import dev.ondes.dispatcher.hooks.HookReader;
import dev.ondes.dispatcher.hooks.Observations;
import dev.ondes.dispatcher.hooks.Outbox;
import dev.ondes.dispatcher.hooks.SeenDeliveries;
import dev.ondes.dispatcher.intake.AskingLoop;
import dev.ondes.dispatcher.intake.Bell;
import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.intake.Pace;
import dev.ondes.dispatcher.intake.Refusals;
import dev.ondes.dispatcher.intake.Runner;
import dev.ondes.dispatcher.lost.GivenJobs;
import dev.ondes.dispatcher.lost.LostJobs;
import dev.ondes.dispatcher.lost.Rescues;
import dev.ondes.dispatcher.settings.DispatcherSettings;
import dev.ondes.dispatcher.settings.OndesSettings;
import dev.ondes.dispatcher.settings.SettingFiles;
import dev.ondes.dispatcher.settings.StartRefused;
import dev.ondes.dispatcher.settings.SystemId;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.RunnerInfo;
import dev.ondes.gitlab.RunnerToken;
import dev.ondes.gitlab.Secret;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** How the parts of the service fit together: what the web server and the channels share, and the dispatcher itself. */
@Singleton
public class Composition {
    private static final Logger LOG = Logger.getLogger(Composition.class);
    private static final int DELIVERIES_REMEMBERED = 4_096;
    private static final int HINTS = 1_000;
    private static final int OBSERVED = 10_000;
    private static final int JOBS_REMEMBERED = 50_000;

    private final OndesSettings common;
    private final DispatcherSettings settings;
    private final Events events;
    private final String version;

    private final Clock clock = Clock.systemUTC();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Stop stop = new Stop(clock);
    private final Bells bells = new Bells(stop);
    private final Bell lostBell = new Bell(stop);
    private final Loops loops = new Loops(stop, clock);
    private final Event.Factory factory =
            new Event.Factory("/job-dispatcher", clock, () -> UUID.randomUUID().toString());
    private final Permits permits;
    private final Meters meters;
    private final Outbox<JobCancelRequested> cancelHints;
    private final Outbox<JobObserved> observed;

    public Composition(
            OndesSettings common,
            DispatcherSettings settings,
            Events events,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.common = common;
        this.settings = settings;
        this.events = events;
        this.version = version;
        this.permits = new Permits(clock, settings.reportPatience(), unseenJobs(), bells::ring);
        this.meters = new Meters(registry);
        this.cancelHints = new Outbox<>("cancel-hints", HINTS, events, factory, meters::cancelDropped);
        this.observed = new Outbox<>("observed-jobs", OBSERVED, events, factory, meters::observedDropped);
    }

    /**
     * Puts a dispatcher together.
     *
     * @throws StartRefused when a setting, or a file that one names, can't be right
     */
    Dispatcher dispatcher() {
        ClassFile classFile = ClassFile.read(common.classFile(), Tokens.REQUIRED);
        KeyRing keyRing = keyRing();
        String systemId = SystemId.of(settings.systemIdFile(), random);
        if (!hookGuard().open()) {
            LOG.warn(LogLine.of(
                    "webhooks are refused: set ondes.dispatcher.webhook-secret-file to let them wake the loops"));
        }
        LOG.info(LogLine.of("is this manager at GitLab").with(LogKey.SYSTEM_ID, systemId));
        Spool spool = spool(keyRing);
        var gitlab = new GitLabClient(
                classFile.gitlabUrl(),
                ClientSettings.defaults()
                        .withAuthorities(Authorities.of("ondes.dispatcher.gitlab-ca-file", settings.gitlabCaFile())));
        Optional<Secret> accessToken = SettingFiles.secret(
                        "ondes.dispatcher.access-token-file", settings.accessTokenFile())
                .map(Secret::new);
        Optional<GivenJobs> given = accessToken.map(_ -> givenJobs());
        var failures = new Failures(events, factory);
        var givingBack = new GivingBack(
                new GivingBack.Parts(new GiveBack(gitlab, stop::rest), failures, stop, stop::rest, clock, meters));
        var handOver = new HandOver(new HandOver.Parts(
                events,
                spool,
                given.<Arrivals>map(jobs -> jobs::add).orElse(Arrivals.UNHEARD),
                gitlab,
                givingBack,
                failures,
                stop,
                stop::rest,
                clock,
                meters,
                settings.keepAlive(),
                settings.stop().handOverPatience()));
        meters.watchSpool(spool, Spool::size);
        meters.watchStuck(handOver, HandOver::stuckCount);
        meters.watchAside(givingBack, GivingBack::aside);
        var tools = new AskingLoop.Tools(
                permits,
                new TakenJobs(factory, keyRing, classFile.gitlabUrl(), random),
                handOver,
                new Refusals(handOver, givingBack, failures),
                stop,
                lostBell::ring,
                meters,
                clock,
                random);
        List<AskingLoop> asking = new ArrayList<>();
        List<Runner> runners = new ArrayList<>();
        for (JobClass jobClass : classFile.classes()) {
            Runner runner = runner(jobClass, systemId, gitlab);
            runners.add(runner);
            asking.add(loop(runner, tools));
        }
        loops.watch(asking);
        var lostJobs = accessToken.map(token -> new LostJobs(new LostJobs.Parts(
                runners, gitlab, token, given.orElseThrow(), rescues(), failures, stop, lostBell, meters)));
        return new Dispatcher(new Dispatcher.Parts(
                asking,
                lostJobs,
                spool,
                handOver,
                givingBack,
                permits,
                List.of(cancelHints, observed),
                bells,
                stop,
                settings.stop().pollPatience(),
                settings.stop().handOverPatience()));
    }

    private Runner runner(JobClass jobClass, String systemId, GitLabClient gitlab) {
        JobClass.Secret token = jobClass.token();
        if (token == null) {
            throw new StartRefused("the class " + jobClass.name() + " has no token");
        }
        return new Runner(
                jobClass.name(), RunnerToken.of(token.value()), systemId, RunnerInfo.ondes(version, ""), gitlab);
    }

    private AskingLoop loop(Runner runner, AskingLoop.Tools tools) {
        var rhythm = new Pace.Rhythm(settings.checkInterval(), settings.refusedInterval());
        var loop = new AskingLoop(runner, tools, bells.of(runner.jobClass()), rhythm);
        meters.watchPermits(runner.jobClass(), permits, known -> known.of(runner.jobClass()));
        meters.watchUnseen(runner.jobClass(), permits, known -> known.unseen(runner.jobClass()));
        meters.watchHealth(runner.jobClass(), loop, asked -> asked.state().healthy() ? 1 : 0);
        return loop;
    }

    private KeyRing keyRing() {
        try {
            var ring = KeyRing.parse(SettingFiles.text("ondes.key-ring-file", common.keyRingFile()));
            // The first use loads much; the first job must not wait for that.
            ring.open(ring.seal(new byte[] {1}));
            return ring;
        } catch (IllegalArgumentException e) {
            throw new StartRefused("ondes.key-ring-file: " + e.getMessage());
        }
    }

    private GivenJobs givenJobs() {
        try {
            return GivenJobs.open(settings.spoolDirectory().resolve("given"));
        } catch (IOException e) {
            throw new StartRefused("ondes.dispatcher.spool-directory: " + e.getMessage());
        }
    }

    private Rescues rescues() {
        try {
            return Rescues.open(settings.spoolDirectory().resolve("rescues"));
        } catch (IOException e) {
            throw new StartRefused("ondes.dispatcher.spool-directory: " + e.getMessage());
        }
    }

    private UnseenJobs unseenJobs() {
        return new UnseenJobs(settings.spoolDirectory().resolve("unseen"));
    }

    private Spool spool(KeyRing keyRing) {
        try {
            return Spool.open(settings.spoolDirectory(), new EventCodec(), keyRing);
        } catch (IOException e) {
            throw new StartRefused("ondes.dispatcher.spool-directory: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    Permits permits() {
        return permits;
    }

    @Produces
    @Singleton
    Meters meters() {
        return meters;
    }

    @Produces
    @Singleton
    Outbox<JobCancelRequested> cancelHints() {
        return cancelHints;
    }

    @Produces
    @Singleton
    Outbox<JobObserved> observed() {
        return observed;
    }

    @Produces
    @Singleton
    Observations observations() {
        return new Observations(observed, JOBS_REMEMBERED);
    }

    @Produces
    @Singleton
    Bells bells() {
        return bells;
    }

    @Produces
    @Singleton
    Loops loops() {
        return loops;
    }

    @Produces
    @Singleton
    HookGuard hookGuard() {
        try {
            return HookGuard.of(
                    SettingFiles.secret("ondes.dispatcher.webhook-secret-file", settings.webhookSecretFile()),
                    SettingFiles.secret(
                            "ondes.dispatcher.webhook-signing-secret-file", settings.webhookSigningSecretFile()),
                    clock);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "ondes.dispatcher.webhook-signing-secret-file: what follows whsec_ is no Base64; copy it anew from GitLab");
        }
    }

    @Produces
    @Singleton
    HookReader hookReader() {
        return new HookReader();
    }

    @Produces
    @Singleton
    SeenDeliveries seenDeliveries() {
        return new SeenDeliveries(DELIVERIES_REMEMBERED);
    }
}
