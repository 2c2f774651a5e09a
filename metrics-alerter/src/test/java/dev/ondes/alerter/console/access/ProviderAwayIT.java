package dev.ondes.alerter.console.access;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The provider is away when the service starts: metrics and alerts matter more than who may look at them. */
@QuarkusTest
@QuarkusTestResource(value = ProviderAwayIT.Away.class, restrictToAnnotatedClass = true)
@NeedsBroker
class ProviderAwayIT {

    /** Nobody listens there. */
    public static final class Away implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            var provider = new FakeProvider();
            provider.close();
            return ProviderResource.settings(provider.issuer());
        }

        @Override
        public void stop() {
            // Nothing runs.
        }
    }

    @Test
    void pagesSaySoAndTheRestGoesOn() {
        await().atMost(Duration.ofMinutes(1)).until(() -> get("/q/health/ready").statusCode() == 200);

        assertThat(get("/").then().statusCode(503).extract().asString())
                .contains("Nobody can log in now", "Metrics and alerts go on");
        assertThat(get("/q/metrics").statusCode()).isEqualTo(200);
    }
}
