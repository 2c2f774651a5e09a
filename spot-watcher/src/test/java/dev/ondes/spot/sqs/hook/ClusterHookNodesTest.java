package dev.ondes.spot.sqs.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ondes.kubernetes.RawCalls;
import dev.ondes.kubernetes.testing.ObjectServer;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.sqs.hook.HookNodes.NotedHook;
import dev.ondes.spot.sqs.read.LifecycleHook;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API server that only keeps objects. */
class ClusterHookNodesTest {
    private static final Instant SINCE = Instant.parse("2026-03-04T10:00:00Z");
    private static final LifecycleHook HOOK = new LifecycleHook("ci-spot", "ci-drain", "i-0a", SINCE);
    private static final LifecycleHook OTHER = new LifecycleHook("ci-spot", "ci-log", "i-0a", SINCE);

    private final ObjectServer server = ObjectServer.start();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.fromKubeconfig(server.kubeconfig()))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    private final NodeIndex index = new NodeIndex();
    private Node node = new Node();
    private boolean busy;

    @BeforeEach
    void open() {
        node = client.resource(new NodeBuilder()
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
                        .build())
                .create();
        index.see(node);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
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
        assertThat(client.nodes().withName("ip-10-0-0-1").get().getMetadata().getAnnotations())
                .containsEntry("kept", "yes");
    }

    @Test
    void tellsThatAHookIsToBeNotedAgainWhereTheApiServerIsAway() {
        with(nodes -> {
            server.ail("/api/v1/nodes");
            assertThat(nodes.note("ip-10-0-0-1", HOOK)).isFalse();

            server.recover();
            assertThat(nodes.note("ip-10-0-0-1", HOOK)).isTrue();
            assertThat(nodes.noted()).extracting(NotedHook::hook).containsExactly(HOOK);
        });
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
        action.accept(new ClusterHookNodes(
                index,
                () -> client.nodes().list().getItems(),
                _ -> busy,
                new RawCalls(client),
                new ApiLimiter(100, System::nanoTime)));
    }
}
