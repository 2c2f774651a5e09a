package dev.ondes.agent;

import dev.ondes.agent.trace.MaskRules;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.JobVariables;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** All that a job's log must not show. */
final class Secrets {
    /** Shorter ones stand in many a harmless line. */
    private static final int SHORTEST_LINE = 8;
    /** Each costs time at each byte of the log. */
    private static final int MOST_LINES = 200;

    private Secrets() {}

    static MaskRules of(AgentJob job, JobPayload payload, JobVariables variables) {
        List<String> secrets = new ArrayList<>();
        variables.masked().forEach(value -> addWithLines(value, secrets));
        secrets.add(payload.token().reveal());
        payload.dependencies()
                .forEach(dependency -> secrets.add(dependency.token().reveal()));
        payload.credentials()
                .forEach(credential -> secrets.add(credential.password().reveal()));
        job.caches().forEach(cache -> addSignatures(cache, secrets));
        for (JobSecret secret : payload.secrets()) {
            if (secret.source() instanceof JobSecret.GitLabSecretsManager manager) {
                secrets.add(manager.jwt().reveal());
            }
        }
        return new MaskRules(secrets, payload.features().tokenMaskPrefixes());
    }

    /** What has several lines, such as a key, is often shown indented, or a line of it alone. */
    private static void addWithLines(String value, List<String> secrets) {
        secrets.add(value);
        List<String> lines = value.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE)
                .toList();
        if (value.indexOf('\n') >= 0 && lines.size() <= MOST_LINES) {
            secrets.addAll(lines);
        }
    }

    /** Whoever has what stands behind the question mark may do what was signed. */
    private static void addSignatures(CacheAccess cache, List<String> secrets) {
        if (cache instanceof CacheAccess.Granted granted) {
            granted.restore().forEach(source -> addSignature(source.url(), secrets));
            if (granted.save() != null) {
                addSignature(granted.save(), secrets);
            }
        }
    }

    private static void addSignature(URI url, List<String> secrets) {
        if (url.getRawQuery() != null) {
            secrets.add(url.getRawQuery());
        }
    }
}
