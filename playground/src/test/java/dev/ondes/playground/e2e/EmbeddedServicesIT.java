package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.process.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("embedded")
@EnabledIf(
        value = "namesResolve",
        disabledReason = "jobs find their services by name only in bubblewrap, which is missing here")
class EmbeddedServicesIT extends ServicesScenario {
    EmbeddedServicesIT() {
        super(ClusterKind.EMBEDDED, false);
    }

    static boolean namesResolve() {
        return Tool.find("bwrap").isPresent();
    }
}
