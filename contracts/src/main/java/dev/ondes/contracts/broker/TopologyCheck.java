package dev.ondes.contracts.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the parts of a topology together: every name that is used is declared, and only once. */
final class TopologyCheck {
    private final List<String> problems = new ArrayList<>();
    private final Set<String> exchanges = new HashSet<>();
    private final Set<String> queues = new HashSet<>();

    private TopologyCheck() {}

    /** All that is wrong; empty where nothing is. */
    static List<String> problems(
            List<Topology.Exchange> exchanges,
            List<Topology.Queue> queues,
            List<Topology.Binding> bindings,
            List<Topology.Link> links) {
        var check = new TopologyCheck();
        exchanges.forEach(exchange -> check.once(check.exchanges, "exchange", exchange.name()));
        queues.forEach(queue -> check.once(check.queues, "queue", queue.name()));
        exchanges.forEach(exchange -> check.argument(exchange.name(), exchange.arguments(), "alternate-exchange"));
        queues.forEach(queue -> check.argument(queue.name(), queue.arguments(), "x-dead-letter-exchange"));
        for (var binding : bindings) {
            check.exchange("the binding of the queue '" + binding.queue() + "'", binding.exchange());
            if (!check.queues.contains(binding.queue())) {
                check.problems.add("the binding of the exchange '" + binding.exchange() + "' names the queue '"
                        + binding.queue() + "', which isn't declared");
            }
        }
        for (var link : links) {
            check.exchange("the link to '" + link.to() + "'", link.from());
            check.exchange("the link from '" + link.from() + "'", link.to());
        }
        return check.problems;
    }

    private void once(Set<String> seen, String what, String name) {
        if (!seen.add(name)) {
            problems.add("the " + what + " '" + name + "' is declared twice");
        }
    }

    private void argument(String owner, Map<String, Object> arguments, String key) {
        Object name = arguments.get(key);
        if (name != null) {
            exchange("'" + owner + "', " + key, name.toString());
        }
    }

    private void exchange(String where, String name) {
        if (!exchanges.contains(name)) {
            problems.add(where + " names the exchange '" + name + "', which isn't declared");
        }
    }
}
