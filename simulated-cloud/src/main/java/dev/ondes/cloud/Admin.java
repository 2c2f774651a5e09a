package dev.ondes.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.cloud.metadata.AwsIdentity;
import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.AzureMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.GcpMachine;
import dev.ondes.cloud.metadata.Machine;
import dev.ondes.cloud.metadata.MetadataServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * Steers the machines of a {@link MetadataServer} over HTTP, below {@code /admin/nodes}:
 *
 * <pre>
 * GET    /admin/nodes
 * PUT    /admin/nodes/N            {"cloud":"aws","instanceId":"i-1","instanceType":"m6i.xlarge","zone":"eu-west-1b"}
 * DELETE /admin/nodes/N
 * POST   /admin/nodes/N/notice     {"kind":"spot","in":"120s","action":"terminate"}
 * POST   /admin/nodes/N/withdrawal {"kind":"maintenance","id":"…"}
 * POST   /admin/nodes/N/fault      {"fault":"slow","path":"/spot/","delay":"3s","times":5}; "none" heals, "token-expired" once
 * </pre>
 */
final class Admin {
    private static final String NODES = "/admin/nodes";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final MetadataServer metadata;
    private final Notices notices;
    private final Clock clock;

    private Admin(MetadataServer metadata, Clock clock) {
        this.metadata = metadata;
        this.notices = new Notices(clock);
        this.clock = clock;
    }

    static void on(HttpServer server, MetadataServer metadata, Clock clock) {
        server.createContext(NODES, new Admin(metadata, clock)::serve);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                byte[] body = exchange.getRequestBody().readAllBytes();
                Wish wish = new Wish(body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body));
                String path = exchange.getRequestURI().getPath().substring(NODES.length());
                send(exchange, 200, grant(exchange.getRequestMethod(), path.split("/"), wish));
            } catch (AdminException e) {
                send(exchange, e.status(), MAPPER.createObjectNode().put("error", e.getMessage()));
            } catch (IOException e) {
                send(exchange, 400, MAPPER.createObjectNode().put("error", "the body is not JSON"));
            }
        }
    }

    /** @param path parts after {@code /admin/nodes}, the first empty */
    private ObjectNode grant(String method, String[] path, Wish wish) {
        if (path.length <= 1) {
            return list();
        }
        String node = path[1];
        String what = method + (path.length > 2 ? " " + path[2] : "");
        switch (what) {
            case "PUT" -> metadata.put(node, machine(node, wish));
            case "DELETE" -> metadata.remove(node);
            case "GET" -> machine(node);
            case "POST notice" -> {
                return view(node).put("id", notices.give(machine(node), wish));
            }
            case "POST withdrawal" -> notices.takeBack(machine(node), wish);
            case "POST fault" -> fault(machine(node), wish);
            default -> throw new AdminException(404, "no such wish: " + what);
        }
        return view(node);
    }

    private Machine machine(String node) {
        return metadata.machine(node).orElseThrow(() -> new AdminException(404, "no node '" + node + "'"));
    }

    private Machine machine(String node, Wish wish) {
        return switch (wish.text("cloud")) {
            case "aws" ->
                new AwsMachine(
                        new AwsIdentity(
                                wish.text("instanceId"),
                                wish.text("instanceType", "m6i.xlarge"),
                                wish.text("zone", "eu-west-1b"),
                                wish.text("lifeCycle", "spot")),
                        clock);
            case "gcp" -> {
                var gcp = new GcpMachine(
                        wish.text("instanceId", node),
                        wish.text("instanceType", "e2-standard-4"),
                        wish.text("zone", "europe-west1-b"));
                if (!wish.text("nodePool", "").isEmpty()) {
                    gcp.nodePool(wish.text("nodePool"));
                }
                yield gcp;
            }
            case "azure" ->
                new AzureMachine(
                        wish.text("instanceId", node),
                        wish.text("instanceType", "Standard_D4s_v5"),
                        wish.text("zone", "westeurope"));
            default -> throw new AdminException(400, "'cloud' must be aws, gcp or azure");
        };
    }

    private static void fault(Machine machine, Wish wish) {
        String name = wish.text("fault");
        if (name.equals("token-expired")) {
            if (!(machine instanceof AwsMachine aws)) {
                throw new AdminException(400, "only AWS has tokens");
            }
            aws.expireTokens();
            return;
        }
        Fault fault;
        try {
            fault = Fault.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new AdminException(
                    400, "'fault' must be none, slow, unavailable, throttled, absent, silent or token-expired");
        }
        machine.failAt(
                wish.text("path", ""),
                fault,
                wish.time("delay", Duration.ofSeconds(3)),
                wish.number("times", Integer.MAX_VALUE));
    }

    private ObjectNode list() {
        ObjectNode list = MAPPER.createObjectNode();
        metadata.machines().keySet().stream().sorted().forEach(node -> list.set(node, view(node)));
        return list;
    }

    private ObjectNode view(String node) {
        ObjectNode view =
                MAPPER.createObjectNode().put("metadata", metadata.url(node).toString());
        metadata.machine(node)
                .ifPresent(machine -> view.put("cloud", machine.cloud()).put("calls", machine.calls()));
        return view;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        byte[] body = json.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
