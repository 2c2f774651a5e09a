package dev.ondes.spot.marks;

import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Watches Kubernetes events about nodes, and keeps none of them. */
final class EventWatch {
    private static final Logger LOG = Logger.getLogger(EventWatch.class);

    private final SharedIndexInformer<Event> informer;

    /** @param changed is called with the name of a node of which something was said */
    EventWatch(KubernetesClient client, Remarks remarks, Consumer<String> changed) {
        this.informer = client.v1()
                .events()
                .inAnyNamespace()
                .withField("involvedObject.kind", "Node")
                .runnableInformer(0);
        informer.itemStore(new Forgetful());
        informer.exceptionHandler((_, failure) -> {
            LOG.warn(LogLine.of("watch of events about nodes broke, begins again")
                    .why(failure.getMessage()));
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Event event) {
                remarks.note(event).ifPresent(changed);
            }

            @Override
            public void onUpdate(Event before, Event event) {
                // A repetition counts up; what it says was said.
            }

            @Override
            public void onDelete(Event event, boolean finalStateUnknown) {
                // Events expire.
            }
        });
    }

    void start() {
        informer.start();
    }

    void stop() {
        informer.stop();
    }

    /** Events of a large cluster's nodes are many, and none is asked for again. */
    private static final class Forgetful extends BasicItemStore<Event> {
        Forgetful() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public Event put(String key, Event event) {
            event.getMetadata().setManagedFields(List.of());
            return super.put(key, event);
        }
    }
}
