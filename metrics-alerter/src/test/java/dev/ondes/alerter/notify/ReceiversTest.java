package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each receiver is sent, and what its answers mean. */
class ReceiversTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final FakeReceiver server = new FakeReceiver();
    private final Post post = new Post(Duration.ofSeconds(5), Authorities.USUAL, CLOCK);

    @AfterEach
    void close() {
        server.close();
        post.close();
    }

    @Test
    void slackIsToldWhatSinceWhenWhoIsHitAndWhereToLook() throws Exception {
        slack().send(message(null));

        JsonNode body = body();
        assertThat(body.path("text").asText()).isEqualTo("[CRITICAL] Jobs wait (small)");
        assertThat(body.at("/blocks/0/text/text").asText())
                .isEqualTo(
                        "*[CRITICAL] Jobs wait (small)*\nThe job &lt;!channel&gt; &amp; 2 more wait\n"
                                + "Since 2026-03-02T12:00:00Z\n<https://console/alerts?id=a|Console> · <https://runbooks/A.md|Runbook>");
        assertThat(body.at("/blocks/0/text/verbatim").asBoolean())
                .as("an address in a job's name is no link")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "429,7,PT7S",
        "503,'Mon, 02 Mar 2026 12:01:30 GMT',PT1M30S",
        "429,86400,PT10M",
        "503,'Tue, 03 Mar 2026 12:00:00 GMT',PT10M"
    })
    void slackThatIsAskedTooOftenSaysWhenToComeAgain(int status, String retryAfter, Duration rest) {
        server.willAnswer(status, retryAfter);

        assertThatThrownBy(() -> slack().send(message(null)))
                .isInstanceOfSatisfying(NotTakenException.class, refused -> {
                    assertThat(refused.isForGood()).isFalse();
                    assertThat(refused.after()).contains(rest);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Mon, 02 Mar 2026 11:59:00 GMT", "soon"})
    void whoNamesNoTimeToComeIsLeftToOurOwnPauses(String retryAfter) {
        server.willAnswer(503, retryAfter);

        assertThatThrownBy(() -> slack().send(message(null)))
                .isInstanceOfSatisfying(NotTakenException.class, refused -> {
                    assertThat(refused.isForGood()).isFalse();
                    assertThat(refused.after()).isEmpty();
                });
    }

    @Test
    void whatIsWrongIsNotRepeatedAndNoAddressIsSaid() {
        server.willAnswer(404, "");

        assertThatThrownBy(() -> slack().send(message(null)))
                .hasMessage("it answered 404")
                .isInstanceOfSatisfying(
                        NotTakenException.class,
                        refused -> assertThat(refused.isForGood()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"408,false", "429,false", "403,false", "500,true", "502,true", "504,true"})
    void whoFailedWhileItHadTheMessageMayHaveTakenIt(int status, boolean may) {
        server.willAnswer(status, "");

        assertThatThrownBy(() -> slack().send(message(null)))
                .isInstanceOfSatisfying(
                        NotTakenException.class,
                        refused -> assertThat(refused.isUnclear()).isEqualTo(may));
    }

    @Test
    void whoCanNotBeReachedHasNotTakenAnything() {
        var gone = new FakeReceiver();
        gone.close();

        assertThatThrownBy(() -> post.json(gone.address("/"), "{}", Map.of()))
                .hasMessage("ConnectException")
                .isInstanceOfSatisfying(
                        NotTakenException.class,
                        refused -> assertThat(refused.isUnclear()).isFalse());
    }

    @Test
    void pagerDutyGetsOneIncidentFromBeginToEnd() throws Exception {
        var pager = new PagerDuty(Filter.all("pager"), server.address("/v2/enqueue"), secret("key", "R0UT1NG"), post);

        pager.send(message(null));
        pager.send(message(NOON.plusSeconds(900)));

        JsonNode trigger = MAPPER.readTree(server.posts.get(0).body());
        JsonNode resolve = MAPPER.readTree(server.posts.get(1).body());
        assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
        assertThat(trigger.path("routing_key").asText()).isEqualTo("R0UT1NG");
        assertThat(trigger.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(trigger.at("/payload/timestamp").asText()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(trigger.at("/links/0/href").asText()).isEqualTo("https://runbooks/A.md");
        assertThat(resolve.path("event_action").asText()).isEqualTo("resolve");
        assertThat(resolve.path("dedup_key")).isEqualTo(trigger.path("dedup_key"));
        assertThat(resolve.has("payload")).isFalse();
    }

    @Test
    void aWebhookIsSignedSoThatItsReceiverCanTell() throws Exception {
        webhook().send(message(null));

        FakeReceiver.Posted posted = server.posts.getFirst();
        assertThat(posted.headers().getFirst("Ondes-Signature"))
                .isEqualTo("t=" + NOON.getEpochSecond() + ",v1="
                        + Webhook.signature("s3cret", NOON.getEpochSecond(), posted.body()));
        assertThat(Webhook.signature("s3cret", 1, "{}"))
                .as("as any other tool computes it")
                .isEqualTo("3aef069923b329162e71de34136b0ef6ee4b9253867069748da3fc3680c71406");
        assertThat(posted.headers().getFirst("Idempotency-Key")).isEqualTo("a@1772452920000/firing");
        assertThat(MAPPER.readTree(posted.body()).path("status").asText()).isEqualTo("firing");
        assertThat(posted.body()).doesNotContain("s3cret");
    }

    @Test
    void mailIsPlainTextAndItsSubjectOneLine() throws Exception {
        List<String> sent = new ArrayList<>();
        new Email(Filter.all("mail"), List.of("ops@example.com"), (to, subject, text) -> {
                    sent.add(subject);
                    sent.add(text);
                })
                .send(message(null));

        assertThat(sent.get(0)).isEqualTo("[CRITICAL] Jobs wait (small)").doesNotContain("\n");
        assertThat(sent.get(1))
                .contains("The job <!channel> & 2 more wait", "Since: 2026-03-02T12:00:00Z", "https://runbooks/A.md");
    }

    @Test
    void aMailServerThatFailsIsTriedAgain() {
        var mail = new Email(Filter.all("mail"), List.of("ops@example.com"), (to, subject, text) -> {
            throw new IllegalStateException("no server");
        });

        assertThatThrownBy(() -> mail.send(message(null)))
                .isInstanceOfSatisfying(
                        NotTakenException.class,
                        refused -> assertThat(refused.isForGood()).isFalse());
    }

    @Test
    void eachReceiverHearsWhatItCaresFor() {
        assertThat(new Filter("x", Severity.CRITICAL, Set.of()).wants(message(null)))
                .isTrue();
        assertThat(new Filter("x", Severity.CRITICAL, Set.of("small")).wants(message(null)))
                .isTrue();
        assertThat(new Filter("x", Severity.CRITICAL, Set.of("large")).wants(message(null)))
                .isFalse();
    }

    @Test
    @Timeout(20)
    void anAnswerThatNeverEndsHoldsNobodyUp() {
        server.willNeverEnd();
        try (var hasty = new Post(Duration.ofMillis(300), Authorities.USUAL, CLOCK)) {
            assertThatThrownBy(() -> hasty.json(server.address("/"), "{}", Map.of()))
                    .isInstanceOfSatisfying(NotTakenException.class, late -> {
                        assertThat(late.isForGood()).isFalse();
                        assertThat(late.isUnclear()).isTrue();
                    })
                    .hasMessage("no whole answer within PT0.3S");
        }
    }

    @Test
    @Timeout(20)
    void anAlertmanagerThatDoesNotAnswerHoldsNobodyUp() {
        server.willNeverEnd();
        var patient = new Post(Duration.ofMinutes(1), Authorities.USUAL, CLOCK);
        try (patient;
                var other = new FakeReceiver()) {
            var mirrors = new Mirrors(
                    List.of(alertmanager(patient, server.address("")), alertmanager(patient, other.address(""))));

            for (int i = 1; i <= 3; i++) {
                int rounds = i;
                // Whoever is still busy with the round before hears of this one with the next.
                await().until(() -> {
                    mirrors.tell(List.of(fires()), NOON, true);
                    return other.posts.size() >= rounds;
                });
            }

            await().until(() -> !server.posts.isEmpty());
            assertThat(server.posts).as("one round at once").hasSize(1);
        }
    }

    private static Alertmanager alertmanager(Post post, URI address) {
        return new Alertmanager(
                "am", List.of(address), Duration.ofMinutes(1), Map.of(), Links.NONE, post, (_, _) -> {});
    }

    private static KnownAlert fires() {
        return KnownAlert.of("A")
                .with(new KnownAlert.Firing(
                        NOON,
                        new AlertFiring(
                                "A", "A", Severity.WARNING, null, null, "s", "d", NOON, NOON, null, null, List.of())));
    }

    @Test
    void nobodyIsFlooded() {
        var budget = new Budget(2, Duration.ofMinutes(10));

        assertThat(budget.spend(NOON)).isZero();
        assertThat(budget.spend(NOON.plusSeconds(60))).isZero();
        assertThat(budget.spend(NOON.plusSeconds(120))).isEqualTo(Duration.ofMinutes(8));
        assertThat(budget.spend(NOON.plusSeconds(600))).isZero();
    }

    private Slack slack() throws IOException {
        return new Slack(
                Filter.all("chat"),
                secret("url", server.address("/services/T/B/x").toString()),
                post);
    }

    private Webhook webhook() throws IOException {
        return new Webhook(
                Filter.all("hook"),
                secret("url", server.address("/hook").toString()),
                Optional.of(secret("secret", "s3cret")),
                post,
                CLOCK);
    }

    private SecretFile secret(String name, String value) throws IOException {
        return new SecretFile(Files.writeString(folder.resolve(name), value + "\n"));
    }

    private JsonNode body() throws IOException {
        return MAPPER.readTree(server.posts.getFirst().body());
    }

    private static Message message(Instant resolvedAt) {
        return new Message(
                "a@1772452920000",
                "a",
                "A",
                Severity.CRITICAL,
                "small",
                null,
                "Jobs wait",
                "The job <!channel> & 2 more wait",
                NOON,
                NOON.plusSeconds(120),
                resolvedAt,
                new BigDecimal("901"),
                new BigDecimal("900"),
                URI.create("https://console/alerts?id=a"),
                URI.create("https://runbooks/A.md"));
    }
}
