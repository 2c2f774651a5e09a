package dev.ondes.images.intake;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.UnsupportedByBuilderException;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.intake.Refusal.Code;
import dev.ondes.images.job.JobPlan;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.policy.Decision;
import dev.ondes.images.policy.Grant;
import dev.ondes.images.policy.Policy;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.watch.Shelf;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request: valid, allowed, its context there and harmless, room in the queue; then its Job is made, suspended. When this
 * returns, the build is as safe as the cluster is. Any replica may do it, and the same request twice is one build. Thread-safe.
 */
public final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final Supplier<Policy> policy;
    private final Contexts contexts;
    private final Function<BuilderKind, Builder> builders;
    private final JobPlan jobs;
    private final Cluster cluster;
    private final Shelf shelf;
    private final KeyRing keys;
    private final Clock clock;
    private final int buildsPerToken;

    public Intake(
            Supplier<Policy> policy,
            Contexts contexts,
            Function<BuilderKind, Builder> builders,
            JobPlan jobs,
            Cluster cluster,
            Shelf shelf,
            KeyRing keys,
            Clock clock,
            int buildsPerToken) {
        this.policy = policy;
        this.contexts = contexts;
        this.builders = builders;
        this.jobs = jobs;
        this.cluster = cluster;
        this.shelf = shelf;
        this.keys = keys;
        this.clock = clock;
        this.buildsPerToken = buildsPerToken;
    }

    /**
     * Takes one.
     *
     * @param secrets of the build, by id
     * @param requestId of the event that asks; null for a request by HTTP
     * @throws RequestRefusedException when nothing will be built
     */
    public Taken take(Caller caller, BuildSpec spec, Map<String, String> secrets, @Nullable String requestId) {
        List<String> problems = SpecCheck.problems(spec, secrets);
        if (!problems.isEmpty()) {
            throw new RequestRefusedException(Code.SPEC_INVALID, BuildReason.SPEC_INVALID, problems);
        }
        Grant grant = authorise(caller, spec);
        BuildId id = BuildId.of(grant.project().id(), key(caller, spec, secrets, requestId));
        var known = shelf.sight(id);
        if (known.isPresent()) {
            return same(known.get().build(), spec);
        }
        requireRoom(caller, grant);
        requireContext(grant, spec);
        return create(new Order(
                id,
                spec,
                caller,
                grant,
                requestId,
                new TreeMap<>(secrets)
                        .keySet().stream()
                                .filter(name -> !name.equals(Order.GIT_TOKEN))
                                .toList(),
                secrets.isEmpty() ? null : keys.seal(BuildJson.write(secrets).getBytes(StandardCharsets.UTF_8)),
                clock.instant()));
    }

    private Grant authorise(Caller caller, BuildSpec spec) {
        return switch (policy.get().decide(caller, spec)) {
            case Decision.Allowed allowed -> allowed.grant();
            case Decision.Refused refused -> {
                LOG.info(LogLine.of("request refused")
                        .with(LogKey.SUBJECT, caller.project())
                        .with(LogKey.REASON, refused.reason().wire())
                        .why(String.join("; ", refused.why())));
                throw new RequestRefusedException(
                        refused.reason() == BuildReason.SPEC_INVALID ? Code.SPEC_INVALID : Code.NOT_ALLOWED,
                        refused.reason(),
                        refused.why());
            }
        };
    }

    private static Taken same(Build build, BuildSpec spec) {
        if (!BuildJson.write(build.order().spec()).equals(BuildJson.write(spec))) {
            throw new RequestRefusedException(
                    Code.KEY_TAKEN,
                    BuildReason.SPEC_INVALID,
                    List.of("the build " + build.id() + " was asked for with the same key, but is another"));
        }
        return new Taken(build.id(), build.state());
    }

    /**
     * A key counts among callers of one level of trust: else whoever may push a branch would get the build of a protected one.
     * Without a name of its own a request is its content, from one token: another job builds anew, for
     * base images change.
     */
    private static String key(Caller caller, BuildSpec spec, Map<String, String> secrets, @Nullable String requestId) {
        if (spec.requestKey() != null) {
            return "key\n" + caller.trust() + "\n" + spec.requestKey();
        }
        return requestId == null
                ? "content\n" + caller.tokenId() + "\n" + BuildJson.write(spec) + "\n" + BuildJson.write(secrets)
                : "event\n" + caller.trust() + "\n" + requestId;
    }

    private void requireRoom(Caller caller, Grant grant) {
        List<Build> all = shelf.builds();
        long byToken = all.stream()
                .filter(build -> build.order().caller().tokenId().equals(caller.tokenId()))
                .count();
        if (byToken >= buildsPerToken) {
            throw new RequestRefusedException(
                    Code.TOKEN_USED_UP,
                    BuildReason.NOT_ALLOWED,
                    List.of("this token has begun " + byToken
                            + " builds, and the setting ondes.images.builds-per-token is " + buildsPerToken
                            + "; another job has another token"));
        }
        long queued = all.stream()
                .filter(build -> build.state() == BuildState.QUEUED)
                .filter(build ->
                        build.order().grant().project().id() == grant.project().id())
                .count();
        if (queued >= grant.limits().queued()) {
            throw new RequestRefusedException(
                    Code.QUEUE_FULL,
                    BuildReason.QUEUE_EXPIRED,
                    List.of("the project has " + queued + " builds in the queue, which is as many as it may"));
        }
    }

    private void requireContext(Grant grant, BuildSpec spec) {
        String tar = spec.context().tarSha256();
        if (tar == null) {
            return;
        }
        try {
            contexts.require(grant.project().id(), tar, spec.dockerfile());
        } catch (RefusedException e) {
            Code code =
                    switch (e.reason().outcome()) {
                        case SYSTEM_FAILED -> Code.STORE_UNAVAILABLE;
                        case SUCCEEDED, FAILED, INVALID, NOT_ALLOWED, TIMED_OUT, CANCELED ->
                            e.reason() == BuildReason.CONTEXT_MISSING ? Code.CONTEXT_MISSING : Code.CONTEXT_INVALID;
                    };
            throw new RequestRefusedException(code, e.reason(), List.of(e.detail()));
        }
    }

    private Taken create(Order order) {
        Builder builder = Objects.requireNonNull(builders.apply(order.grant().builder()));
        try {
            var head = cluster.create(jobs.head(order, builder));
            Taken taken = same(JobReader.build(head), order.spec());
            LOG.info(LogLine.of("build taken")
                    .with(LogKey.SUBJECT, order.id())
                    .with(LogKey.CLASS, order.grant().project().path()));
            return taken;
        } catch (UnsupportedByBuilderException e) {
            throw new RequestRefusedException(
                    Code.SPEC_INVALID, BuildReason.SPEC_INVALID, List.of(String.valueOf(e.getMessage())));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 400 || e.getCode() == 413 || e.getCode() == 422) {
                throw new RequestRefusedException(
                        Code.SPEC_INVALID,
                        BuildReason.SPEC_INVALID,
                        List.of("the cluster does not take its Job: " + Refusals.text(e)));
            }
            throw e;
        }
    }
}
