package dev.ondes.agent.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A cloud's services at paths of one server: who gives tokens, and who gives secrets for them. */
final class FakeCloud implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, Function<Asked, Said>> services = new ConcurrentHashMap<>();

    /** A request: its path with the query, its headers by lower-case names, its body. */
    record Asked(String path, Map<String, String> headers, String body) {}

    record Said(int status, String body) {}

    FakeCloud() throws IOException {
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What answers to paths that begin so. */
    FakeCloud at(String path, Function<Asked, Said> service) {
        services.put(path, service);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String path = exchange.getRequestURI().toString();
        var asked =
                new Asked(path, headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        List<String> fitting = new ArrayList<>(
                services.keySet().stream().filter(path::startsWith).toList());
        Said said = fitting.isEmpty()
                ? new Said(404, "{}")
                : services.get(fitting.getFirst()).apply(asked);
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
