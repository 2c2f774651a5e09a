package dev.ondes.playground.bench;

import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What requests cost: from the request until its Job is there, which is before the answer; beside it a bare Job of the same cluster.
 * The builds' pods find no node, so that the service is measured and not this machine's breath.
 */
record RequestBench(
        Cluster cluster,
        KubernetesClient kubernetes,
        BuilderClient client,
        Service builder,
        String registry,
        Console console) {
    private static final int WARM_UP = 10;
    private static final int BY_ONE_TOKEN = 10;

    /** @param tarSha256 of a context that is there */
    void run(String tarSha256, int builds) {
        console.plain("%-48s %d MiB".formatted("image-builder's RSS before the first build:", rss()));
        Percentiles bare = times(builds, WARM_UP, this::bareJob);
        List<String> tokens = IntStream.rangeClosed(0, (builds + WARM_UP) / BY_ONE_TOKEN)
                .mapToObj(_ -> client.token())
                .toList();
        Percentiles taken = times(builds, WARM_UP, i -> request(tokens.get(i / BY_ONE_TOKEN), tarSha256, i));
        console.plain("  %-46s %s".formatted("request → Job created:", taken));
        console.plain("  %-46s %s".formatted("beside it: a bare Job, created by a client:", bare));
        console.plain("%-48s %d MiB"
                .formatted("image-builder's RSS with " + (builds + WARM_UP) + " builds under way:", rss()));
    }

    /** How long it takes to hear that a context is there already. */
    void unchanged(Map<String, ?> offer, int times) {
        String token = client.token();
        console.plain("  %-46s %s"
                .formatted(
                        "unchanged context → nothing to upload:",
                        times(times, 0, _ -> client.post("/v1/contexts", token, offer))));
    }

    private static Percentiles times(int number, int before, IntConsumer work) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < number + before; i++) {
            long begin = System.nanoTime();
            work.accept(i);
            if (i >= before) {
                times.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return new Percentiles(times);
    }

    private void request(String token, String tarSha256, int number) {
        var _ = client.post(
                "/v1/builds",
                token,
                Map.of(
                        "context",
                        Map.of("tarSha256", tarSha256),
                        "destinations",
                        List.of(registry + "/bench/image:" + number),
                        "resources",
                        Map.of("cpu", "64")));
    }

    private void bareJob(int number) {
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName("bare-" + number)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("bare")
                .withImage("bare")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        kubernetes.resource(job).create();
    }

    private long rss() {
        return Memory.of(builder.pid()).rssKib() / 1024;
    }
}
