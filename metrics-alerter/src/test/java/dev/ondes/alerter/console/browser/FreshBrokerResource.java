package dev.ondes.alerter.console.browser;

import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.UUID;

/** A virtual host in which nobody ever said anything, over a line that can be cut. */
public class FreshBrokerResource implements QuarkusTestResourceLifecycleManager {
    private CutProxy line;

    @Override
    public Map<String, String> start() {
        String host = "fresh-" + UUID.randomUUID();
        line = new CutProxy(LocalBroker.url() + "/" + host);
        LocalBroker.ctl("add_vhost", host);
        LocalBroker.ctl("set_permissions", "-p", host, "guest", ".*", ".*", ".*");
        return Map.of(
                "ondes.amqp.url", line.url(),
                "ondes.alerter.evaluate-every", "1s",
                "ondes.alerter.console.access", "open");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(line, new TestInjector.MatchesType(CutProxy.class));
    }

    @Override
    public void stop() {
        line.close();
    }
}
