import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a service's start-up cache: {@code Rehearsal.java SERVICE ROOT SETTINGS} starts the service of {@code ROOT} with the
 * settings, in which {@code ${rehearsal.folder}} is a new folder with a class file and a key ring, waits until it is alive,
 * and stops it. Nothing that the settings name answers. Leaves {@code ROOT/start.aot}.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** Quarkus' line about a start that succeeded. */
    private static final Pattern STARTED = Pattern.compile("Listening on: (http://\\S+)");
    private static final String CLASSES =
            """
            gitlab: http://127.0.0.1:9
            classes:
              - name: standard
                token: glrt-rehearsal
                namespace: ondes-jobs
                limit: 1
            """;
    private static final String NOBODY =
            """
            apiVersion: v1
            kind: Config
            current-context: nobody
            clusters: [{name: nobody, cluster: {server: 'http://127.0.0.1:9'}}]
            contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
            users: [{name: nobody, user: {}}]
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String service = arguments[0];
        Path root = Path.of(arguments[1]).toRealPath();
        Path folder = Files.createTempDirectory("ondes-rehearsal-");
        try {
            Files.writeString(folder.resolve("classes.yaml"), CLASSES);
            Files.writeString(folder.resolve("keys"), "rehearsal: " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
            Files.writeString(folder.resolve("kubeconfig"), NOBODY);
            Files.writeString(folder.resolve("secret"), "rehearsal");
            Files.writeString(folder.resolve("policy.yaml"), "rules: []");
            Files.writeString(folder.resolve("store-credentials"), "access-key=rehearsal\nsecret-key=rehearsal\n");
            rehearse(service, root, folder, Path.of(arguments[2]).toRealPath());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void rehearse(String service, Path root, Path folder, Path settings)
            throws IOException, InterruptedException {
        Path cache = root.resolve("start.aot");
        Process process = new ProcessBuilder(List.of(
                        root.resolve("runtime/bin/java").toString(),
                        "@" + root.resolve("service.options"),
                        "-XX:AOTCacheOutput=" + cache,
                        "-Drehearsal.folder=" + folder,
                        "-Dquarkus.config.locations=" + settings,
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=0",
                        "-jar",
                        root.resolve("app/quarkus-run.jar").toString()))
                .redirectErrorStream(true)
                .start();
        // Ends its output too, if neither start nor end come.
        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
        var said = new StringBuilder();
        boolean alive;
        try (BufferedReader lines = process.inputReader()) {
            alive = isAlive(lines, said);
            // By its handle: the process itself would close what it still says.
            process.toHandle().destroy();
            lines.lines().forEach(line -> said.append(line).append('\n'));
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (!alive || !Files.exists(cache)) {
            System.err.print(said);
            System.err.println(service + (alive ? " left no start-up cache" : " did not start"));
            System.exit(1);
        }
    }

    /** Waits until the service says its address, and asks it there. */
    private static boolean isAlive(BufferedReader lines, StringBuilder said) throws IOException, InterruptedException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                try (HttpClient http = HttpClient.newHttpClient()) {
                    URI health = URI.create(started.group(1)).resolve("/q/health/live");
                    return http.send(HttpRequest.newBuilder(health).timeout(LIMIT).build(), BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                }
            }
        }
        return false;
    }
}
