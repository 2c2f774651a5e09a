package dev.ondes.alerter.alerts;

import dev.ondes.contracts.broker.Topology;
import java.util.Map;

/**
 * One queue of the broker.
 *
 * @param kind what its messages wait for
 */
public record QueueFigures(String queue, Kind kind, long messages, int consumers) {
    /** What a queue is for. */
    public enum Kind {
        /** A service should take its messages. */
        WORK,
        /** Its messages wait for an operator. */
        KEPT,
        /** Messages go by themselves, or stay for ever. */
        OTHER;

        /** As its arguments say. */
        public static Kind of(Topology.Queue queue) {
            Map<String, Object> arguments = queue.arguments();
            if ("stream".equals(arguments.get("x-queue-type")) || arguments.containsKey("x-message-ttl")) {
                return OTHER;
            }
            return arguments.containsKey("x-dead-letter-exchange") ? WORK : KEPT;
        }
    }
}
