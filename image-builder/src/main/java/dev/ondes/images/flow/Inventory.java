package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.build.SbomNote;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.SbomPlan;
import dev.ondes.images.policy.SbomWish;
import dev.ondes.images.port.Sboms;
import dev.ondes.images.sbom.SbomDocument;
import dev.ondes.images.sbom.UnusableSbomException;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Lists what is in a build's images, once they are pushed, and puts the lists beside them. A Job for each image reads it from its
 * registry. Each step may be repeated. Only the leader calls it.
 */
public final class Inventory {
    private static final int LONGEST_WORDS = 300;

    private final Cluster cluster;
    private final SbomPlan plan;
    private final Sboms sboms;
    private final Duration patience;
    private final Clock clock;

    /** @param patience from the push on; a list that has not come by then is not waited for */
    public Inventory(Cluster cluster, SbomPlan plan, Sboms sboms, Duration patience, Clock clock) {
        this.cluster = cluster;
        this.plan = plan;
        this.sboms = sboms;
        this.patience = patience;
        this.clock = clock;
    }

    /** Whether there is nothing to wait for any more; makes the Jobs that are missing. */
    boolean isReady(Build build, Sight sight) {
        if (build.order().grant().sbom() == SbomWish.NONE || isLate(build)) {
            return true;
        }
        boolean ready = true;
        for (Pushed pushed : build.pushed()) {
            if (job(sight, pushed.part()).isEmpty()) {
                cluster.create(plan.job(build.order(), pushed.part(), pushed.digest(), sight.head()));
            }
            ready &= isOver(sight, pushed.part());
        }
        return ready;
    }

    /** A pod that printed it is enough, and needed: its Job may be seen to be complete a moment before it. */
    private static boolean isOver(Sight sight, int part) {
        return made(sight, part).isPresent()
                || job(sight, part)
                        .flatMap(JobEnd::of)
                        .filter(end -> end.reason() != BuildReason.DIGEST_MISSING)
                        .isPresent();
    }

    private boolean isLate(Build build) {
        return clock.instant().isAfter(EndFacts.pushedAt(build).plus(patience));
    }

    /**
     * Puts what there is beside the images.
     *
     * @param givenUp asked when a registry is away: whether it was waited for long enough
     * @return one for each image; none where the build wants none
     * @throws RuntimeException when a registry is away, and is waited for
     */
    List<SbomNote> attach(Build build, Sight sight, String credentials, BooleanSupplier givenUp) {
        if (build.order().grant().sbom() == SbomWish.NONE) {
            return List.of();
        }
        return build.pushed().stream()
                .map(pushed -> attach(build, pushed, sight, credentials, givenUp))
                .toList();
    }

    private SbomNote attach(Build build, Pushed pushed, Sight sight, String credentials, BooleanSupplier givenUp) {
        String type = plan.format().mediaType();
        try {
            byte[] document = document(pushed, sight);
            String digest = sboms.attach(
                    build.order().destinations(pushed.part()), pushed.digest(), type, document, credentials);
            return new SbomNote(pushed.digest(), type, digest, null);
        } catch (UnusableSbomException e) {
            return new SbomNote(pushed.digest(), type, null, e.getMessage());
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e, BuildReason.REGISTRY_UNAVAILABLE);
            if (failure.reason().retryable() && !givenUp.getAsBoolean()) {
                throw e;
            }
            return new SbomNote(pushed.digest(), type, null, failure.reason().sentence() + ": " + failure.detail());
        }
    }

    private byte[] document(Pushed pushed, Sight sight) throws UnusableSbomException {
        Optional<Job> job = job(sight, pushed.part());
        if (job.isEmpty()) {
            throw new UnusableSbomException("its Job could not be made in time");
        }
        Optional<Pod> made = made(sight, pushed.part());
        if (made.isEmpty()) {
            throw new UnusableSbomException(
                    why(job.get(), pods(sight, pushed.part()).toList()));
        }
        try (InputStream output = cluster.output(made.get().getMetadata().getName(), SbomPlan.CONTAINER)
                .orElseThrow(() -> new UnusableSbomException("its pod is gone"))) {
            return SbomDocument.read(output, plan.format(), pushed.digest());
        } catch (IOException | KubernetesClientException e) {
            throw new UnusableSbomException("what its maker printed can't be read: " + e.getMessage());
        }
    }

    /** Its last words, or else what the cluster says. */
    private String why(Job job, List<Pod> pods) {
        String cluster = JobEnd.of(job)
                .map(end -> end.detail() == null ? "its Job failed" : end.detail())
                .orElse("its Job did not end in time");
        return pods.stream()
                .map(pod -> pod.getMetadata().getName())
                .map(this::lastWords)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .map(words -> cluster + ": " + words)
                .orElse(cluster);
    }

    private String lastWords(String pod) {
        try (InputStream output = cluster.output(pod, SbomPlan.CONTAINER).orElseGet(InputStream::nullInputStream)) {
            String words = new String(output.readNBytes(64 * 1024), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("");
            return words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + "…" : words;
        } catch (IOException | KubernetesClientException e) {
            return "";
        }
    }

    private static Optional<Pod> made(Sight sight, int part) {
        return pods(sight, part)
                .filter(pod -> "Succeeded".equals(pod.getStatus().getPhase()))
                .findFirst();
    }

    private static Optional<Job> job(Sight sight, int part) {
        return sight.sbomJobs().stream()
                .filter(job -> JobReader.part(job) == part)
                .findFirst();
    }

    private static Stream<Pod> pods(Sight sight, int part) {
        return sight.sbomPods().stream().filter(pod -> JobReader.part(pod) == part && pod.getStatus() != null);
    }
}
