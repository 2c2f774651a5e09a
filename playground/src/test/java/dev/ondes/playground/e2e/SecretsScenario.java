package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No secret value is found where it must not be: looked for with the values themselves. */
abstract class SecretsScenario extends Scenario {
    private static final String MASKED = "correct-horse-battery-staple-42";
    private static final Pattern REVERSED_TOKEN = Pattern.compile("reversed: ([A-Za-z0-9_.-]+)");
    private static final Pattern RUNNER_TOKEN = Pattern.compile("token: (\\S+)");

    SecretsScenario(ClusterKind kind) {
        super(kind);
    }

    @Test
    void showsNoSecretAnywhere() throws IOException {
        // When: everything that can be seen while a job runs that knows secrets, and after it
        var leaks = new Leaks();
        String log;
        try (var _ = leaks.watchProcesses()) {
            log = runAJobThatPrintsItsSecrets(leaks);
        }
        look(leaks, log);

        // Then
        assertThat(log).contains("Created cache").contains("the key is [MASKED] and the token is [MASKED]");
        secrets(log).forEach(leaks::secret);
        assertThat(leaks.found()).isEmpty();
    }

    /** All that can be seen after a job, with its log. */
    final void look(Leaks leaks, String log) throws IOException {
        leaks.saw("the job's log", log);
        for (byte[] message : world().events().raw()) {
            leaks.saw("the messages in the broker", new String(message, StandardCharsets.UTF_8));
        }
        services().forEach(service -> {
            leaks.saw("the metrics of " + service.name(), String.valueOf(service.get("/q/metrics")));
            leaks.saw("the health of " + service.name(), String.valueOf(service.get("/q/health")));
        });
        leaks.sawLogs(world().folder());
    }

    /** The log; it gives the job token away in a form that no mask catches. */
    private String runAJobThatPrintsItsSecrets(Leaks leaks) {
        var run = world().pushWithVariable("DEPLOY_KEY", MASKED, """
                job:
                  tags: [linux]
                  services:
                    - name: ondes/sample-build:1
                      entrypoint: [sleep, "300"]
                      variables: {PASSWORD: $DEPLOY_KEY}
                  cache: {paths: [jars/]}
                  script:
                    - mkdir jars; echo one >jars/a
                    - "echo \\"the key is $DEPLOY_KEY and the token is $CI_JOB_TOKEN\\""
                    - "echo \\"reversed: $(echo $CI_JOB_TOKEN | rev)\\""
                    - sleep 4
                """);
        world().awaitLog(run, "job", "reversed: ");
        CiJob job = world().job(run, "job");
        world().pods(job).forEach(pod -> leaks.saw("the pod's spec", Serialization.asYaml(pod)));
        world().awaitEnd(run);
        world().awaitNothingLeft();
        return world().log(run, job);
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
                "the token for GitLab's API",
                Files.readString(settings.resolve("admin-token")).strip());
        secrets.put(
                "the sealing key",
                Files.readString(settings.resolve("keys"))
                        .replaceFirst("^[^:]+:", "")
                        .strip());
        secrets.put(
                "the broker's password",
                world().platform().broker().url().getUserInfo().replaceFirst("^[^:]+:", ""));
        secrets.put(
                "the cache's secret key",
                world().platform().caches().orElseThrow().server().secretKey());
        secrets.put("what a request for a cache was signed with", "X-Amz-Signature=");
        return secrets;
    }

    private List<Service> services() {
        return Stream.concat(Stream.of(world().platform().dispatcher()), world().platform().schedulers().stream())
                .toList();
    }
}
