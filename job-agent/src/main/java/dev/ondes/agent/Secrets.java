package dev.ondes.agent;

import dev.ondes.agent.trace.MaskRules;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** All that a job's log must not show. */
final class Secrets {
    private Secrets() {}

    static MaskRules of(AgentJob job, JobPayload payload, JobVariables variables) {
        List<String> secrets = new ArrayList<>(variables.masked());
        secrets.add(payload.token().reveal());
        payload.dependencies()
                .forEach(dependency -> secrets.add(dependency.token().reveal()));
        payload.credentials()
                .forEach(credential -> secrets.add(credential.password().reveal()));
        job.caches().forEach(cache -> addSignatures(cache, secrets));
        return new MaskRules(secrets, payload.features().tokenMaskPrefixes());
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
