package dev.ondes.agent.services;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The job's services, as its log and its script see them. The kubelet has started them before the agent; whether one is ready, only
 * its port tells, where the job names one by {@value #PORT} among the service's own variables, as for gitlab-runner. For the main
 * thread.
 */
public final class Services {
    private static final String PORT = "HEALTHCHECK_TCP_PORT";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

    private final JobPayload payload;
    private final JobVariables variables;
    private final JobLog log;
    private final Orders orders;
    private final Clock clock;

    private record Port(String service, int number) {
        /** All containers of a pod share its network. */
        boolean answers() {
            try (var socket = new Socket()) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
                socket.connect(address, Math.toIntExact(CONNECT_LIMIT.toMillis()));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return service + " on port " + number;
        }
    }

    public Services(JobPayload payload, JobVariables variables, JobLog log, Orders orders, Clock clock) {
        this.payload = payload;
        this.variables = variables;
        this.log = log;
        this.orders = orders;
        this.clock = clock;
    }

    /** Says which there are. */
    public void greet() {
        payload.services().forEach(service -> log.line("  service " + name(service)));
        if (!payload.services().isEmpty() && variables.flag("CI_DEBUG_SERVICES", false)) {
            log.warning("CI_DEBUG_SERVICES has no effect: what services write is not seen from the job's pod");
        }
    }

    /**
     * Waits until all ports answer; the script begins without those that don't in time, and says so.
     *
     * @throws StoppedException when something ends the preparation meanwhile
     */
    public void await(Duration limit, Duration look) {
        List<Port> silent = new ArrayList<>(ports());
        silent.removeIf(Port::answers);
        if (silent.isEmpty()) {
            return;
        }
        log.line("Waiting for services: " + silent.stream().map(Port::toString).collect(Collectors.joining(", ")));
        Instant end = clock.instant().plus(limit);
        while (!silent.isEmpty() && clock.instant().isBefore(end)) {
            orders.await(look);
            orders.checkWhilePreparing();
            silent.removeIf(Port::answers);
        }
        silent.forEach(port -> log.warning("Service " + port + " does not answer after " + limit.toSeconds()
                + " s; the script begins all the same"));
    }

    private List<Port> ports() {
        List<Port> ports = new ArrayList<>();
        for (JobPayload.Image service : payload.services()) {
            for (Variable variable : service.variables()) {
                if (variable.key().equals(PORT)) {
                    String number = variables.expand(variable.value().reveal()).strip();
                    if (isPort(number)) {
                        ports.add(new Port(name(service), Integer.parseInt(number)));
                    } else {
                        log.warning("Service " + name(service) + ": its " + PORT
                                + " is no port's number; the script does not wait for it");
                    }
                }
            }
        }
        return ports;
    }

    private String name(JobPayload.Image service) {
        return variables.expand(service.name()).strip();
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= 65_535;
    }
}
