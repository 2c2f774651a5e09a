package dev.ondes.scheduler.cost;

import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Requests;
import dev.ondes.scheduler.pods.Spent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one attempt cost: the price of its node, times the larger of the pod's shares of CPU and memory, times the time that it
 * was there. Pure. Where anything of that isn't known there is no cost rather than a guess.
 */
final class AttemptCost {
    /** A second on a cheap node is a few millionths. */
    private static final int DIGITS = 9;

    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    private AttemptCost() {}

    static Spent of(JobPod pod, Optional<NodeFacts> node, PriceFile prices, Instant now) {
        if (pod.facts().node() == null) {
            return new Spent.Nothing();
        }
        return node.<Spent>flatMap(its -> share(pod.requests(), its)
                        .flatMap(
                                share -> cost(pod, its, prices, share.multiply(hours(pod, now), MathContext.DECIMAL64)))
                        .map(Spent.Known::new))
                .orElse(new Spent.Unknown());
    }

    private static Optional<Cost> cost(JobPod pod, NodeFacts node, PriceFile prices, BigDecimal nodeHours) {
        CapacityType capacity = node.capacity().orElse(pod.capacity());
        Optional<BigDecimal> paid = perHour(prices, capacity, node);
        Optional<BigDecimal> onDemand = perHour(prices, CapacityType.ON_DEMAND, node);
        return paid.isEmpty() || onDemand.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Cost(prices.currency(), amount(paid.get(), nodeHours), amount(onDemand.get(), nodeHours)));
    }

    private static Optional<BigDecimal> perHour(PriceFile prices, CapacityType capacity, NodeFacts node) {
        return prices.perHour(capacity, node.instanceType(), node.zone(), node.labels());
    }

    private static BigDecimal amount(BigDecimal perHour, BigDecimal nodeHours) {
        return perHour.multiply(nodeHours).setScale(DIGITS, RoundingMode.HALF_UP);
    }

    /** Of the node's room: what one pod doesn't leave to others. */
    private static Optional<BigDecimal> share(Requests requests, NodeFacts node) {
        if (node.cpuMillis() <= 0 || node.memoryBytes() <= 0) {
            return Optional.empty();
        }
        BigDecimal cpu = part(requests.cpuMillis(), node.cpuMillis());
        BigDecimal memory = part(requests.memoryBytes(), node.memoryBytes());
        return Optional.of(cpu.max(memory).min(BigDecimal.ONE));
    }

    private static BigDecimal part(long some, long all) {
        return BigDecimal.valueOf(some).divide(BigDecimal.valueOf(all), MathContext.DECIMAL64);
    }

    private static BigDecimal hours(JobPod pod, Instant now) {
        Instant from = Objects.requireNonNullElse(
                pod.facts().scheduledAt(), pod.facts().createdAt());
        long millis = Math.max(0, Duration.between(from, end(pod, now)).toMillis());
        return BigDecimal.valueOf(millis).divide(MILLIS_PER_HOUR, MathContext.DECIMAL64);
    }

    private static Instant end(JobPod pod, Instant now) {
        AgentReport report = pod.facts().report();
        Stream<Instant> containers = Stream.of(pod.facts().agent(), pod.facts().build())
                .filter(ContainerFacts.Terminated.class::isInstance)
                .map(ContainerFacts.Terminated.class::cast)
                .flatMap(ended -> Optional.ofNullable(ended.finishedAt()).stream());
        return Stream.concat(Optional.ofNullable(report).map(AgentReport::finishedAt).stream(), containers)
                .max(Instant::compareTo)
                .orElse(now);
    }
}
