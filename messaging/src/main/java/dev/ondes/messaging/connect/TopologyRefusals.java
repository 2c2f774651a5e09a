package dev.ondes.messaging.connect;

import com.rabbitmq.client.AMQP;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the broker's refusals of a declaration. */
final class TopologyRefusals {
    private static final Pattern INEQUIVALENT = Pattern.compile("inequivalent arg '([^']+)' for [^:]*: (.*)");

    private static final String QUEUE = "queue ";

    private TopologyRefusals() {}

    /** Reads one; empty when it is no refusal that an operator could mend, but a passing trouble */
    static Optional<TopologyProblem> read(String object, Exception refusal, boolean declare) {
        String text = Causes.sentence(refusal);
        return switch (Causes.replyCode(refusal).orElse(0)) {
            case AMQP.PRECONDITION_FAILED -> Optional.of(otherwise(object, text));
            case AMQP.NOT_FOUND -> Optional.of(missing(object, declare));
            case AMQP.ACCESS_REFUSED -> Optional.of(refused(object, declare));
            default -> Optional.empty();
        };
    }

    private static TopologyProblem otherwise(String object, String text) {
        var inequivalent = INEQUIVALENT.matcher(text);
        String difference = inequivalent.find()
                ? "the argument " + inequivalent.group(1) + " differs (" + inequivalent.group(2) + ")"
                : "the broker refuses it as declared here (" + text + ")";
        return new TopologyProblem(
                object,
                difference,
                "stop the services of other versions, which would declare it as it is now; then " + deletion(object)
                        + ": within a minute it is declared anew; or, if another owner declares the topology, set"
                        + " ondes.amqp.declare=false");
    }

    private static String deletion(String object) {
        return object.startsWith(QUEUE)
                ? "when it is empty, 'rabbitmqctl delete_queue " + object.substring(QUEUE.length()) + " --if-empty'"
                : "delete it";
    }

    private static TopologyProblem missing(String object, boolean declare) {
        return new TopologyProblem(
                object,
                "it does not exist",
                declare
                        ? "see the refusals of what it depends on"
                        : "import the definitions of this version, or set ondes.amqp.declare=true");
    }

    private static TopologyProblem refused(String object, boolean declare) {
        return new TopologyProblem(
                object,
                "the broker's user may not " + (declare ? "declare" : "see") + " it",
                declare
                        ? "grant the user configure, write and read on ondes' names, or import the definitions and set"
                                + " ondes.amqp.declare=false"
                        : "grant the user read on it");
    }
}
