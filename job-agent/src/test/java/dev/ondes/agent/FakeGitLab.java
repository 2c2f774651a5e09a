package dev.ondes.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.contracts.pod.LogFence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitLab as one job sees it: keeps the log as GitLab does (appends only at its end, else 416 with the true size), the job's
 * status and its artifacts, and can be told to fail. All state is guarded by the object's own lock.
 */
final class FakeGitLab implements AutoCloseable {
    static final long JOB = 4711;
    static final String TOKEN = "glcbt-64_jobtoken1234567890";
    private static final Pattern PATH = Pattern.compile("/api/v4/jobs/(\\d+)(/trace|/artifacts)?");

    /** What is done to a request instead of answering it. */
    enum Fault {
        /** 502 with a proxy's page. */
        BAD_GATEWAY,
        /** The request is carried out, but its answer never arrives. */
        LOST_ANSWER,
        /** 429 with one second to wait. */
        THROTTLED,
        /** The request is carried out, but a proxy answers 504 with one second to wait. */
        LOST_AND_THROTTLED;

        boolean slow() {
            return this == THROTTLED || this == LOST_AND_THROTTLED;
        }
    }

    /** A request as it came: method, path, and for a state its body. */
    record Seen(String method, String path, String body) {}

    private final HttpServer server;
    private final @Nullable Path authority;
    private final ByteArrayOutputStream trace = new ByteArrayOutputStream();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
    private final Map<Long, byte[]> archives = new ConcurrentHashMap<>();
    private String status = "running";
    private String finalBody = "";
    private Predicate<Seen> faulty = request -> false;
    private Fault fault = Fault.BAD_GATEWAY;
    private int faultsLeft;
    private volatile Predicate<Seen> hanging = request -> false;
    private int pendingAnswers;
    private int resends;
    private boolean chunksFail;
    private int interval = 1;
    private volatile int largestUpload = Integer.MAX_VALUE;
    private volatile String refusedType = "";

    FakeGitLab() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), null);
    }

    /** By HTTPS, with a certificate that nobody trusts but who was told. */
    FakeGitLab(PrivateAuthority certificate) throws IOException {
        this(certificate.https(), certificate.pem());
    }

    private FakeGitLab(HttpServer server, @Nullable Path authority) {
        this.server = server;
        this.authority = authority;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v4/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create((authority == null ? "http" : "https") + "://127.0.0.1:"
                + server.getAddress().getPort());
    }

    /** Whom to trust as to its certificate; null where it has none. */
    @Nullable
    Path authority() {
        return authority;
    }

    void serve(String path, com.sun.net.httpserver.HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** The next {@code count} requests that fit go wrong. */
    synchronized void fail(Fault how, int count, Predicate<Seen> which) {
        fault = how;
        faultsLeft = count;
        faulty = which;
    }

    /** Requests that fit are never answered. */
    void hang(Predicate<Seen> which) {
        hanging = which;
    }

    synchronized void status(String newStatus) {
        status = newStatus;
    }

    synchronized String status() {
        return status;
    }

    /** A final state is answered with 202 that often before it counts. */
    synchronized void persistSlowly(int answers) {
        pendingAnswers = answers;
    }

    /** A final state is answered with 412 that often, and the log forgotten. */
    synchronized void loseTheLog(int times) {
        resends = times;
    }

    /** From now on of a piece that reaches into several chunks only what goes into the first is stored, and the answer is 500. */
    synchronized void failBetweenChunks() {
        chunksFail = true;
    }

    /** Forgets the log from a size on, as where its Redis fails over to one that lags behind. */
    synchronized void loseTheLogsEnd(int size) {
        byte[] kept = Arrays.copyOf(trace.toByteArray(), size);
        trace.reset();
        trace.writeBytes(kept);
    }

    synchronized void write(String text) {
        trace.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    synchronized byte[] traceBytes() {
        return trace.toByteArray();
    }

    String log() {
        return new String(traceBytes(), StandardCharsets.UTF_8);
    }

    /** Each size that the log had after a piece. */
    synchronized List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    synchronized String finalBody() {
        return finalBody;
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    Map<String, byte[]> uploads() {
        return uploads;
    }

    /** Whatever is longer is refused. */
    void largestUpload(int bytes) {
        largestUpload = bytes;
    }

    /** Artifacts of this type are answered with 400. */
    void refuseUploads(String type) {
        refusedType = type;
    }

    void archive(long job, byte[] zip) {
        archives.put(job, zip);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            answer(exchange, 404, "");
            return;
        }
        String part = path.group(2) == null ? "" : path.group(2);
        var request = new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                part.isEmpty() ? new String(body, StandardCharsets.UTF_8) : "");
        Fault now = null;
        synchronized (this) {
            seen.add(request);
            if (faultsLeft > 0 && faulty.test(request)) {
                faultsLeft--;
                now = fault;
            }
        }
        if (hanging.test(request)) {
            return;
        }
        if (now == Fault.BAD_GATEWAY) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            answer(exchange, 502, "<html>bad gateway</html>");
            return;
        }
        if (now == Fault.THROTTLED) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 429, "");
            return;
        }
        int code =
                switch (part) {
                    case "/trace" -> append(exchange, body);
                    case "/artifacts" -> artifacts(exchange, Long.parseLong(path.group(1)), body);
                    default -> update(exchange, request.body());
                };
        if (now == Fault.LOST_AND_THROTTLED) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 504, "");
            return;
        }
        if (now == Fault.LOST_ANSWER) {
            exchange.close();
            return;
        }
        if (code != 0) {
            answer(exchange, code, code == 200 || code == 201 ? Integer.toString(code) : "");
        }
    }

    private synchronized int append(HttpExchange exchange, byte[] body) {
        exchange.getResponseHeaders().set("Job-Status", status);
        if (!isActive() || !TOKEN.equals(exchange.getRequestHeaders().getFirst("JOB-TOKEN"))) {
            return 403;
        }
        int start = Integer.parseInt(
                exchange.getRequestHeaders().getFirst("Content-Range").split("-")[0]);
        if (start != trace.size()) {
            exchange.getResponseHeaders().set("Range", "0-" + trace.size());
            return 416;
        }
        int untilBorder = LogFence.CHUNK - start % LogFence.CHUNK;
        if (chunksFail && body.length > untilBorder) {
            trace.write(body, 0, untilBorder);
            return 500;
        }
        trace.writeBytes(body);
        sizes.add(trace.size());
        exchange.getResponseHeaders().set("Range", "0-" + trace.size());
        exchange.getResponseHeaders().set("X-GitLab-Trace-Update-Interval", Integer.toString(interval));
        return 202;
    }

    private synchronized int update(HttpExchange exchange, String body) {
        exchange.getResponseHeaders().set("Job-Status", status);
        if (!isActive() || !body.contains(TOKEN)) {
            return 403;
        }
        if (body.contains("\"running\"")) {
            return 200;
        }
        if (resends > 0) {
            resends--;
            trace.reset();
            return 412;
        }
        if (pendingAnswers > 0) {
            pendingAnswers--;
            exchange.getResponseHeaders().set("X-GitLab-Trace-Update-Interval", "1");
            return 202;
        }
        finalBody = body;
        status = status.equals("canceling") ? "canceled" : body.contains("\"success\"") ? "success" : "failed";
        exchange.getResponseHeaders().set("Job-Status", status);
        return 200;
    }

    private int artifacts(HttpExchange exchange, long job, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("POST") && body.length > largestUpload) {
            return 413;
        }
        if (exchange.getRequestMethod().equals("POST")
                && !refusedType.isEmpty()
                && exchange.getRequestURI().getQuery().contains("artifact_type=" + refusedType)) {
            answer(exchange, 400, "{\"message\":\"Invalid Format\"}");
            return 0;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            uploads.put(exchange.getRequestURI().getQuery(), Multipart.file(exchange, body));
            return 201;
        }
        byte[] archive = archives.get(job);
        if (archive == null) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer(exchange, 404, "{\"message\":\"404 Not Found\"}");
            return 0;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/zip");
        exchange.sendResponseHeaders(200, archive.length);
        exchange.getResponseBody().write(archive);
        exchange.close();
        return 0;
    }

    private boolean isActive() {
        return status.equals("running") || status.equals("canceling");
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
