import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs the detector of a folder against stubs of AWS' metadata service and of spot-watcher in this process. {@code train}
 * writes the cache of classes from which it starts quickly (used by build-root.sh); {@code measure} prints what it needs:
 * memory and processor time while nothing happens, and after a notice.
 */
final class Rehearsal implements AutoCloseable {
    private static final String META_DATA = "/latest/meta-data/";

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Path token = Files.createTempFile("ondes-rehearsal", ".token");
    /** Enough of them that all of its code for a quiet machine has run. */
    private final CountDownLatch looks = new CountDownLatch(60);
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile boolean spot;
    private volatile long shownAt;
    private volatile long toldAt;

    private Rehearsal() throws IOException {
        // Else an answer's body waits for the acknowledgement of its header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(token, "rehearsal");
    }

    public static void main(String[] arguments) throws Exception {
        Path detector = Path.of(arguments[0]).toAbsolutePath();
        boolean good;
        try (var rehearsal = new Rehearsal()) {
            good = arguments[1].equals("train")
                    ? rehearsal.train(detector)
                    : rehearsal.measure(detector, Integer.parseInt(arguments[2]));
        }
        System.exit(good ? 0 : 1);
    }

    private boolean train(Path detector) throws Exception {
        Path cache = detector.resolve("detector.aot");
        Process process = start(detector, "-XX:AOTCacheOutput=" + cache, "200ms");
        looks.await(1, TimeUnit.MINUTES);
        for (String page : List.of("/metrics", "/healthz", "/readyz")) {
            ask(page);
        }
        boolean good = showSpot(process) && end(process);
        System.out.println("start-up cache: " + (good ? Files.size(cache) / 1024 + " KiB" : "none"));
        return good;
    }

    private boolean measure(Path detector, int seconds) throws Exception {
        Process process = start(detector, "-XX:AOTCache=" + detector.resolve("detector.aot"), "1s");
        lives(process, 10);
        System.out.printf("after 10 s: %s, %d ms of processor time since the start%n", memory(process), processorMillis(process));
        long before = processorMillis(process);
        for (int slice = 0; slice < seconds; slice += 10) {
            lives(process, 10);
            ask("/metrics");
        }
        System.out.printf(
                "after %d s more, with metrics read every 10 s: %s, %.1f millicores%n",
                seconds, memory(process), (processorMillis(process) - before) / (double) seconds);
        boolean good = showSpot(process);
        System.out.printf("a notice was told %d ms after it could be seen; then: %s%n", toldAt - shownAt, memory(process));
        return end(process) && good;
    }

    private boolean showSpot(Process process) throws Exception {
        shownAt = System.currentTimeMillis();
        spot = true;
        boolean good = told.await(20, TimeUnit.SECONDS);
        lives(process, 1);
        return good;
    }

    /** The time that is measured; or the end at once, should the detector end. */
    private static void lives(Process process, int seconds) throws InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the detector ended with " + process.exitValue());
        }
    }

    private static boolean end(Process process) throws Exception {
        process.destroy();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        return ended;
    }

    private Process start(Path detector, String cache, String interval) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                detector.resolve("runtime/bin/java").toString(), "@" + detector.resolve("detector.options"), cache));
        for (String option : System.getenv().getOrDefault("REHEARSAL_OPTIONS", "").split(" ")) {
            if (!option.isEmpty()) {
                command.add(option);
            }
        }
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        command.addAll(List.of(
                "-jar",
                detector.resolve("node-detector.jar").toString(),
                "--node=rehearsal",
                "--watcher-url=" + url,
                "--token-file=" + token,
                "--metadata=" + url,
                "--interval=" + interval,
                "--listen=127.0.0.1:" + HEALTH_PORT));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static final int HEALTH_PORT = 19_808;

    private static void ask(String page) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HEALTH_PORT + page)).build(),
                    BodyHandlers.ofString());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/notices")) {
            if (new String(body, StandardCharsets.UTF_8).contains("spot-interruption")) {
                toldAt = System.currentTimeMillis();
                told.countDown();
            }
            send(exchange, 202, "");
            return;
        }
        looks.countDown();
        String text =
                switch (path) {
                    case "/latest/api/token" -> "rehearsal-token";
                    case META_DATA + "instance-id" -> "i-0aaaaaaaaaaaaaaa1";
                    case META_DATA + "instance-type" -> "m6i.xlarge";
                    case META_DATA + "placement/availability-zone" -> "eu-west-1b";
                    case META_DATA + "events/maintenance/scheduled" -> maintenance();
                    case META_DATA + "spot/instance-action" ->
                        spot ? "{\"action\":\"terminate\",\"time\":\"2099-01-01T00:00:00Z\"}" : "";
                    default -> "";
                };
        send(exchange, text.isEmpty() ? 404 : 200, text);
    }

    private static String maintenance() {
        return "[{\"NotBefore\":\"1 Jan 2099 09:00:43 GMT\",\"Code\":\"system-reboot\",\"EventId\":\"e\",\"State\":\"active\"}]";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String memory(Process process) throws IOException {
        double anonymous = 0;
        double resident = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("RssAnon:")) {
                anonymous = Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
            } else if (line.startsWith("VmRSS:")) {
                resident = Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return "%.1f MiB anonymous, %.1f MiB resident".formatted(anonymous, resident);
    }

    /** Of all threads, exactly: what {@code stat} says is estimated by sampling. */
    private static long processorMillis(Process process) throws IOException {
        long nanos = 0;
        try (var threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
        }
        return nanos / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        Files.delete(token);
    }
}
