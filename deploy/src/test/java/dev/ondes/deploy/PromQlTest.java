package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up | up",
                "sum by (class, state) (max_over_time(a_total{class=~\"{x}y\"}[2m])) / b:c | a_total b:c",
                "a > 5 and on (class) group_left (node) d{q=\"up\"} offset 5m | a d",
                "histogram_quantile(0.95, sum by (le) (rate(h_bucket[$__rate_interval]))) > bool 0 | h_bucket",
                "time() - max(t > 0) or vector(0) | t",
                "topk(10, x) * 60 / $__interval_ms | x"
            })
    void findsTheMetrics(String query, String metrics) {
        assertThat(PromQl.metrics(query)).containsExactlyInAnyOrder(metrics.split(" "));
    }
}
