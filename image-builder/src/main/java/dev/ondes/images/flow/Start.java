package dev.ondes.images.flow;

import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.BuilderContainer;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.FetchRequest;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobPlan;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.SecretPlan;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.Contexts.Download;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Begins a build whose turn it is: its Secret first, with an URL that is fresh, then its Jobs go. Each step may be repeated. What
 * is secret was sealed until now.
 */
public final class Start {
    private static final String NO_CREDENTIALS = "{\"auths\":{}}";
    /** Before a URL's end: until the kubelet shows a Secret's new content, a minute or two go by. */
    private static final Duration EARLY = Duration.ofMinutes(4);
    /** A URL that is signed anew may be as short-lived as the last. */
    private static final Duration BETWEEN = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final JobPlan jobs;
    private final Function<BuilderKind, Builder> builders;
    private final Contexts contexts;
    private final KeyRing keys;
    private final ContextLimits limits;
    private final Clock clock;
    /** When the Secrets that this process wrote are to be written anew, should their pods still wait. */
    private final Map<BuildId, Instant> freshUntil = new ConcurrentHashMap<>();

    /** @param limits of contexts, which the pod minds too */
    public Start(
            Cluster cluster,
            JobPlan jobs,
            Function<BuilderKind, Builder> builders,
            Contexts contexts,
            KeyRing keys,
            ContextLimits limits,
            Clock clock) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.builders = builders;
        this.contexts = contexts;
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    Builder builder(Order order) {
        return Objects.requireNonNull(builders.apply(order.grant().builder()));
    }

    /** Makes what is missing, and lets go what is held. */
    void begin(Order order, Sight sight) {
        boolean begun = sight.jobs().size() >= order.parts()
                && sight.jobs().stream()
                        .noneMatch(job -> Boolean.TRUE.equals(job.getSpec().getSuspend()));
        if (begun) {
            return;
        }
        Builder builder = builder(order);
        putSecret(order, sight.head(), builder);
        for (int part = 1; part < order.parts(); part++) {
            Job made = cluster.create(jobs.part(order, part, builder, sight.head()));
            resume(made);
        }
        resume(sight.head());
    }

    /** For a pod that takes a lost one's place: the URL of the context may have run out by then. */
    void renew(Order order, Sight sight) {
        putSecret(order, sight.head(), builder(order));
    }

    /**
     * For pods that still wait for a node or an image. A URL lives no longer than the session whose credentials signed it, an hour or
     * what is left of it, and who comes too late with it is refused.
     */
    void keepFresh(Order order, Sight sight) {
        Instant until = freshUntil.get(order.id());
        if (until == null || clock.instant().isAfter(until)) {
            renew(order, sight);
        }
    }

    /** The same part once more where nodes stay; the Job before it gets no more pods. */
    void fallBack(Order order, int part, Sight sight) {
        sight.jobs().stream()
                .filter(job -> JobReader.part(job) == part && !JobReader.isFallback(job))
                .forEach(job -> cluster.suspend(job.getMetadata().getName(), true));
        Builder builder = builder(order);
        putSecret(order, sight.head(), builder);
        resume(cluster.create(jobs.fallback(order, part, builder, sight.head())));
    }

    private void resume(Job job) {
        if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            cluster.suspend(job.getMetadata().getName(), false);
        }
    }

    private void putSecret(Order order, Job head, Builder builder) {
        BuilderContainer container = builder.prepare(jobs.input(order, 0));
        Map<String, String> secrets = secrets(order);
        Map<String, String> forBuilder = new TreeMap<>(secrets);
        forBuilder.keySet().retainAll(order.secretIds());
        String credentials =
                credentials(order).orElseThrow(() -> new RefusedException(BuildReason.POD_REFUSED, missing(order)));
        Fetch fetch = fetch(order, secrets);
        cluster.put(SecretPlan.secret(
                order.id(), head, fetch.request(), credentials, forBuilder, container.files(), jobs.authorities()));
        Instant early = fetch.until().minus(EARLY);
        Instant soonest = clock.instant().plus(BETWEEN);
        freshUntil.put(order.id(), early.isAfter(soonest) ? early : soonest);
    }

    /** @param until when it can be made */
    private record Fetch(FetchRequest request, Instant until) {}

    private Fetch fetch(Order order, Map<String, String> secrets) {
        String dockerfile = order.spec().dockerfile();
        GitSource git = order.spec().context().git();
        if (git != null) {
            return new Fetch(FetchRequest.git(git, secrets.get(Order.GIT_TOKEN), dockerfile, limits), Instant.MAX);
        }
        String tar = Objects.requireNonNull(order.spec().context().tarSha256());
        Download context = contexts.download(order.grant().project().id(), tar);
        return new Fetch(FetchRequest.download(context.url(), tar, dockerfile, limits), context.until());
    }

    /** What registries take from this build; empty when the Secret that the policy names is missing. */
    Optional<String> credentials(Order order) {
        String secret = order.grant().credentials();
        return secret == null ? Optional.of(NO_CREDENTIALS) : cluster.dockerConfig(secret);
    }

    String missing(Order order) {
        return "the Secret " + order.grant().credentials()
                + " with credentials for registries is missing; make it, or change the policy";
    }

    /** Opened, for the pod and for blotting them out of texts. */
    Map<String, String> secrets(Order order) {
        String sealed = order.sealedSecrets();
        return sealed == null ? Map.of() : new TreeMap<>(BuildJson.readTexts(keys.open(sealed)));
    }

    void clear(Order order) {
        freshUntil.remove(order.id());
        cluster.deleteSecret(JobNames.secret(order.id()));
    }
}
