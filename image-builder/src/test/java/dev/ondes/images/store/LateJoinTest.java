package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that S3 was joining for somebody else when we looked: then there is no such upload, and the object is there. */
class LateJoinTest {
    private static final ContextId ID = new ContextId(1, "0".repeat(64));

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer s3;

    @BeforeEach
    void open() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", this::answer);
        s3.start();
    }

    @AfterEach
    void close() {
        s3.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isJoined = asked.contains("GET");
            asked.add(exchange.getRequestMethod());
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT");
                exchange.getResponseHeaders().set("ETag", "\"e\"");
                exchange.getResponseHeaders().set("Content-Length", "1");
                exchange.sendResponseHeaders(isJoined ? 200 : 404, -1);
                return;
            }
            byte[] gone = "<Error><Code>NoSuchUpload</Code></Error>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, gone.length);
            exchange.getResponseBody().write(gone);
        }
    }

    @Test
    void areJoined() {
        var server = new S3Server("127.0.0.1", s3.getAddress().getPort(), "any", "any");
        try (Store store = Store.on(server, folder, Map.of())) {
            assertThatCode(() -> store.uploads.complete(ID, "u1", List.of())).doesNotThrowAnyException();
        }

        assertThat(asked).containsExactly("HEAD", "GET", "HEAD");
    }
}
