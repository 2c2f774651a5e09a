package dev.ondes.images.hear;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.images.watch.Shelf;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** A node goes away. Nothing is to be done: Kubernetes makes another pod, which goes on from the cache. The log says why. */
@ApplicationScoped
public class NoticeHandler {
    public static final String CHANNEL = "termination-notice";

    private static final Logger LOG = Logger.getLogger(NoticeHandler.class);

    private final Shelf shelf;

    NoticeHandler(Shelf shelf) {
        this.shelf = shelf;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<TerminationNotice> event) {
        var notice = event.data();
        shelf.builds().stream()
                .filter(build -> build.result().isEmpty() && build.releasedAt() != null)
                .flatMap(build -> shelf.sight(build.id()).stream())
                .filter(sight -> sight.pods().stream()
                        .anyMatch(pod -> pod.getSpec() != null
                                && notice.node().equals(pod.getSpec().getNodeName())))
                .forEach(sight -> LOG.info(LogLine.of("the node of a build goes away; it will be tried on another")
                        .with(LogKey.SUBJECT, sight.build().id())
                        .with(LogKey.NODE, notice.node())
                        .with(LogKey.REASON, notice.kind().wire())));
    }
}
