package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.QueueFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceMetersTest {
    private static final QueueFigures OLD = new QueueFigures("old.queue", QueueFigures.Kind.WORK, 7, 1);
    private static final QueueFigures NEW = new QueueFigures("new.queue", QueueFigures.Kind.WORK, 1, 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ServiceMeters meters = new ServiceMeters(registry, List.of(), List.of());

    @Test
    void aQueueThatIsGoneHasNoFigure() {
        meters.see(List.of(OLD, NEW));

        meters.see(List.of(NEW));

        assertThat(messages("old.queue")).isNaN();
        assertThat(messages("new.queue")).isEqualTo(1);
    }

    @Test
    void whileTheBrokerIsAwayTheLastFiguresStand() {
        meters.see(List.of(OLD));

        meters.see(List.of());

        assertThat(messages("old.queue")).isEqualTo(7);
    }

    private double messages(String queue) {
        return registry.get("ondes.queue.messages").tag("queue", queue).gauge().value();
    }
}
