package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No secret value is found where it must not be: looked for with the values themselves. */
abstract class SecretsScenario extends Scenario {
    private static final String MASKED = "correct-horse-battery-staple-42";
    private static final Pattern REVERSED_TOKEN = Pattern.compile("reversed: (\\S+)");
    private static final Pattern RUNNER_TOKEN = Pattern.compile("token: (\\S+)");

    SecretsScenario(ClusterKind kind) {
        super(kind);
    }

    @Test
    void showsNoSecretAnywhere() throws IOException {
        // Given: a job that knows secrets, prints them, and lets us know the job token in a form that no mask catches
        var run = world().pushWithVariable("DEPLOY_KEY", MASKED, """
                job:
                  tags: [linux]
                  script:
                    - "echo \\"the key is $DEPLOY_KEY and the token is $CI_JOB_TOKEN\\""
                    - "echo \\"reversed: $(echo $CI_JOB_TOKEN | rev)\\""
                    - sleep 4
                """);
        world().awaitLog(run, "job", "reversed: ");
        CiJob job = world().job(run, "job");

        // When: everything that can be seen while the job runs, and after it
        Map<String, String> seen = new LinkedHashMap<>();
        world().pods(job).forEach(pod -> seen.put("the pod's spec", Serialization.asYaml(pod)));
        processes().forEach((process, line) -> seen.put("the command line of process " + process, line));
        world().awaitEnd(run);
        world().awaitNothingLeft();
        String log = world().log(run, job);
        seen.put("the job's log", log);
        for (byte[] message : world().events().raw()) {
            seen.merge("the messages in the broker", new String(message, StandardCharsets.UTF_8), String::concat);
        }
        services().forEach(service -> {
            seen.put("the metrics of " + service.name(), String.valueOf(service.get("/q/metrics")));
            seen.put("the health of " + service.name(), String.valueOf(service.get("/q/health")));
        });
        seen.putAll(logs());

        // Then
        assertThat(log).contains("the key is [MASKED] and the token is [MASKED]");
        Map<String, String> secrets = secrets(log);
        List<String> leaks = new ArrayList<>();
        secrets.forEach((name, value) -> seen.forEach((where, text) -> {
            if (text.contains(value)) {
                leaks.add(name + " stands in " + where);
            }
        }));
        assertThat(leaks).isEmpty();
    }

    private Map<String, String> secrets(String log) throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the masked variable", MASKED);
        Matcher reversed = REVERSED_TOKEN.matcher(log);
        assertThat(reversed.find()).isTrue();
        secrets.put(
                "the job token", new StringBuilder(reversed.group(1)).reverse().toString());
        Path settings = world().folder().resolve("settings");
        Matcher runner = RUNNER_TOKEN.matcher(Files.readString(settings.resolve("classes.yaml")));
        while (runner.find()) {
            secrets.put("a runner's token " + secrets.size(), runner.group(1));
        }
        secrets.put(
                "the webhook's secret",
                Files.readString(settings.resolve("webhook-secret")).strip());
        secrets.put(
                "the sealing key",
                Files.readString(settings.resolve("keys"))
                        .replaceFirst("^[^:]+:", "")
                        .strip());
        secrets.put(
                "the broker's password",
                world().platform().broker().url().getUserInfo().replaceFirst("^[^:]+:", ""));
        return secrets;
    }

    private List<Service> services() {
        return Stream.concat(Stream.of(world().platform().dispatcher()), world().platform().schedulers().stream())
                .toList();
    }

    private Map<String, String> logs() throws IOException {
        try (Stream<Path> files = Files.walk(world().folder())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    // The simulated GitLab and the cluster's own parts are not ours to judge.
                    .filter(file -> !file.startsWith(world().folder().resolve("cluster")))
                    .collect(Collectors.toMap(file -> "the log " + file.getFileName(), SecretsScenario::read));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> processes() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    lines.put(
                            entry.getFileName().toString(),
                            Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // The process ended meanwhile.
                    continue;
                }
            }
        }
        return lines;
    }
}
