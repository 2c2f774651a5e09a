package dev.ondes.spot.sqs.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ondes.kubernetes.RawCalls;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.sqs.hook.HookNodes.NotedHook;
import dev.ondes.spot.sqs.read.LifecycleHook;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against fabric8's API server stand-in, which only keeps objects. */
class ClusterHookNodesTest {
    private static final Instant SINCE = Instant.parse("2026-03-04T10:00:00Z");
    private static final LifecycleHook HOOK = new LifecycleHook("ci-spot", "ci-drain", "i-0a", SINCE);
    private static final LifecycleHook OTHER = new LifecycleHook("ci-spot", "ci-log", "i-0a", SINCE);

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(List.of()), false);
    private final NodeIndex index = new NodeIndex();
    private Node node = new Node();
    private boolean busy;

    @BeforeEach
    void open() {
        server.init();
        try (KubernetesClient client = server.createClient()) {
            node = new NodeBuilder()
                    .withNewMetadata()
                    .withName("ip-10-0-0-1")
                    .addToAnnotations("kept", "yes")
                    .endMetadata()
                    .withNewSpec()
                    .withProviderID("aws:///eu-west-1b/i-0a")
                    .endSpec()
                    .withNewStatus()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build();
            node = client.nodes().resource(node).create();
            index.see(node);
        }
    }

    @AfterEach
    void close() {
        server.destroy();
    }

    @Test
    void keepsEachHookOnItsNodeForWhoeverLeadsNext() {
        with(nodes -> {
            nodes.note("ip-10-0-0-1", HOOK);
            nodes.note("ip-10-0-0-1", OTHER);
            nodes.note("ip-10-0-0-1", HOOK);
        });

        with(nodes -> assertThat(nodes.noted())
                .containsExactlyInAnyOrder(
                        new NotedHook("ip-10-0-0-1", HOOK, false), new NotedHook("ip-10-0-0-1", OTHER, false)));
    }

    @Test
    void takesOffOneHookAndNothingElse() {
        with(nodes -> {
            nodes.note("ip-10-0-0-1", HOOK);
            nodes.note("ip-10-0-0-1", OTHER);

            nodes.forget("ip-10-0-0-1", HOOK);

            assertThat(nodes.noted()).extracting(NotedHook::hook).containsExactly(OTHER);
        });
        try (KubernetesClient client = server.createClient()) {
            assertThat(client.nodes()
                            .withName("ip-10-0-0-1")
                            .get()
                            .getMetadata()
                            .getAnnotations())
                    .containsEntry("kept", "yes");
        }
    }

    @Test
    void saysWhetherTheNodeIsBusy() {
        with(nodes -> {
            nodes.note("ip-10-0-0-1", HOOK);
            busy = true;

            assertThat(nodes.noted()).extracting(NotedHook::busy).containsExactly(true);
        });
    }

    @Test
    void aNodeOfWhichNothingIsKnownYetCountsAsBusy() {
        with(nodes -> nodes.note("ip-10-0-0-1", HOOK));
        index.vanished(node);

        with(nodes -> assertThat(nodes.noted()).extracting(NotedHook::busy).containsExactly(true));
    }

    @Test
    void findsNodesByTheirInstance() {
        with(nodes -> {
            assertThat(nodes.node("i-0a")).contains("ip-10-0-0-1");
            assertThat(nodes.isReady("i-0a")).isTrue();
            assertThat(nodes.node("i-0f")).isEmpty();
            assertThat(nodes.isReady("i-0f")).isFalse();
        });
    }

    @Test
    void aNodeThatIsGoneHasNothingToForget() {
        with(nodes -> assertThatCode(() -> nodes.forget("gone", HOOK)).doesNotThrowAnyException());
    }

    private void with(Consumer<ClusterHookNodes> action) {
        try (KubernetesClient client = server.createClient()) {
            action.accept(new ClusterHookNodes(
                    index,
                    () -> client.nodes().list().getItems(),
                    _ -> busy,
                    new RawCalls(client),
                    new ApiLimiter(100, System::nanoTime)));
        }
    }
}
