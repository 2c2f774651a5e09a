package dev.ondes.images.flow;

import static dev.ondes.images.flow.World.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.BuildStarted;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Orders;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.intake.Refusal;
import dev.ondes.images.intake.RequestRefusedException;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.job.Notes;
import dev.ondes.images.policy.Callers;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildFlowTest {
    private static final Caller CALLER = Callers.protectedRef("acme/app", "main");
    private static final String IMAGE = "registry.example/acme/app:1";

    @TempDir
    Path directory;

    private World world;

    @BeforeEach
    void begin() throws IOException {
        world = new World(directory);
    }

    private BuildId take(BuildSpec spec) {
        return world.intake.take(CALLER, spec, Map.of(), null).id();
    }

    private BuildId take() {
        return take(Orders.spec(0, List.of(), IMAGE));
    }

    private BuildId running() {
        BuildId id = take();
        world.settle();
        world.cluster.runs(world.cluster.pod());
        world.settle();
        return id;
    }

    private void pushes() {
        world.registries.tags.put(IMAGE, DIGEST);
        world.cluster.logs.put(world.cluster.pod(), "INFO Pushed\n");
        world.cluster.ends(world.cluster.pod(), 0, DIGEST + "\n");
    }

    @Test
    void aRequestBecomesAnImageThatTheRegistryHolds() {
        // Given
        BuildId id = take();
        assertThat(world.build(id).state()).isEqualTo(BuildState.QUEUED);
        assertThat(world.cluster.pods).isEmpty();

        // When
        world.settle();
        world.cluster.runs(world.cluster.pod());
        world.settle();
        assertThat(world.build(id).state()).isEqualTo(BuildState.RUNNING);
        pushes();
        world.settle();

        // Then
        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result.images())
                .singleElement()
                .satisfies(image -> assertThat(image.digest()).isEqualTo(DIGEST));
        assertThat(result.timings().startedAt()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(world.broker.said(BuildStarted.class)).singleElement().satisfies(started -> {
            assertThat(started.attempt()).isEqualTo(1);
            assertThat(started.node()).isEqualTo("node-1");
        });
        assertThat(world.done()).singleElement().satisfies(done -> {
            assertThat(done.outcome()).isEqualTo(BuildOutcome.SUCCEEDED);
            assertThat(done.project()).isEqualTo("acme/app");
        });
        assertThat(world.meters
                        .counter("ondes.images.ended", "builder", "kaniko", "outcome", "succeeded", "reason", "built")
                        .count())
                .isEqualTo(1);
        assertThat(world.archive.kept).containsEntry(id.value(), "INFO Pushed\n");
        assertThat(world.statements).containsExactly(id.value());
        assertThat(world.registries.credentials).contains("registry.example");
        assertThat(world.cluster.secrets).isEmpty();
    }

    @Test
    void theSameRequestTwiceIsOneBuild() {
        assertThat(take()).isEqualTo(take());
        assertThat(world.cluster.jobs).hasSize(1);
    }

    @Test
    void twoThatComeToTwoReplicasAtOnceMeetInOneJob() {
        BuildId first = take();
        var job = world.cluster.jobs.get(JobNames.head(first));
        // The second replica has not seen the first one's Job yet.
        assertThat(world.cluster.create(job)).isSameAs(job);
    }

    @Test
    void anotherJobOfTheSameContentBuildsAnew() {
        BuildId first = take();
        Caller later = new Caller(
                CALLER.kind(),
                CALLER.issuer(),
                42,
                "acme/app",
                "acme",
                "main",
                "branch",
                true,
                false,
                "push",
                null,
                null,
                "71",
                "8",
                "jti-2");

        assertThat(world.intake
                        .take(later, Orders.spec(0, List.of(), IMAGE), Map.of(), null)
                        .id())
                .isNotEqualTo(first);
    }

    /** The process ends before each of its calls in turn; a new one goes on, and the image is built once. */
    @Test
    void aRestartAtAnyCallContinues() throws IOException {
        for (int calls = 0; calls < 14; calls++) {
            begin();
            BuildId id = take();
            world.cluster.dieAfter(calls);
            for (int step = 0; step < 4; step++) {
                dying(() -> world.settle());
                world.restart();
                world.settle();
                if (step == 0) {
                    world.cluster.runs(world.cluster.pod());
                }
                if (step == 1) {
                    pushes();
                }
                world.cluster.dieAfter(step == 0 ? calls : Math.max(0, calls - 4));
            }
            world.restart();
            world.settle();

            assertThat(world.build(id).result().orElseThrow().reason())
                    .as("after %s calls", calls)
                    .isEqualTo(BuildReason.BUILT);
            assertThat(world.done()).as("after %s calls", calls).hasSize(1);
            assertThat(world.cluster.pods).hasSize(1);
            assertThat(world.cluster.secrets).isEmpty();
        }
    }

    private static void dying(Runnable work) {
        try {
            work.run();
        } catch (FakeCluster.Died e) {
            // As a process does.
        }
    }

    @Test
    void aMinuteWithoutTheApiServerCostsNothing() {
        BuildId id = running();
        world.cluster.away = true;
        pushes();
        catchThrowableOfType(KubernetesClientException.class, () -> world.settle());
        world.clock.add(Duration.ofMinutes(1));
        world.cluster.away = false;

        world.settle();

        assertThat(world.build(id).state()).isEqualTo(BuildState.SUCCEEDED);
    }

    @Test
    void aMinuteWithoutTheBrokerCostsNothing() {
        BuildId id = running();
        pushes();
        world.broker.away = true;
        try {
            world.settle();
        } catch (RuntimeException e) {
            // The turn comes again.
        }
        assertThat(world.build(id).state()).isEqualTo(BuildState.SUCCEEDED);
        world.broker.away = false;

        world.settle();

        assertThat(world.done()).hasSize(1);
    }

    @Test
    void aLostNodeIsAnotherAttemptAndNoFailure() {
        BuildId id = running();
        String lost = world.cluster.pod();
        world.cluster.loses(lost);
        world.settle();
        world.cluster.runs(world.cluster.pod());
        world.settle();
        pushes();

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(JobReader.lostNodes(world.cluster.head(id))).containsOnlyKeys(lost);
        assertThat(world.broker.said(BuildStarted.class))
                .extracting(BuildStarted::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void afterTwoLossesItGoesWhereNodesStay() {
        BuildId id = running();
        world.cluster.loses(world.cluster.pod());
        world.settle();
        world.cluster.loses(world.cluster.pod());

        world.settle();

        var stable = world.cluster.jobs.get(JobNames.head(id) + "-od");
        assertThat(stable.getMetadata().getLabels()).containsEntry(JobNames.CAPACITY, "on-demand");
        assertThat(stable.getSpec().getTemplate().getSpec().getNodeSelector()).doesNotContainKey("pool");
        assertThat(world.cluster.head(id).getSpec().getSuspend()).isTrue();
        world.cluster.runs(world.cluster.pod());
        pushes();
        world.settle();
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(world.build(id).result().orElseThrow().attempts()).isEqualTo(3);
    }

    @Test
    void tooManyLossesAreThePlatformsDoing() {
        BuildId id = running();
        for (int i = 0; i < 5; i++) {
            world.cluster.loses(world.cluster.pod());
            world.settle();
        }

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.NODE_LOST);
        assertThat(world.cluster.pods).as("nothing goes on").isEmpty();
    }

    @Test
    void aFailedCommandIsTheUsersDoingAndItsSecretIsBlottedOut() {
        BuildId id = world.intake
                .take(CALLER, Orders.spec(0, List.of(), IMAGE), Map.of("npm", "hunter2"), null)
                .id();
        world.settle();
        world.cluster.logs.put(world.cluster.pod(), "failed to execute command: curl -H hunter2: exit status 22");
        world.cluster.ends(world.cluster.pod(), 22, DIGEST);

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.RUN_FAILED);
        assertThat(result.detail()).isEqualTo("failed to execute command: curl -H ***: exit status 22");
        assertThat(world.done().getFirst().reason().retryable()).isFalse();
    }

    @Test
    void noPartOfASecretIsLeftWhereABuildersWordsAreCut() {
        // Given: the words are cut after 300 characters
        BuildId id = world.intake
                .take(CALLER, Orders.spec(0, List.of(), IMAGE), Map.of("npm", "hunter2-and-more"), null)
                .id();
        world.settle();
        String words = "failed to execute command: curl -H ";
        world.cluster.logs.put(
                world.cluster.pod(), words + "x".repeat(292 - words.length()) + "hunter2-and-more: exit status 22");
        world.cluster.ends(world.cluster.pod(), 22, "");

        // When
        world.settle();

        // Then
        assertThat(world.build(id).result().orElseThrow().detail()).hasSize(300).doesNotContain("hunter");
    }

    @Test
    void nothingSecretStandsInTheJob() {
        BuildId id = world.intake
                .take(CALLER, Orders.spec(0, List.of(), IMAGE), Map.of("npm", "hunter2"), null)
                .id();
        world.settle();

        String job = Serialization.asYaml(world.cluster.head(id));
        assertThat(job).doesNotContain("hunter2").doesNotContain("signature=").doesNotContain("dTpwYXNzd29yZA");
        var secret = world.cluster.secrets.get(JobNames.secret(id)).getStringData();
        assertThat(secret).containsEntry("secret-npm", "hunter2");
        assertThat(secret.get("order.json")).contains("signature=1");
        assertThat(world.cluster.secrets.get(JobNames.secret(id)).getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo(JobNames.head(id)));
    }

    @Test
    void aPushThatTheRegistryDoesNotHoldIsNoSuccess() {
        BuildId id = running();
        world.registries.tags.put(IMAGE, "sha256:" + "2c".repeat(32));
        world.cluster.ends(world.cluster.pod(), 0, DIGEST);
        for (int i = 0; i < 3; i++) {
            catchThrowableOfType(RuntimeException.class, () -> world.settle());
        }
        world.clock.add(Duration.ofMinutes(10));

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.DIGEST_NOT_VERIFIED);
    }

    @Test
    void aRegistryThatIsAwayIsWaitedFor() {
        BuildId id = running();
        pushes();
        world.registries.fault = java.util.Optional.of(BuildReason.REGISTRY_UNAVAILABLE);
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        assertThat(world.build(id).state()).isEqualTo(BuildState.VERIFYING);
        world.registries.fault = java.util.Optional.empty();

        world.settle();

        assertThat(world.build(id).state()).isEqualTo(BuildState.SUCCEEDED);
    }

    @Test
    void aRegistryIsWaitedForFromTheFirstQuestionOn() {
        // Given: nobody led, or a list of the image's content took its time
        BuildId id = running();
        pushes();
        world.clock.add(Duration.ofMinutes(12));
        world.registries.fault = java.util.Optional.of(BuildReason.REGISTRY_UNAVAILABLE);
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        world.clock.add(Duration.ofMinutes(4));
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        world.registries.fault = java.util.Optional.empty();

        // When
        world.settle();

        // Then
        assertThat(world.build(id).state()).isEqualTo(BuildState.SUCCEEDED);
    }

    @Test
    void whateverKeepsAPushedBuildFromBeingVerifiedEndsIt() {
        BuildId id = running();
        pushes();
        world.registries.broken = true;
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        assertThat(world.build(id).state()).isEqualTo(BuildState.VERIFYING);
        world.clock.add(Duration.ofMinutes(6));

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.REGISTRY_UNAVAILABLE);
        assertThat(result.detail()).isEqualTo("a fault of ours");
    }

    @Test
    void whateverKeepsABuildFromBeginningEndsIt() {
        BuildId id = take();
        world.contexts.unsigned = true;
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        assertThat(world.build(id).state()).isEqualTo(BuildState.RUNNING);
        world.clock.add(Duration.ofMinutes(11));

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.POD_REFUSED);
        assertThat(result.detail()).isEqualTo("nothing to sign with");
    }

    @Test
    void aMomentInWhichNoSecretCanBeWrittenCostsALostBuildNothing() {
        // Given
        BuildId id = running();
        world.clock.add(Duration.ofMinutes(15));
        world.cluster.loses(world.cluster.pod());
        world.cluster.refusesSecrets = true;
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        world.cluster.refusesSecrets = false;

        // When
        world.settle();

        // Then
        assertThat(world.build(id).state()).isEqualTo(BuildState.RUNNING);
        assertThat(world.build(id).attempt()).isEqualTo(2);
    }

    @Test
    void severalPlatformsAreOneJobEachAndAnIndex() {
        BuildId id = take(Orders.spec(0, List.of("linux/amd64", "linux/arm64"), IMAGE));
        world.settle();
        assertThat(world.cluster.jobs.keySet()).containsExactly(JobNames.head(id), JobNames.head(id) + "-p1");
        for (String pod : List.copyOf(world.cluster.pods.keySet())) {
            world.cluster.runs(pod);
            world.cluster.ends(pod, 0, DIGEST);
        }
        world.registries.tags.put("registry.example/acme/app:ondes-" + id + "-linux-amd64", DIGEST);
        world.registries.tags.put("registry.example/acme/app:ondes-" + id + "-linux-arm64", DIGEST);

        world.settle();

        assertThat(world.build(id).result().orElseThrow().images())
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.name()).isEqualTo(IMAGE);
                    assertThat(image.mediaType()).contains("index");
                });
    }

    @Test
    void aResultThatIsNotedStaysWhateverAWatchThatLagsBehindShows() {
        // Given: it was canceled while it was verified, and the watch has not seen the result
        BuildId id = running();
        world.cluster.annotate(JobNames.head(id), Notes.canceled("acme/app"));
        var canceled = world.cluster.sight(id).orElseThrow();
        world.cluster.jobs.computeIfPresent(
                JobNames.head(id),
                (_, job) -> new JobBuilder(job)
                        .editMetadata()
                        .removeFromAnnotations("ondes.dev/canceled-by")
                        .endMetadata()
                        .build());
        pushes();
        world.settle();
        world.cluster.lagging.put(id, canceled);

        // When
        world.settle();

        // Then
        world.cluster.lagging.clear();
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(world.broker.published)
                .filteredOn(event -> event.data() instanceof BuildDone)
                .hasSize(1);
    }

    @Test
    void anEndIsSaidOnceAlsoWhereTheWatchHasNotSeenThatItIsSaid() {
        // Given
        BuildId id = running();
        pushes();
        world.settle();
        world.cluster.annotate(JobNames.head(id), Notes.canceled("acme/app"));
        var sight = world.cluster.sight(id).orElseThrow();
        Job unsaid = new JobBuilder(sight.head())
                .editMetadata()
                .removeFromAnnotations("ondes.dev/announced")
                .endMetadata()
                .build();
        world.cluster.lagging.put(id, new Sight(unsaid, List.of(unsaid), sight.pods()));

        // When
        world.settle();

        // Then
        assertThat(world.broker.published)
                .filteredOn(event -> event.data() instanceof BuildDone)
                .hasSize(1);
    }

    @Test
    void whatIsCanceledEndsWhateverItsState() {
        BuildId waiting = take();
        BuildId begun = take(Orders.spec(0, List.of(), "registry.example/acme/app:2"));
        world.cluster.annotate(JobNames.head(waiting), Notes.canceled("acme/app"));
        world.settle();
        world.cluster.runs(world.cluster.pod());
        world.cluster.annotate(JobNames.head(begun), Notes.canceled("acme/app"));

        world.settle();

        assertThat(world.build(waiting).state()).isEqualTo(BuildState.CANCELED);
        assertThat(world.build(begun).state()).isEqualTo(BuildState.CANCELED);
        assertThat(world.cluster.pods).isEmpty();
        assertThat(world.done())
                .hasSize(2)
                .allSatisfy(done -> assertThat(done.outcome()).isEqualTo(BuildOutcome.CANCELED));
    }

    @Test
    void aBuildThatWaitsTooLongIsGivenUp() {
        take();
        take(Orders.spec(0, List.of(), "registry.example/acme/app:2"));
        world.clock.add(Duration.ofSeconds(1));
        BuildId third = take(Orders.spec(0, List.of(), "registry.example/acme/app:3"));
        world.settle();
        world.clock.add(Duration.ofMinutes(61));

        world.settle();

        assertThat(world.build(third).result().orElseThrow().reason()).isEqualTo(BuildReason.QUEUE_EXPIRED);
    }

    @Test
    void aPodThatFindsNoNodeIsGivenUp() {
        BuildId id = take();
        world.settle();
        var pod = world.cluster.pod();
        world.cluster.pods.computeIfPresent(
                pod,
                (_, known) -> new io.fabric8.kubernetes.api.model.PodBuilder(known)
                        .editStatus()
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withMessage("0/3 nodes are available")
                        .endCondition()
                        .endStatus()
                        .build());
        world.clock.add(Duration.ofMinutes(11));

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.UNSCHEDULABLE);
        assertThat(result.detail()).isEqualTo("0/3 nodes are available");
    }

    @Test
    void aPodThatGotItsNodeLateHasItsTimeToBeginThere() {
        BuildId id = take();
        world.settle();
        world.clock.add(Duration.ofMinutes(9));
        world.cluster.pods.computeIfPresent(
                world.cluster.pod(),
                (_, known) -> new io.fabric8.kubernetes.api.model.PodBuilder(known)
                        .editStatus()
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("True")
                        .withLastTransitionTime(world.clock.instant().toString())
                        .endCondition()
                        .endStatus()
                        .build());

        world.clock.add(Duration.ofMinutes(2));
        world.settle();
        assertThat(world.build(id).result()).isEmpty();

        world.clock.add(Duration.ofMinutes(9));
        world.settle();
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILDER_IMAGE_UNAVAILABLE);
    }

    @Test
    void endedBuildsAreKeptByNumberAndTime() {
        for (int i = 0; i < 5; i++) {
            BuildId id = take(Orders.spec(0, List.of(), "registry.example/acme/app:" + i));
            world.settle();
            world.cluster.annotate(JobNames.head(id), Notes.canceled("acme/app"));
            world.clock.add(Duration.ofMinutes(1));
            world.settle();
        }
        assertThat(world.cluster.jobs).hasSize(3);
        world.clock.add(Duration.ofDays(2));

        world.settle();

        assertThat(world.cluster.jobs).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTEXT_MISSING", "CONTEXT_INVALID", "DOCKERFILE_MISSING", "CONTEXT_UNAVAILABLE"})
    void aContextThatIsNoneIsRefusedBeforeThereIsAJob(BuildReason reason) {
        world.contexts.fault = java.util.Optional.of(reason);

        var refused = catchThrowableOfType(RequestRefusedException.class, this::take);

        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().code())
                .isEqualTo(
                        switch (reason) {
                            case CONTEXT_MISSING -> Refusal.Code.CONTEXT_MISSING;
                            case CONTEXT_UNAVAILABLE -> Refusal.Code.STORE_UNAVAILABLE;
                            default -> Refusal.Code.CONTEXT_INVALID;
                        });
        assertThat(world.cluster.jobs).isEmpty();
    }

    @Test
    void theQueueOfAProjectHasAnEnd() {
        for (int i = 0; i < 5; i++) {
            take(Orders.spec(0, List.of(), "registry.example/acme/app:" + i));
        }

        var refused = catchThrowableOfType(
                RequestRefusedException.class, () -> take(Orders.spec(0, List.of(), "registry.example/acme/app:x")));

        assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.QUEUE_FULL);
        assertThat(refused.refusal().code().status()).isEqualTo(429);
    }

    @Test
    void gitNeedsNoUploadAndItsTokenGoesToTheFirstContainerAlone() {
        var plain = Orders.spec(0, List.of(), IMAGE);
        var spec = new BuildSpec(
                BuildContext.git(new GitSource(URI.create("https://gitlab.example/acme/app.git"), "main", "web")),
                plain.dockerfile(),
                null,
                plain.destinations(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                0,
                null,
                null);
        BuildId id = world.intake
                .take(CALLER, spec, Map.of(Order.GIT_TOKEN, "glpat-secret"), null)
                .id();

        world.settle();

        var secret = world.cluster.secrets.get(JobNames.secret(id)).getStringData();
        assertThat(secret.get("order.json")).contains("glpat-secret").contains("\"subFolder\":\"web\"");
        assertThat(secret).doesNotContainKey("secret-git-token");
    }

    /** The process ends before each of its calls in turn, the result noted or not: nothing goes on behind it. */
    @Test
    void whateverDiesAtTheEndOfABuildNothingOfItRunsOn() throws IOException {
        for (int calls = 0; calls < 8; calls++) {
            begin();
            BuildId id = running();
            world.cluster.annotate(JobNames.head(id), Notes.canceled("acme/app"));
            world.cluster.dieAfter(calls);

            dying(() -> world.settle());
            world.restart();
            world.settle();

            assertThat(world.cluster.pods).as("after %s calls", calls).isEmpty();
            assertThat(world.done()).as("after %s calls", calls).hasSize(1);
        }
    }

    @Test
    void aJobThatWasMadeInTheSameTurnIsStoppedToo() {
        BuildId id = take(Orders.spec(0, List.of("linux/amd64", "linux/arm64"), IMAGE));
        world.settle();
        world.cluster.losesForGood(JobNames.head(id) + "-2", "NodeLost");
        world.cluster.jobs.computeIfPresent(JobNames.head(id) + "-p1", (_, job) -> FakeCluster.failed(job));
        world.cluster.pods.remove(JobNames.head(id) + "-p1-1");

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.UNKNOWN);
        assertThat(world.cluster.jobs).containsKey(JobNames.head(id) + "-od");
        assertThat(world.cluster.pods.keySet()).noneMatch(pod -> pod.contains("-od-"));
    }

    @Test
    void aBuildWhosePodsTheClusterRefusesEnds() {
        world.cluster.withoutPods = true;
        BuildId id = take();
        world.settle();
        world.clock.add(Duration.ofMinutes(9));
        world.settle();
        assertThat(world.build(id).state()).isEqualTo(BuildState.RUNNING);
        world.clock.add(Duration.ofMinutes(2));

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.POD_REFUSED);
        assertThat(world.done()).hasSize(1);
    }

    @Test
    void aBuildWithoutItsCredentialsWaitsForThemAndThenEndsSayingWhatIsMissing() {
        world.cluster.dockerConfigs.clear();
        BuildId id = take();
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        assertThat(world.build(id).state()).isEqualTo(BuildState.RUNNING);
        world.clock.add(Duration.ofMinutes(11));

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.POD_REFUSED);
        assertThat(result.detail()).startsWith("the Secret push with credentials for registries is missing");
    }

    @Test
    void credentialsThatVanishBehindAPushAreWaitedForLikeTheRegistry() {
        BuildId id = running();
        pushes();
        world.cluster.dockerConfigs.clear();
        catchThrowableOfType(RuntimeException.class, () -> world.settle());
        assertThat(world.build(id).state()).isEqualTo(BuildState.VERIFYING);
        world.clock.add(Duration.ofMinutes(10));

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.REGISTRY_UNAVAILABLE);
    }

    @Test
    void aBuildWhoseSealingKeyIsGoneEndsWithoutItsDetail() throws IOException {
        BuildId id = world.intake
                .take(CALLER, Orders.spec(0, List.of(), IMAGE), Map.of("npm", "hunter2"), null)
                .id();
        world.settle();
        world.cluster.logs.put(world.cluster.pod(), "failed to execute command: curl -H hunter2: exit status 22");
        world.cluster.ends(world.cluster.pod(), 22, DIGEST);
        world.keys = KeyRing.parse("k2: " + "OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg=");
        world.restart();

        world.settle();

        var result = world.build(id).result().orElseThrow();
        assertThat(result.reason()).isEqualTo(BuildReason.RUN_FAILED);
        assertThat(result.detail()).isNull();
    }

    @Test
    void aNodeWhoseLogsCannotBeReadHoldsNoBuildUp() {
        BuildId id = running();
        world.cluster.ends(world.cluster.pod(), 22, "");
        world.cluster.withoutLogs = true;

        world.settle();

        assertThat(world.build(id).state()).isEqualTo(BuildState.FAILED);
        assertThat(world.done()).hasSize(1);
    }

    @Test
    void aLostPodThatEndsItsJobIsTriedWhereNodesStay() {
        BuildId id = running();
        world.cluster.losesForGood(world.cluster.pod(), "NodeLost");
        world.settle();
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-od-");
        world.cluster.runs(world.cluster.pod());
        pushes();

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(world.build(id).result().orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void aBuildWhosePodWasForgottenByItsNodeGoesOnWhereNodesStay() {
        BuildId id = take();
        world.settle();
        world.cluster.forgets(world.cluster.pod());

        world.settle();

        assertThat(world.cluster.head(id).getSpec().getSuspend()).isTrue();
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-od-");
        world.cluster.runs(world.cluster.pod());
        pushes();
        world.settle();
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(world.build(id).result().orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void aPodThatWasTakenBeforeItBeganAndNeverEndsIsLostAndNotItsImagesFault() {
        // Given
        BuildId id = take();
        world.settle();
        String spot = world.cluster.pod();
        world.cluster.isTaken(spot, "2026-03-01T12:08:00Z");

        // When: its kubelet may only be slow
        world.clock.add(Duration.ofMinutes(11));
        world.settle();

        // Then
        assertThat(world.build(id).lostPods()).isEmpty();
        assertThat(world.cluster.pod()).isEqualTo(spot);

        // When
        world.clock.add(Duration.ofMinutes(8));
        world.settle();

        // Then
        assertThat(world.cluster.head(id).getSpec().getSuspend()).isTrue();
        assertThat(world.build(id).lostPods()).containsExactly(spot);
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-od-");
        world.cluster.runs(world.cluster.pod());
        pushes();
        world.settle();
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
    }

    @Test
    void aPodThatBeganAndWasTakenIsWaitedForAsLongAsItMayRun() {
        // Given
        BuildId id = running();
        String spot = world.cluster.pod();
        world.cluster.isTaken(spot, "2026-03-01T12:08:00Z");

        // When: a kubelet that is cut off lets it go on until its deadline
        world.clock.add(Duration.ofMinutes(47));
        world.settle();

        // Then
        assertThat(world.cluster.pod()).isEqualTo(spot);

        // When
        world.clock.add(Duration.ofMinutes(2));
        world.settle();

        // Then
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-od-");
    }

    @Test
    void aBuildWithoutSpotGoesOnAfterItsPodWasForgotten() throws IOException {
        // Given
        world = World.withoutSpot(directory);
        BuildId id = take();
        world.settle();
        world.cluster.forgets(world.cluster.pod());

        // When
        world.settle();

        // Then
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-od-");

        // When: there too
        world.cluster.forgets(world.cluster.pod());
        world.settle();

        // Then
        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.NODE_LOST);
        assertThat(world.build(id).result().orElseThrow().attempts()).isEqualTo(3);
        assertThat(world.cluster.pods).isEmpty();
    }

    @Test
    void aPodThatIsLostForGoodWhereNodesStayIsThePlatformsDoing() {
        BuildId id = running();
        world.cluster.losesForGood(world.cluster.pod(), "NodeLost");
        world.settle();
        world.cluster.losesForGood(world.cluster.pod(), "NodeLost");

        world.settle();

        assertThat(world.build(id).result().orElseThrow().reason()).isEqualTo(BuildReason.NODE_LOST);
    }

    @Test
    void thePodThatFollowsALostOneGetsAFreshUrl() {
        BuildId id = running();
        world.cluster.loses(world.cluster.pod());

        world.settle();

        assertThat(order(id)).contains("signature=2");
    }

    @Test
    void aPodThatWaitsLongerThanItsUrlLivesFindsAFreshOneUntilItHasBegun() {
        // Given: signed with a session's credentials
        BuildId id = take();
        world.contexts.until = world.clock.instant().plus(Duration.ofMinutes(5));
        world.settle();
        world.contexts.until = world.clock.instant().plus(Duration.ofMinutes(60));

        // When
        world.clock.add(Duration.ofMinutes(3));
        world.settle();

        // Then
        assertThat(order(id)).contains("signature=2");

        // When
        world.cluster.runs(world.cluster.pod());
        world.clock.add(Duration.ofMinutes(58));
        world.settle();

        // Then
        assertThat(order(id)).contains("signature=2");
    }

    @Test
    void aUrlThatLivesForAMomentOnlyIsNotSignedAnewAtEachLook() {
        BuildId id = take();
        world.contexts.until = world.clock.instant();

        world.settle();
        world.clock.add(Duration.ofMinutes(1));
        world.settle();

        assertThat(order(id)).contains("signature=1");
    }

    private String order(BuildId id) {
        return world.cluster.secrets.get(JobNames.secret(id)).getStringData().get("order.json");
    }

    @Test
    void thePodMindsTheLimitsOfThisInstallation() {
        BuildId id = take();

        world.settle();

        assertThat(order(id)).contains("7000000");
    }

    @Test
    void aBuildThatCannotBeLetGoDoesNotHoldUpTheOthers() {
        BuildId first = take();
        world.clock.add(Duration.ofSeconds(1));
        BuildId second = take(Orders.spec(0, List.of(), "registry.example/acme/app:2"));
        world.cluster.broken = JobNames.head(first);

        world.settle();

        assertThat(world.build(first).state()).isEqualTo(BuildState.QUEUED);
        assertThat(world.build(second).state()).isEqualTo(BuildState.RUNNING);
    }

    @Test
    void aLookDoesNotWaitForOneThatStillGoesOn() throws InterruptedException {
        take();
        var round = new Round[1];
        round[0] = world.round(_ -> {
            Thread second = Thread.startVirtualThread(() -> round[0].look());
            try {
                assertThat(second.join(Duration.ofSeconds(20))).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        round[0].look();

        assertThat(world.cluster.calls)
                .filteredOn(call -> call.contains("released"))
                .hasSize(1);
    }

    @Test
    void whatTheClusterDoesNotTakeIsTheCallersToMend() {
        world.cluster.refusesWith = 422;

        var refused = catchThrowableOfType(RequestRefusedException.class, this::take);

        assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.SPEC_INVALID);
        assertThat(refused.refusal().detail()).isEqualTo("the cluster does not take its Job: too long");
    }

    @Test
    void aKeyThatWasSaidWithAnotherRequestIsAConflict() {
        BuildId id = take(keyed("release-1", IMAGE));
        assertThat(take(keyed("release-1", IMAGE))).isEqualTo(id);

        var refused = catchThrowableOfType(
                RequestRefusedException.class, () -> take(keyed("release-1", "registry.example/acme/app:2")));

        assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.KEY_TAKEN);
        assertThat(refused.refusal().code().status()).isEqualTo(409);
    }

    @Test
    void aKeyDoesNotReachOverTheLevelOfTrust() {
        BuildId trusted = take(keyed("release-1", IMAGE));

        BuildId branch = world.intake
                .take(Callers.unprotectedRef("acme/app", "feature"), keyed("release-1", IMAGE), Map.of(), null)
                .id();

        assertThat(branch).isNotEqualTo(trusted);
    }

    @Test
    void whoDeletesAJobEndsItsBuildForThoseWhoWaitToo() {
        BuildId id = running();
        world.cluster.isDeleted(id);
        world.broker.away = true;
        catchThrowableOfType(RuntimeException.class, () -> world.flow.look(id));
        world.broker.away = false;

        world.flow.look(id);
        world.flow.look(id);

        assertThat(world.done()).singleElement().satisfies(done -> {
            assertThat(done.reason()).isEqualTo(BuildReason.JOB_DELETED);
            assertThat(done.outcome()).isEqualTo(BuildOutcome.CANCELED);
        });
        assertThat(world.cluster.deleted).isEmpty();
    }

    @Test
    void provenanceNamesTheCommitThatWasFetched() {
        running();
        world.registries.tags.put(IMAGE, DIGEST);
        world.cluster.ends(world.cluster.pod(), 0, DIGEST);
        world.cluster.fetched(world.cluster.pod(), "{\"state\":\"fetched\",\"commit\":\"0a1b2c\"}");

        world.settle();

        assertThat(world.commits).containsExactly("0a1b2c");
    }

    private static BuildSpec keyed(String key, String image) {
        var plain = Orders.spec(0, List.of(), image);
        return new BuildSpec(
                plain.context(),
                plain.dockerfile(),
                null,
                plain.destinations(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                0,
                key,
                null);
    }
}
