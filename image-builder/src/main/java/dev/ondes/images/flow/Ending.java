package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.Result;
import dev.ondes.images.build.SbomNote;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.flow.Patience.Step;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.Notes;
import dev.ondes.images.policy.SbomWish;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.port.Registries;
import dev.ondes.images.port.Registries.PlatformImage;
import dev.ondes.images.port.Statements;
import dev.ondes.images.telemetry.Meters;
import dev.ondes.images.watch.Sight;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A build's end, in this order: what was pushed is verified, the log is kept, the result noted, pods that still run are ended, the
 * end is said, secrets are cleared away. Each step may be repeated; the noted result is final.
 */
public final class Ending {
    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final Cluster cluster;
    private final Start start;
    private final Registries registries;
    private final Optional<Statements> statements;
    private final Inventory inventory;
    private final Logs logs;
    private final Announcements say;
    private final Meters meters;
    private final Patience patience;
    private final Clock clock;

    public Ending(
            Cluster cluster,
            Start start,
            Registries registries,
            Optional<Statements> statements,
            Inventory inventory,
            Logs logs,
            Announcements say,
            Meters meters,
            FlowRules rules,
            Clock clock) {
        this.cluster = cluster;
        this.start = start;
        this.registries = registries;
        this.statements = statements;
        this.inventory = inventory;
        this.logs = logs;
        this.say = say;
        this.meters = meters;
        this.patience = new Patience(rules.verifyPatience(), clock);
        this.clock = clock;
    }

    /** All parts say that they have pushed: only what the registry holds counts. */
    void verify(Build build, Sight sight) {
        if (!inventory.isReady(build, sight)) {
            return;
        }
        String credentials;
        List<BuiltImage> images;
        try {
            credentials = start.credentials(build.order())
                    .orElseThrow(
                            () -> new RefusedException(BuildReason.REGISTRY_UNAVAILABLE, start.missing(build.order())));
            images = verified(build, credentials);
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e, BuildReason.REGISTRY_UNAVAILABLE);
            if (failure.reason().retryable() && !patience.isOver(build.id(), Step.VERIFY)) {
                throw e;
            }
            end(build, sight, failure.reason(), failure.detail());
            return;
        }
        patience.done(build.id(), Step.VERIFY);
        statements.ifPresent(attaching -> attach(attaching, build, images, credentials));
        BooleanSupplier givenUp = () -> patience.isOver(build.id(), Step.LIST);
        List<SbomNote> sboms = inventory.attach(build, sight, credentials, givenUp).stream()
                .map(note -> new SbomNote(note.image(), note.type(), note.digest(), blotted(build, note.problem())))
                .toList();
        Optional<String> missing =
                sboms.stream().map(SbomNote::problem).filter(Objects::nonNull).findFirst();
        missing.ifPresent(why -> LOG.warn(LogLine.of("an image has no list of what is in it")
                .with(LogKey.SUBJECT, build.id())
                .why(why)));
        if (missing.isPresent() && build.order().grant().sbom() == SbomWish.REQUIRED) {
            end(build, sight, BuildReason.SBOM_FAILED, missing.get(), images, sboms);
        } else {
            end(build, sight, BuildReason.BUILT, null, images, sboms);
        }
    }

    private List<BuiltImage> verified(Build build, String credentials) {
        var order = build.order();
        List<PlatformImage> platforms = new ArrayList<>();
        List<BuiltImage> images = new ArrayList<>();
        for (Pushed pushed : build.pushed()) {
            for (String name : order.destinations(pushed.part())) {
                images.add(registries.verify(name, pushed.digest(), credentials));
            }
            platforms.add(
                    new PlatformImage(Objects.requireNonNullElse(order.platform(pushed.part()), ""), pushed.digest()));
        }
        if (order.parts() == 1) {
            return images;
        }
        List<String> names =
                order.grant().destinations().stream().map(Object::toString).toList();
        return registries.index(names, platforms, credentials);
    }

    /** An image without a statement is an image all the same. */
    private void attach(Statements attaching, Build build, List<BuiltImage> images, String credentials) {
        try {
            attaching.attach(
                    build.order(),
                    EndFacts.commit(build),
                    images,
                    EndFacts.timings(build, clock.instant()),
                    credentials);
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("an image has no provenance")
                    .with(LogKey.SUBJECT, build.id())
                    .why(e.getMessage()));
        }
    }

    void end(Build build, Sight sight, BuildReason reason, @Nullable String detail) {
        end(build, sight, reason, detail, List.of(), List.of());
    }

    /** What we see lags behind what we did: a result that is there already stays, whatever was found now. */
    private void end(
            Build build,
            Sight sight,
            BuildReason reason,
            @Nullable String detail,
            List<BuiltImage> images,
            List<SbomNote> sboms) {
        logs.keep(build, sight);
        Optional<Job> head = cluster.find(JobNames.head(build.id()));
        Optional<Result> noted = head.map(JobReader::build).flatMap(Build::result);
        if (head.isEmpty() || noted.isPresent()) {
            noted.ifPresent(known -> tell(build, sight, known));
            return;
        }
        var result = new Result(
                reason,
                blotted(build, detail),
                images,
                EndFacts.attempts(build),
                EndFacts.node(build, sight),
                EndFacts.timings(build, clock.instant()),
                sboms);
        cluster.annotate(head.get(), Notes.result(result));
        meters.ended(build.order().grant().builder(), result);
        LOG.info(LogLine.of("build ended")
                .with(LogKey.SUBJECT, build.id())
                .with(LogKey.REASON, reason.wire())
                .with(LogKey.ATTEMPT, result.attempts())
                .why(result.detail()));
        tell(build, sight, result);
    }

    /** The result is noted: what still runs is stopped, the others hear of it, and what is secret goes. */
    void tell(Build build, Sight sight, Result result) {
        patience.forget(build.id());
        if (build.announced() || isSaid(build)) {
            return;
        }
        stop(build, sight, result);
        say.done(build, result);
        start.clear(build.order());
        cluster.annotate(JobNames.head(build.id()), Notes.announced(clock.instant()));
    }

    private boolean isSaid(Build build) {
        return cluster.find(JobNames.head(build.id()))
                .map(JobReader::build)
                .filter(Build::announced)
                .isPresent();
    }

    /** Its Job is gone, and all that was owned by it; who waits for its end hears of it. */
    void deleted(Build build) {
        say.done(
                build,
                build.result()
                        .orElseGet(() -> new Result(
                                BuildReason.JOB_DELETED,
                                null,
                                List.of(),
                                EndFacts.attempts(build),
                                null,
                                EndFacts.timings(build, clock.instant()),
                                List.of())));
    }

    /** Also Jobs that were made a moment ago: what runs on could push what nobody waits for any more. */
    private void stop(Build build, Sight sight, Result result) {
        boolean allCameToTheirEnd = result.reason() == BuildReason.BUILT
                && sight.jobs().size() <= build.order().parts()
                && sight.sbomJobs().stream().allMatch(job -> JobEnd.of(job).isPresent());
        if (allCameToTheirEnd) {
            return;
        }
        cluster.jobs(build.id()).stream()
                .filter(job -> JobEnd.of(job).isEmpty()
                        && !Boolean.TRUE.equals(job.getSpec().getSuspend()))
                .forEach(job -> cluster.suspend(job.getMetadata().getName(), true));
    }

    /** A builder's words may repeat a secret that the build was given. */
    private @Nullable String blotted(Build build, @Nullable String detail) {
        if (detail == null) {
            return null;
        }
        try {
            return Blots.over(detail, start.secrets(build.order()).values());
        } catch (RuntimeException e) {
            // Sealed with a key that is gone: what can't be blotted out is not told.
            LOG.warn(LogLine.of("a build's secrets can't be opened, its end is told without detail")
                    .with(LogKey.SUBJECT, build.id())
                    .why(e.getMessage()));
            return null;
        }
    }
}
