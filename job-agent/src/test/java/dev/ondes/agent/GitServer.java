package dev.ondes.agent;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Repositories by git's own HTTP backend, for who has the job's token. While it answers, it looks at the command lines of all
 * processes for the token.
 */
final class GitServer {
    private static final String EXPECTED = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("gitlab-ci-token:" + FakeGitLab.TOKEN).getBytes(StandardCharsets.UTF_8));

    private final Path root;
    private final Set<String> commandLinesWithToken = new ConcurrentSkipListSet<>();
    private final Set<String> fetched = new ConcurrentSkipListSet<>();
    private int failures;

    GitServer(Path root) {
        this.root = root;
    }

    /** Makes a bare repository with one commit of these files; returns the commit. */
    String repository(String name, String... pathsAndContents) throws Exception {
        Path work = Files.createDirectories(root.resolve("work").resolve(name));
        git(work, "init", "-q", "-b", "main");
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            Path file = work.resolve(pathsAndContents[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, pathsAndContents[i + 1]);
        }
        return commit(name);
    }

    Path work(String name) {
        return root.resolve("work").resolve(name);
    }

    String commit(String name) throws Exception {
        Path work = work(name);
        git(work, "add", "-A");
        git(work, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "change");
        git(
                root,
                "clone",
                "-q",
                "--bare",
                work.toString(),
                root.resolve(name + ".git").toString());
        return git(work, "rev-parse", "HEAD").strip();
    }

    static String git(Path directory, String... arguments) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("git"), Arrays.stream(arguments))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("git " + List.of(arguments) + ": " + output);
        }
        return output;
    }

    static boolean lfsIsHere() throws Exception {
        return new ProcessBuilder("git", "lfs", "version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    synchronized void failNext(int count) {
        failures = count;
    }

    Set<String> commandLinesWithToken() {
        return commandLinesWithToken;
    }

    /** Paths that were asked for with the right token. */
    Set<String> fetched() {
        return fetched;
    }

    void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        lookAtCommandLines();
        if (!EXPECTED.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"GitLab\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        synchronized (this) {
            if (failures > 0) {
                failures--;
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
                return;
            }
        }
        fetched.add(exchange.getRequestURI().getPath());
        try {
            answer(exchange, backend(exchange, body));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] backend(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("git", "http-backend");
        var environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath().replaceFirst("^/group", ""));
        environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        header(exchange, "Content-Type", "CONTENT_TYPE", environment);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
        header(exchange, "Git-Protocol", "HTTP_GIT_PROTOCOL", environment);
        Process process = builder.start();
        Thread.ofVirtual().start(() -> {
            try (var input = process.getOutputStream()) {
                new ByteArrayInputStream(body).transferTo(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        return output;
    }

    private static void header(HttpExchange exchange, String name, String variable, Map<String, String> environment) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    /** Turns a CGI program's output into an answer. */
    private static void answer(HttpExchange exchange, byte[] output) throws IOException {
        String text = new String(output, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, end).split("\r\n")) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("Status:")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(line.substring(0, line.indexOf(':')), value);
            }
        }
        int length = output.length - end - 4;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        exchange.getResponseBody().write(output, end + 4, length);
        exchange.close();
    }

    private void lookAtCommandLines() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains(FakeGitLab.TOKEN)) {
                        commandLinesWithToken.add(line.replace('\0', ' '));
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
    }
}
