package dev.ondes.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.pod.Usage;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BuildSizeTest {
    private static PodSpec pod(Map<String, String> requests, Map<String, String> limits) {
        return new PodSpecBuilder()
                .addNewContainer()
                .withName("agent")
                .withNewResources()
                .addToRequests("memory", Quantity.parse("128Mi"))
                .endResources()
                .endContainer()
                .addNewContainer()
                .withName("build")
                .withNewResources()
                .withRequests(quantities(requests))
                .withLimits(quantities(limits))
                .endResources()
                .endContainer()
                .build();
    }

    private static Map<String, Quantity> quantities(Map<String, String> texts) {
        return texts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, text -> Quantity.parse(text.getValue())));
    }

    @Test
    void readsTheBuildContainersShareAlone() {
        BuildSize size =
                BuildSize.of(pod(Map.of("cpu", "500m", "memory", "256Mi"), Map.of("cpu", "2", "memory", "1Gi")));

        assertThat(size.memoryAsked()).isEqualTo(256L << 20);
        assertThat(size.memoryLimit()).isEqualTo(1L << 30);
        assertThat(size.cpuAsked()).isEqualByComparingTo("0.5");
        assertThat(size.cpuLimit()).isEqualByComparingTo("2");
    }

    @Test
    void aLimitAloneIsAlsoAskedForAsKubernetesHasIt() {
        BuildSize size = BuildSize.of(pod(Map.of(), Map.of("memory", "1Gi")));

        assertThat(size.memoryAsked()).isEqualTo(1L << 30);
        assertThat(size.cpuAsked()).isNull();
    }

    @Test
    void whatNobodySaidIsMissing() {
        assertThat(BuildSize.UNSAID.with(null)).isNull();
        assertThat(BuildSize.of(null)).isEqualTo(BuildSize.UNSAID);
        assertThat(BuildSize.UNSAID.with(new Usage(7L, null, null, null)))
                .isEqualTo(new Resources(null, null, 7L, null, null, null, null));
    }

    @Test
    void secondsAndSharesAreRoundedAndAShareWithoutPeriodsIsNone() {
        BuildSize size = new BuildSize(1L, 2L, BigDecimal.ONE, BigDecimal.TWO);

        assertThat(size.with(new Usage(5L, 1_234_567L, 3L, 1L)))
                .isEqualTo(new Resources(
                        1L,
                        2L,
                        5L,
                        BigDecimal.ONE,
                        BigDecimal.TWO,
                        new BigDecimal("1.2346"),
                        new BigDecimal("0.3333")));
        assertThat(size.with(new Usage(5L, 1_000L, 0L, 0L)))
                .isEqualTo(new Resources(1L, 2L, 5L, BigDecimal.ONE, BigDecimal.TWO, new BigDecimal("0.001"), null));
    }
}
