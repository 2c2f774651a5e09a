package dev.ondes.context.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A repository behind git's own HTTP backend, for one login. Looks for its password in all command lines and environments. */
final class TestGitServer implements AutoCloseable {
    private final Path root;
    private final String password;
    private final String expected;
    private final HttpServer server;
    private final ConcurrentLinkedDeque<Integer> failures = new ConcurrentLinkedDeque<>();
    private final ConcurrentSkipListSet<String> leaks = new ConcurrentSkipListSet<>();

    TestGitServer(Path root, String username, String password) throws IOException {
        this.root = root;
        this.password = password;
        this.expected = "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/project.git");
    }

    void failNext(int status) {
        failures.add(status);
    }

    List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** Commits all that is in the folder, and returns the commit. */
    String publish(Path work) throws Exception {
        git(work, "init", "-q", "-b", "main");
        git(work, "add", "-A");
        git(work, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
        git(root, "clone", "-q", "--bare", work.toString(), "project.git");
        return git(work, "rev-parse", "HEAD").strip();
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git " + arguments[0] + " failed");
        }
        return output;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        lookForThePassword();
        Integer failure = failures.poll();
        if (failure != null) {
            exchange.sendResponseHeaders(failure, -1);
        } else if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
            exchange.sendResponseHeaders(401, -1);
        } else {
            send(exchange, backend(exchange, body));
        }
        exchange.close();
    }

    private byte[] backend(HttpExchange exchange, byte[] body) throws IOException {
        var builder = new ProcessBuilder("git", "http-backend");
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", root.toString(),
                        "GIT_HTTP_EXPORT_ALL", "1",
                        "PATH_INFO", exchange.getRequestURI().getPath(),
                        "QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()),
                        "REQUEST_METHOD", exchange.getRequestMethod(),
                        "CONTENT_LENGTH", Integer.toString(body.length),
                        "CONTENT_TYPE", header(exchange, "Content-Type"),
                        "HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"),
                        "HTTP_GIT_PROTOCOL", header(exchange, "Git-Protocol")));
        Process backend = builder.start();
        Thread.ofVirtual().start(() -> {
            try (var input = backend.getOutputStream()) {
                input.write(body);
            } catch (IOException e) {
                // It has all that it wanted.
            }
        });
        return backend.getInputStream().readAllBytes();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void send(HttpExchange exchange, byte[] output) throws IOException {
        String text = new String(output, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, end).split("\r\n")) {
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(output, end + 4, output.length - end - 4);
    }

    private void lookForThePassword() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                for (String file : List.of("cmdline", "environ")) {
                    try {
                        if (Files.readString(process.resolve(file), ISO_8859_1).contains(password)) {
                            leaks.add(file);
                        }
                    } catch (IOException e) {
                        // It has ended meanwhile, or is another's.
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
