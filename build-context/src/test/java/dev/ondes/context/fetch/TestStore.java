package dev.ondes.context.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A store with one file, which answers by HTTP's rules for ranges and conditions, unless it is told to misbehave next. */
final class TestStore implements AutoCloseable {
    private final HttpServer server;
    private final byte[] file;
    private final List<String> ranges = new ArrayList<>();
    private final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
    private volatile String tag = "\"first\"";

    /** What goes wrong once. */
    sealed interface Fault {
        record Status(int status) implements Fault {}

        /** The connection ends behind so many bytes of what was announced. */
        record Cut(int bytes) implements Fault {}

        /** The connection stays open behind so many bytes, and nothing more comes. */
        record Silence(int bytes) implements Fault {}

        /** All of the file, though only a part of it was asked for. */
        record WholeFile() implements Fault {}
    }

    TestStore(byte[] file) throws IOException {
        this.file = file;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/context.tar.gz", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/context.tar.gz?X-Signature=secret");
    }

    void misbehave(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    void replaceFile() {
        tag = "\"second\"";
    }

    /** The ranges that were asked for; empty texts for the whole. */
    synchronized List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        synchronized (this) {
            ranges.add(range == null ? "" : range);
        }
        @Nullable Fault fault = faults.poll();
        String condition = exchange.getRequestHeaders().getFirst("If-Match");
        if (fault instanceof Fault.Status(int status)) {
            exchange.sendResponseHeaders(status, -1);
        } else if (condition != null && !condition.equals(tag)) {
            exchange.sendResponseHeaders(412, -1);
        } else {
            boolean whole = range == null || fault instanceof Fault.WholeFile;
            int from = whole ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.sendResponseHeaders(whole ? 200 : 206, file.length - from);
            send(exchange, from, fault);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, int from, @Nullable Fault fault) throws IOException {
        int end =
                switch (fault) {
                    case Fault.Cut(int bytes) -> Math.min(file.length, from + bytes);
                    case Fault.Silence(int bytes) -> Math.min(file.length, from + bytes);
                    case null, default -> file.length;
                };
        exchange.getResponseBody().write(file, from, end - from);
        exchange.getResponseBody().flush();
        if (fault instanceof Fault.Silence) {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
