package dev.ondes.messaging.connect;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the broker has the topology: declares it, or where that is another's task, looks whether it is there.
 * What differs is told once, with the fix, and work goes on with what the broker has: an argument that differs stops no
 * message. Checked with each new connection, and again by {@link TopologyWatch} while something differs. Thread-safe.
 */
public final class TopologyGuard {
    private static final Logger LOG = Logger.getLogger(TopologyGuard.class);

    private final Topology topology;
    private final boolean declare;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<TopologyProblem> problems = List.of();

    public TopologyGuard(Topology topology, boolean declare) {
        this.topology = topology;
        this.declare = declare;
    }

    /** What differed at the last check. */
    public List<TopologyProblem> problems() {
        return problems;
    }

    /**
     * Declares or looks.
     *
     * @throws IOException when the connection broke meanwhile, or the broker had another trouble
     */
    public void check(Connection connection) throws IOException {
        lock.lock();
        try (var pass = new Pass(connection)) {
            for (var exchange : topology.exchanges()) {
                pass.step("exchange " + exchange.name(), channel -> exchange(channel, exchange));
            }
            for (var queue : topology.queues()) {
                pass.step("queue " + queue.name(), channel -> queue(channel, queue));
            }
            if (declare) {
                for (var binding : topology.bindings()) {
                    pass.step(
                            "queue " + binding.queue(),
                            channel -> channel.queueBind(binding.queue(), binding.exchange(), binding.routingKey()));
                }
                for (var link : topology.links()) {
                    pass.step(
                            "exchange " + link.to(),
                            channel -> channel.exchangeBind(link.to(), link.from(), link.routingKey()));
                }
            }
            List<TopologyProblem> told = problems;
            problems = List.copyOf(pass.found);
            problems.stream().filter(problem -> !told.contains(problem)).forEach(this::tell);
            if (problems.isEmpty() && !told.isEmpty()) {
                LOG.info(LogLine.of("the broker's topology is this version's now"));
            }
        } finally {
            lock.unlock();
        }
    }

    private AMQP.Exchange.DeclareOk exchange(Channel channel, Topology.Exchange exchange) throws IOException {
        return declare
                ? channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments())
                : channel.exchangeDeclarePassive(exchange.name());
    }

    private AMQP.Queue.DeclareOk queue(Channel channel, Topology.Queue queue) throws IOException {
        return declare
                ? channel.queueDeclare(queue.name(), true, false, false, queue.arguments())
                : channel.queueDeclarePassive(queue.name());
    }

    private void tell(TopologyProblem problem) {
        LOG.error(LogLine.of("the broker's topology is not this version's: " + problem.object())
                .why(problem.difference())
                .with(LogKey.FIX, problem.fix()));
    }

    @FunctionalInterface
    private interface Step {
        Object run(Channel channel) throws IOException;
    }

    /** One pass over the topology; a step that the broker refuses costs a channel and becomes a problem. */
    private final class Pass implements AutoCloseable {
        private final Connection connection;
        private final List<TopologyProblem> found = new ArrayList<>();
        private @Nullable Channel channel;

        Pass(Connection connection) {
            this.connection = connection;
        }

        void step(String object, Step step) throws IOException {
            if (found.stream().anyMatch(problem -> problem.object().equals(object))) {
                return;
            }
            Channel open = channel;
            if (open == null || !open.isOpen()) {
                open = connection.createChannel();
                channel = open;
            }
            try {
                step.run(open);
            } catch (IOException | AlreadyClosedException e) {
                Optional<TopologyProblem> problem = TopologyRefusals.read(object, e, declare);
                if (problem.isEmpty() || !connection.isOpen()) {
                    throw e;
                }
                found.add(problem.get());
            }
        }

        @Override
        public void close() throws IOException {
            if (channel != null && channel.isOpen()) {
                try {
                    channel.close();
                } catch (TimeoutException e) {
                    throw new IOException("no answer in time", e);
                }
            }
        }
    }
}
