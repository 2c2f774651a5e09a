package dev.ondes.spot.marks;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Karpenter's NodeClaims by the name of their node, where the cluster has them and they may be read; else there are none, and Karpenter's taint is
 * told without cause and deadline. Thread-safe.
 */
final class ClaimWatch {
    private static final Logger LOG = Logger.getLogger(ClaimWatch.class);
    private static final ResourceDefinitionContext NODE_CLAIMS = new ResourceDefinitionContext.Builder()
            .withGroup("karpenter.sh")
            .withVersion("v1")
            .withKind("NodeClaim")
            .withPlural("nodeclaims")
            .withNamespaced(false)
            .build();

    private static final Duration FIRST_LIST = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Map<String, Claim> byNode = new ConcurrentHashMap<>();
    private @Nullable SharedIndexInformer<GenericKubernetesResource> informer;
    private boolean complained;

    /** @param changed is called with the name of a node of which its claim now tells something else */
    ClaimWatch(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /** Begins to watch if it can; to be called again later, since Karpenter may be installed later. */
    synchronized void tryToBegin() {
        if (informer != null || !readable()) {
            return;
        }
        SharedIndexInformer<GenericKubernetesResource> begun =
                client.genericKubernetesResources(NODE_CLAIMS).runnableInformer(0);
        begun.exceptionHandler((_, failure) -> {
            LOG.warn(LogLine.of("watch of node claims broke, begins again").why(failure.getMessage()));
            return true;
        });
        begun.addEventHandler(new Handler());
        informer = begun;
        try {
            // Else the first look at the nodes would know no reasons.
            begun.start().toCompletableFuture().get(FIRST_LIST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(LogLine.of("node claims are not known yet").why(e.toString()));
        }
        LOG.info(LogLine.of("watches Karpenter's node claims"));
    }

    synchronized void stop() {
        if (informer != null) {
            informer.stop();
        }
    }

    @Nullable
    Claim of(String node) {
        return byNode.get(node);
    }

    private boolean readable() {
        try {
            client.genericKubernetesResources(NODE_CLAIMS)
                    .list(new ListOptionsBuilder().withLimit(1L).build());
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && !complained) {
                complained = true;
                LOG.warn(
                        LogLine.of("can't read nodeclaims.karpenter.sh: Karpenter's reasons and deadlines stay unknown")
                                .with(LogKey.STATUS, e.getCode()));
            }
            return false;
        }
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource claim) {
            see(claim);
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource claim) {
            see(claim);
        }

        @Override
        public void onDelete(GenericKubernetesResource claim, boolean finalStateUnknown) {
            Claim last = Claim.read(claim);
            if (last.node() != null) {
                byNode.remove(last.node());
            }
        }

        private void see(GenericKubernetesResource resource) {
            Claim claim = Claim.read(resource);
            if (claim.node() != null && !Objects.equals(byNode.put(claim.node(), claim), claim)) {
                changed.accept(claim.node());
            }
        }
    }
}
