package dev.ondes.agent;

import dev.ondes.agent.trace.MaskRules;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.List;

/** All that a job's log must not show. */
final class Secrets {
    private Secrets() {}

    static MaskRules of(JobPayload payload, JobVariables variables) {
        List<String> secrets = new ArrayList<>(variables.masked());
        secrets.add(payload.token().reveal());
        payload.dependencies()
                .forEach(dependency -> secrets.add(dependency.token().reveal()));
        payload.credentials()
                .forEach(credential -> secrets.add(credential.password().reveal()));
        return new MaskRules(secrets, payload.features().tokenMaskPrefixes());
    }
}
