package dev.ondes.contracts.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DetectedNoticeJsonTest {
    private static final DetectedNotice SPOT = new DetectedNotice(
            Provider.AWS,
            "i-0aaaaaaaaaaaaaaa1",
            "ip-10-0-0-1.eu-west-1.compute.internal",
            "m6i.xlarge",
            "eu-west-1b",
            NoticeKind.SPOT_INTERRUPTION,
            InstanceAction.TERMINATE,
            Instant.parse("2026-03-04T10:00:00.250Z"),
            Instant.parse("2026-03-04T10:02:00Z"),
            DetectedNotice.IMDS,
            "terminate",
            false);

    @Test
    void writesWhatBothSidesAgreedOn() {
        assertThat(new String(DetectedNoticeJson.write(SPOT), UTF_8))
                .isEqualTo("{\"provider\":\"aws\",\"instanceId\":\"i-0aaaaaaaaaaaaaaa1\","
                        + "\"node\":\"ip-10-0-0-1.eu-west-1.compute.internal\",\"instanceType\":\"m6i.xlarge\","
                        + "\"zone\":\"eu-west-1b\",\"kind\":\"spot-interruption\",\"action\":\"terminate\","
                        + "\"noticedAt\":\"2026-03-04T10:00:00.250Z\",\"deadline\":\"2026-03-04T10:02:00Z\","
                        + "\"source\":\"imds\",\"rawId\":\"terminate\",\"withdrawn\":false}");
    }

    @Test
    void readsWhatItWrote() {
        var bare = new DetectedNotice(
                Provider.GCP,
                "gke-ci-1",
                "gke-ci-1",
                null,
                null,
                NoticeKind.MAINTENANCE,
                InstanceAction.UNKNOWN,
                Instant.parse("2026-03-04T10:00:00Z"),
                null,
                DetectedNotice.GCP_METADATA,
                "maintenance-event",
                true);

        assertThat(DetectedNoticeJson.read(DetectedNoticeJson.write(SPOT))).isEqualTo(SPOT);
        assertThat(DetectedNoticeJson.read(DetectedNoticeJson.write(bare))).isEqualTo(bare);
    }

    @Test
    void readsWhatNewerDetectorsSay() {
        String newer = new String(DetectedNoticeJson.write(SPOT), UTF_8)
                .replace("spot-interruption", "solar-flare")
                .replace("\"action\":\"terminate\"", "\"action\":\"melt\",\"more\":{\"a\":[1]},\"zones\":7")
                .replace(",\"withdrawn\":false", "");

        DetectedNotice notice = DetectedNoticeJson.read(newer.getBytes(UTF_8));

        assertThat(notice.kind()).isEqualTo(NoticeKind.UNKNOWN);
        assertThat(notice.action()).isEqualTo(InstanceAction.UNKNOWN);
        assertThat(notice.withdrawn()).isFalse();
    }

    @Test
    void refusesByTheFieldsName() {
        String good = new String(DetectedNoticeJson.write(SPOT), UTF_8);

        refused(good.replace("\"instanceId\":\"i-0aaaaaaaaaaaaaaa1\"", "\"instanceId\":\"\""), "'instanceId'");
        refused(good.replace("2026-03-04T10:02:00Z", "soon"), "'deadline'");
        refused(good.replace("\"aws\"", "\"acme\""), "'provider'");
        refused(good.replace("\"withdrawn\":false", "\"withdrawn\":\"perhaps\""), "'withdrawn'");
        refused(good.substring(0, 40), "no JSON object");
        refused("[]", "no JSON object");
        refused("", "no JSON object");
    }

    private static void refused(String json, String words) {
        assertThatThrownBy(() -> DetectedNoticeJson.read(json.getBytes(UTF_8)))
                .isInstanceOf(DetectedNoticeException.class)
                .hasMessageContaining(words);
    }
}
