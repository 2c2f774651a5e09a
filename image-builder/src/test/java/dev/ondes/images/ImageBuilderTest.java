package dev.ondes.images;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.Event;
import dev.ondes.images.identity.FakeGitLab;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.Subscriptions;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The service as a whole; the API server keeps objects but runs nothing, the broker is a list. */
@QuarkusTest
@TestProfile(ImageBuilderTest.WithoutBroker.class)
@QuarkusTestResource(value = InstallationResource.class, restrictToAnnotatedClass = true)
class ImageBuilderTest {
    private static final String BODY = """
        {"context":{"git":{"url":"https://gitlab.example/acme/app.git","ref":"main"}},
         "destinations":["registry.example/acme/app:%s"],"timeout":"PT20M",
         "secrets":[{"id":"npm","value":"hunter2"}]}
        """;

    @Inject
    KubernetesClient client;

    @Inject
    BrokerStandIn broker;

    /** The stand-in for this class alone. */
    public static class WithoutBroker implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(BrokerStandIn.class);
        }
    }

    /** Takes what the service says, and notes what it wants to hear. */
    @Alternative
    @Singleton
    public static class BrokerStandIn implements Events, Subscriptions {
        final List<Event<?>> said = new CopyOnWriteArrayList<>();
        final Set<String> open = ConcurrentHashMap.newKeySet();

        @Override
        public void publish(Event<?> event) {
            said.add(event);
        }

        @Override
        public void open(String channel) {
            open.add(channel);
        }

        @Override
        public void close(String channel) {
            open.remove(channel);
        }
    }

    private static String token() {
        return "Bearer "
                + InstallationResource.GITLAB.token(
                        FakeGitLab.claims(Instant.now()).build());
    }

    @Test
    void aRequestBecomesAJobAndItsFailureIsTold() {
        // Given
        await().until(() -> broker.open.equals(Set.of("build-requested", "termination-notice")));
        get("/q/health/ready").then().body("checks.data.role", hasItem("leader"));

        // When
        String id = given().header("Authorization", token())
                .contentType("application/json")
                .body(BODY.formatted("1"))
                .post("/v1/builds")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        // Then
        String name = "ondes-build-" + id;
        await().until(() -> Boolean.FALSE.equals(job(name).getSpec().getSuspend()));
        assertThat(client.secrets().inNamespace("builds").withName(name).get()).isNotNull();
        assertThat(job(name).toString()).doesNotContain("hunter2");
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name + "-x")
                        .withNamespace("builds")
                        .withLabels(job(name).getMetadata().getLabels())
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-1")
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Failed")
                        .addNewContainerStatus()
                        .withName("builder")
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(42)
                        .withReason("Error")
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
        await().untilAsserted(() -> given().header("Authorization", token())
                .get("/v1/builds/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("failed"))
                .body("reason", equalTo("run-failed"))
                .body("retryable", equalTo(false))
                .body("node", equalTo("node-1")));
        await().until(() -> broker.said.stream()
                .anyMatch(event -> event.data() instanceof BuildDone done && done.reason() == BuildReason.RUN_FAILED));
        given().header("Authorization", token())
                .get("/v1/builds/" + id + "/log")
                .then()
                .statusCode(200)
                .body(containsString("event:end"))
                .body(containsString("data:failed"));
        given().header("Authorization", token())
                .get("/v1/builds?state=failed")
                .then()
                .body("id", hasItem(id));
    }

    @Test
    void refusalsAreProblemsWithACode() {
        given().contentType("application/json")
                .body(BODY.formatted("2"))
                .post("/v1/builds")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("missing"));
        given().header("Authorization", token())
                .contentType("application/json")
                .body(BODY.replace("acme/app", "acme/other").formatted("2"))
                .post("/v1/builds")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-allowed"))
                .body("detail", containsString("does not allow 'registry.example/acme/other:2'"));
        given().header("Authorization", token())
                .contentType("application/json")
                .body("{\"destination\":[]}")
                .post("/v1/builds")
                .then()
                .statusCode(400)
                .body("detail", equalTo("the field destination is not known"));
        given().header("Authorization", token())
                .contentType("application/json")
                .body("{\"context\":{},\"destinations\":[\"registry.example/acme/app:1\"]}")
                .post("/v1/builds")
                .then()
                .statusCode(422)
                .body("detail", containsString("context must have either tarSha256 or git"));
        given().header("Authorization", token())
                .get("/v1/builds/0123456789abcdef")
                .then()
                .statusCode(404);
    }

    /** As just after a request, or on a replica whose watch is behind: the Job is there, and our watch has not seen it. */
    @Test
    void aBuildThatTheWatchHasNotSeenYetIsThereAllTheSame() {
        String taken = given().header("Authorization", token())
                .contentType("application/json")
                .body(BODY.formatted("3"))
                .post("/v1/builds")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        client.resource(new JobBuilder(job("ondes-build-" + taken))
                        .withNewMetadata()
                        .withName("ondes-build-00000000000000aa")
                        .withNamespace("builds")
                        .addToAnnotations(
                                "ondes.dev/order",
                                job("ondes-build-" + taken)
                                        .getMetadata()
                                        .getAnnotations()
                                        .get("ondes.dev/order"))
                        .endMetadata()
                        .build())
                .create();

        given().header("Authorization", token())
                .get("/v1/builds/00000000000000aa")
                .then()
                .statusCode(200)
                .body("state", equalTo("queued"));
    }

    @Test
    void aJobThatSomebodyDeletesIsToldAsTheEndOfItsBuild() {
        String id = given().header("Authorization", token())
                .contentType("application/json")
                .body(BODY.formatted("4"))
                .post("/v1/builds")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().until(() ->
                Boolean.FALSE.equals(job("ondes-build-" + id).getSpec().getSuspend()));

        client.resource(job("ondes-build-" + id)).delete();

        await().until(() -> broker.said.stream()
                .anyMatch(event -> event.data() instanceof BuildDone done
                        && done.buildId().equals(id)
                        && done.reason() == BuildReason.JOB_DELETED));
    }

    @Test
    void whatItTakesIsPublished() {
        get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/v1/builds"))
                .body(containsString("/v1/contexts"));
    }

    private Job job(String name) {
        return client.batch().v1().jobs().inNamespace("builds").withName(name).get();
    }
}
