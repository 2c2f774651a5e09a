package dev.ondes.contracts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.broker.Topology.Binding;
import dev.ondes.contracts.broker.Topology.Exchange;
import dev.ondes.contracts.broker.Topology.Link;
import dev.ondes.contracts.broker.Topology.Queue;
import dev.ondes.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    private static final String[] WORK = {
        Topology.SCHEDULER_JOB_QUEUED,
        Topology.SCHEDULER_CANCEL,
        Topology.DISPATCHER_FINISHED,
        Topology.SCHEDULER_NOTICE,
        Topology.SCHEDULER_NOTICE_CANCELLED,
        Topology.WATCHER_NOTICE,
        Topology.WATCHER_NOTICE_CANCELLED,
        Topology.BUILDER_REQUESTED
    };

    private final Topology topology = Topology.ondes();

    @Test
    void workIsNeverDroppedSilently() {
        for (String queue : WORK) {
            // At-least-once dead-lettering holds only together with a dead-letter exchange and reject-publish.
            assertThat(arguments(queue))
                    .containsEntry("x-queue-type", "quorum")
                    .containsEntry("x-delivery-limit", 20)
                    .containsEntry("x-dead-letter-exchange", Topology.DEAD)
                    .containsEntry("x-dead-letter-strategy", "at-least-once")
                    .containsEntry("x-overflow", "reject-publish")
                    .containsKeys("x-max-length", "x-max-length-bytes");
        }
    }

    @Test
    void everyQueueIsBounded() {
        assertThat(topology.queues())
                .allSatisfy(queue ->
                        assertThat(queue.arguments().keySet()).containsAnyOf("x-max-length", "x-max-length-bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Topology.DEAD_LETTERS, Topology.UNROUTED})
    void whatWaitsForAnOperatorHoldsUpNobodyAndMayBeLookedAtOften(String queue) {
        assertThat(arguments(queue))
                .containsEntry("x-overflow", "drop-head")
                .containsEntry("x-delivery-limit", 1_000_000);
    }

    @Test
    void theJournalIsAStreamWhoseNumbersAreNumbers() {
        assertThat(arguments(Topology.JOURNAL))
                .isEqualTo(Map.of(
                        "x-queue-type",
                        "stream",
                        "x-max-age",
                        "7D",
                        "x-max-length-bytes",
                        5_000_000_000L,
                        "x-stream-max-segment-size-bytes",
                        50_000_000));
    }

    @Test
    void aHintThatNobodyHearsHoldsUpNobody() {
        assertThat(arguments(Topology.BUILDER_NOTICE))
                .containsEntry("x-overflow", "drop-head")
                .containsEntry("x-message-ttl", 300_000)
                .doesNotContainKey("x-dead-letter-exchange");
    }

    @ParameterizedTest
    @EnumSource
    void everyEventReachesTheJournal(EventType type) {
        assertThat(Routing.queues(topology, Topology.EVENTS, type.routingKey())).contains(Topology.JOURNAL);
    }

    @Test
    void workReachesItsQueueAndNoOther() {
        assertThat(reached(EventType.JOB_QUEUED))
                .containsExactlyInAnyOrder(Topology.SCHEDULER_JOB_QUEUED, Topology.JOURNAL);
        assertThat(reached(EventType.JOB_CANCEL_REQUESTED))
                .containsExactlyInAnyOrder(Topology.SCHEDULER_CANCEL, Topology.JOURNAL);
        assertThat(reached(EventType.JOB_FINISHED))
                .containsExactlyInAnyOrder(Topology.DISPATCHER_FINISHED, Topology.JOURNAL);
        assertThat(reached(EventType.SPOT_TERMINATION_NOTICE))
                .containsExactlyInAnyOrder(
                        Topology.SCHEDULER_NOTICE, Topology.WATCHER_NOTICE, Topology.BUILDER_NOTICE, Topology.JOURNAL);
        assertThat(reached(EventType.SPOT_TERMINATION_CANCELLED))
                .containsExactlyInAnyOrder(
                        Topology.SCHEDULER_NOTICE_CANCELLED, Topology.WATCHER_NOTICE_CANCELLED, Topology.JOURNAL);
        assertThat(reached(EventType.NODE_DRAINED)).containsExactly(Topology.JOURNAL);
        assertThat(reached(EventType.CAPACITY_REPORTED))
                .containsExactlyInAnyOrder(Topology.DISPATCHER_CAPACITY, Topology.JOURNAL);
        assertThat(reached(EventType.BUILD_REQUESTED))
                .containsExactlyInAnyOrder(Topology.BUILDER_REQUESTED, Topology.JOURNAL);
        assertThat(reached(EventType.BUILD_DONE)).containsExactly(Topology.JOURNAL);
        assertThat(reached(EventType.POD_CREATED)).containsExactly(Topology.JOURNAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job.queued", "job.cancel-requested", "job.finished", "build.requested"})
    void workWithoutItsQueueIsCaughtThoughTheJournalTookIt(String routingKey) {
        var withoutBindings = new Topology(
                topology.exchanges(),
                topology.queues(),
                topology.bindings().stream()
                        .filter(binding -> !binding.exchange().equals(Topology.WORK))
                        .toList(),
                topology.links());

        assertThat(Routing.queues(withoutBindings, Topology.EVENTS, routingKey))
                .containsExactlyInAnyOrder(Topology.UNROUTED, Topology.JOURNAL);
    }

    @Test
    void deadLettersReachTheirQueueWhateverTheirKey() {
        assertThat(Routing.queues(topology, Topology.DEAD, "job.queued")).containsExactly(Topology.DEAD_LETTERS);
    }

    @Test
    void refusesNamesThatAreNotDeclaredAllAtOnce() {
        var exchange = new Exchange("e", "topic", Map.of("alternate-exchange", "nowhere"));
        var queue = new Queue("q", Map.of("x-dead-letter-exchange", "grave"));

        assertThatThrownBy(() -> new Topology(
                        List.of(exchange, exchange),
                        List.of(queue, queue),
                        List.of(new Binding("f", "q", "#"), new Binding("e", "r", "#")),
                        List.of(new Link("g", "e", "#"), new Link("e", "h", "#"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topology: the exchange 'e' is declared twice; the queue 'q' is declared twice; "
                        + "'e', alternate-exchange names the exchange 'nowhere', which isn't declared; "
                        + "'e', alternate-exchange names the exchange 'nowhere', which isn't declared; "
                        + "'q', x-dead-letter-exchange names the exchange 'grave', which isn't declared; "
                        + "'q', x-dead-letter-exchange names the exchange 'grave', which isn't declared; "
                        + "the binding of the queue 'q' names the exchange 'f', which isn't declared; "
                        + "the binding of the exchange 'e' names the queue 'r', which isn't declared; "
                        + "the link to 'e' names the exchange 'g', which isn't declared; "
                        + "the link from 'e' names the exchange 'h', which isn't declared");
    }

    private List<String> reached(EventType type) {
        return Routing.queues(topology, Topology.EVENTS, type.routingKey());
    }

    private Map<String, Object> arguments(String name) {
        return topology.queues().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow()
                .arguments();
    }

    /** RabbitMQ's routing, as far as this topology uses it. */
    private static final class Routing {
        static List<String> queues(Topology topology, String exchange, String routingKey) {
            Exchange declared = topology.exchanges().stream()
                    .filter(candidate -> candidate.name().equals(exchange))
                    .findFirst()
                    .orElseThrow();
            List<String> direct = topology.bindings().stream()
                    .filter(binding ->
                            binding.exchange().equals(exchange) && matches(declared, binding.routingKey(), routingKey))
                    .map(Binding::queue)
                    .toList();
            List<String> next = topology.links().stream()
                    .filter(link -> link.from().equals(exchange) && matches(declared, link.routingKey(), routingKey))
                    .map(Link::to)
                    .distinct()
                    .toList();
            Object alternate = declared.arguments().get("alternate-exchange");
            if (direct.isEmpty() && next.isEmpty() && alternate != null) {
                return queues(topology, alternate.toString(), routingKey);
            }
            return Stream.concat(
                            direct.stream(), next.stream().flatMap(to -> queues(topology, to, routingKey).stream()))
                    .distinct()
                    .toList();
        }

        private static boolean matches(Exchange exchange, String pattern, String routingKey) {
            return exchange.type().equals("fanout") || pattern.equals("#") || pattern.equals(routingKey);
        }
    }
}
