package dev.ondes.scheduler.flow;

import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.ends.ServiceCrash;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.ServiceFacts;

/**
 * Notes on a pod which of its services ended beside the job and were started anew: the job's log is its agent's to write, and only
 * Kubernetes tells of other containers. The first few of each, so that a service that never stays up costs few calls.
 */
final class ServiceNews {
    private static final int TOLD = 3;

    private final Cluster cluster;

    ServiceNews(Cluster cluster) {
        this.cluster = cluster;
    }

    void look(JobPod pod) {
        if (pod.facts().over() || pod.facts().gone() || pod.facts().servicesBegin()) {
            return;
        }
        String notes = notes(pod);
        if (!notes.equals(pod.serviceNotes())) {
            cluster.annotate(
                    new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid()), PodLayout.SERVICES_ANNOTATION, notes);
        }
    }

    private static String notes(JobPod pod) {
        var notes = new StringBuilder(pod.serviceNotes());
        for (ServiceFacts service : pod.facts().services()) {
            String name = service.index() + ":" + service.restarts() + " ";
            boolean known = pod.serviceNotes().lines().anyMatch(line -> line.startsWith(name));
            if (service.restarts() > 0 && service.restarts() <= TOLD && service.lastEnd() != null && !known) {
                notes.append(name)
                        .append("Service ")
                        .append(service.image())
                        .append(" ended and was started anew: ")
                        .append(ServiceCrash.told(service))
                        .append(service.restarts() == TOLD ? " (further ends are not told)" : "")
                        .append('\n');
            }
        }
        return notes.toString();
    }
}
