package dev.ondes.scheduler.cluster;

import io.fabric8.kubernetes.api.model.Pod;

/** What the API server says to a new pod. */
public sealed interface CreateAnswer {

    record Created(Pod pod) implements CreateAnswer {}

    /** One of that name exists; it is told as it is. */
    record Exists(Pod pod) implements CreateAnswer {}

    /** Not now: the quota is used up, or the namespace doesn't take pods yet. */
    record NotNow(String why) implements CreateAnswer {}

    /** Never: the pod as planned is against the cluster's rules. */
    record Invalid(String why) implements CreateAnswer {}
}
