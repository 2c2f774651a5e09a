package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMetricsTest {
    private static final String EXEMPLAR =
            " # {span_id=\"00f067aa0ba902b7\",trace_id=\"0af7651916cd43dd8448eb211c80319c\"} 1.0 1.5";

    @Test
    void onlyACountLosesItsExemplar() {
        assertThat(OpenMetrics.withoutExemplarOfCount("queue_seconds_count{class=\"a\"} 1.0" + EXEMPLAR))
                .isEqualTo("queue_seconds_count{class=\"a\"} 1.0");
        String odd = "queue_seconds_count{class=\"a\\\"} # {b\"} 1.0";
        assertThat(OpenMetrics.withoutExemplarOfCount(odd)).isEqualTo(odd);
        assertThat(OpenMetrics.withoutExemplarOfCount(odd + EXEMPLAR)).isEqualTo(odd);
        String bucket = "queue_seconds_bucket{class=\"a # {_count\",le=\"1.0\"} 1.0" + EXEMPLAR;
        assertThat(OpenMetrics.withoutExemplarOfCount(bucket)).isEqualTo(bucket);
        assertThat(OpenMetrics.withoutExemplarOfCount("up 1.0")).isEqualTo("up 1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "*/*",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
            })
    void itIsForWhoAsksForItInWhateverWording(String accept) {
        assertThat(OpenMetrics.isWanted(accept)).isTrue();
    }

    @Test
    void itIsNotForOthers() {
        assertThat(OpenMetrics.isWanted("text/plain")).isFalse();
        assertThat(OpenMetrics.isWanted("text/plain;version=0.0.4,*/*;q=0.1")).isFalse();
    }
}
