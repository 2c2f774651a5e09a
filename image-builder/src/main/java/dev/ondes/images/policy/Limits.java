package dev.ondes.images.policy;

import java.time.Duration;

/**
 * What the builds of one project may use.
 *
 * @param running builds at once
 * @param queued builds that wait
 * @param cpu of one build, as Kubernetes writes it; the next two likewise
 * @param timeout of one build
 */
public record Limits(int running, int queued, String cpu, String memory, String disk, Duration timeout) {}
