package dev.ondes.images.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Orders;
import dev.ondes.images.build.Result;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.policy.Callers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryTest {
    private static final String DOCUMENT =
            "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"version\":\"" + World.DIGEST + "\"}}}";

    @TempDir
    Path directory;

    private World world;

    @BeforeEach
    void begin() throws IOException {
        world = new World(directory);
    }

    private BuildId pushed(String project, boolean sbom) {
        String image = "registry.example/" + project + ":1";
        BuildId id = world.intake
                .take(
                        Callers.protectedRef(project, "main"),
                        sbom ? Orders.withSbom(image) : Orders.spec(0, List.of(), image),
                        Map.of(),
                        null)
                .id();
        world.settle();
        pushes(image);
        return id;
    }

    private void pushes(String image) {
        world.registries.tags.put(image, World.DIGEST);
        world.cluster.ends(world.cluster.pod(), 0, World.DIGEST + "\n");
    }

    private void prints(int code, String words) {
        world.cluster.logs.put(world.cluster.pod(), words);
        world.cluster.ends(world.cluster.pod(), code, "");
    }

    private Optional<Result> result(BuildId id) {
        return world.build(id).result();
    }

    @Test
    void isMadeAfterThePushAndPutBesideTheImage() {
        // Given
        BuildId id = pushed("acme/app", true);

        // When
        world.settle();

        // Then
        assertThat(world.build(id).state()).isEqualTo(BuildState.VERIFYING);
        assertThat(world.cluster.pod()).startsWith(JobNames.head(id) + "-sbom-");

        // When
        prints(0, DOCUMENT + "\n");
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result(id).orElseThrow().sboms()).singleElement().satisfies(note -> {
            assertThat(note.image()).isEqualTo(World.DIGEST);
            assertThat(note.digest()).isEqualTo(World.SBOM);
            assertThat(note.type()).isEqualTo("application/vnd.cyclonedx+json");
            assertThat(note.problem()).isNull();
        });
        assertThat(world.sboms)
                .containsExactly("[registry.example/acme/app:1] " + World.DIGEST + " application/vnd.cyclonedx+json "
                        + DOCUMENT);
        assertThat(world.done()).hasSize(1);
        assertThat(world.build(id).attempt()).isEqualTo(1);
        assertThat(world.archive.kept).containsOnlyKeys(id.value());
        assertThat(world.cluster.secrets).isEmpty();
    }

    /** Jobs and pods are two watches. */
    @Test
    void waitsForThePodOfAJobThatIsSeenToBeComplete() {
        // Given
        BuildId id = pushed("strict/app", false);
        world.settle();
        world.cluster.jobs.computeIfPresent(JobNames.head(id) + "-sbom", (_, job) -> FakeCluster.complete(job));

        // When
        world.settle();

        // Then
        assertThat(result(id)).isEmpty();

        // When
        prints(0, DOCUMENT);
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
    }

    @Test
    void isNotMadeForWhoWantsNone() {
        BuildId id = pushed("acme/app", false);

        world.settle();

        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result(id).orElseThrow().sboms()).isEmpty();
        assertThat(world.cluster.jobs).hasSize(1);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(1, "pulling\ncould not parse the image: EOF\n", "could not parse the image: EOF"),
                Arguments.of(1, "", "its Job failed"),
                Arguments.of(0, "nothing\n", "its maker printed none"),
                Arguments.of(0, DOCUMENT.replace("0a", "0b"), "does not name the image"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void thatFailedCostsNoImageAndIsTold(int code, String words, String why) {
        // Given
        BuildId id = pushed("acme/app", true);
        world.settle();

        // When
        prints(code, words);
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result(id).orElseThrow().images()).hasSize(1);
        assertThat(result(id).orElseThrow().sboms()).singleElement().satisfies(note -> {
            assertThat(note.digest()).isNull();
            assertThat(note.problem()).contains(why);
        });
        assertThat(world.sboms).isEmpty();
    }

    @Test
    void thatFailedFailsTheBuildWhereThePolicyWantsOne() {
        // Given
        BuildId id = pushed("strict/app", false);
        world.settle();

        // When
        prints(1, "unauthorized\n");
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.SBOM_FAILED);
        assertThat(result(id).orElseThrow().detail()).endsWith("unauthorized");
        assertThat(world.done()).hasSize(1);
    }

    @Test
    void waitsForARegistryThatIsAway() {
        // Given
        BuildId id = pushed("strict/app", false);
        world.settle();
        prints(0, DOCUMENT);
        world.sbomFault = Optional.of(BuildReason.REGISTRY_UNAVAILABLE);

        // When
        refused();

        // Then
        assertThat(result(id)).isEmpty();

        // When
        world.sbomFault = Optional.empty();
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
    }

    private void refused() {
        try {
            world.settle();
        } catch (dev.ondes.images.port.RefusedException e) {
            // As turns do: the build is looked at again.
        }
    }

    @Test
    void thatNeverComesIsNotWaitedForForEver() {
        // Given
        BuildId id = pushed("acme/app", true);
        world.settle();

        // When
        world.clock.add(Duration.ofMinutes(20));
        world.settle();

        // Then
        assertThat(result(id).orElseThrow().reason()).isEqualTo(BuildReason.BUILT);
        assertThat(result(id).orElseThrow().sboms())
                .singleElement()
                .satisfies(note -> assertThat(note.problem()).contains("did not end in time"));
        assertThat(world.cluster.jobs.get(JobNames.head(id) + "-sbom").getSpec().getSuspend())
                .isTrue();
    }

    /** The process ends before each of its calls in turn; a new one goes on. */
    @Test
    void comesOverARestartAtAnyCall() throws IOException {
        for (int calls = 0; calls < 12; calls++) {
            begin();
            BuildId id = pushed("acme/app", true);
            for (int step = 0; step < 2; step++) {
                world.cluster.dieAfter(calls);
                try {
                    world.settle();
                } catch (FakeCluster.Died e) {
                    // As a process does.
                }
                world.restart();
                world.settle();
                if (step == 0) {
                    prints(0, DOCUMENT);
                }
            }

            assertThat(result(id).orElseThrow().sboms())
                    .as("after %s calls", calls)
                    .singleElement()
                    .satisfies(note -> assertThat(note.digest()).isEqualTo(World.SBOM));
            assertThat(world.done()).as("after %s calls", calls).hasSize(1);
            assertThat(world.cluster.jobs).hasSize(2);
        }
    }
}
