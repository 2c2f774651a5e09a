package dev.ondes.scheduler.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** What the API server says to a new pod. */
public sealed interface CreateAnswer {

    record Created(Pod pod) implements CreateAnswer {}

    /** One of that name exists; it is told as it is. */
    record Exists(Pod pod) implements CreateAnswer {}

    /**
     * Not now: the same may succeed later. One of that name may exist all the same: quotas and webhooks are asked before the
     * API server looks whether there is one.
     */
    record NotNow(Hindrance by, String why) implements CreateAnswer {}

    /**
     * Never: the pod as planned is against the cluster's rules. Here, too, one of that name may exist.
     *
     * @param fields those that the API server objects to, such as {@code spec.containers[1].image}; empty where it names none
     */
    record Invalid(String why, List<String> fields) implements CreateAnswer {
        /** Copies the list. */
        public Invalid {
            fields = List.copyOf(fields);
        }
    }
}
