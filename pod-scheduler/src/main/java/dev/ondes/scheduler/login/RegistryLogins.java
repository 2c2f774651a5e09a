package dev.ondes.scheduler.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.RegistryCredential;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a job's images are pulled with beside its class's pull secrets. Of each registry, as with gitlab-runner, what the job's variable
 * {@value #VARIABLE} says, else the class's, else what GitLab gave the job for its own registry. Immutable; prints no password.
 */
public final class RegistryLogins {
    public static final String VARIABLE = "DOCKER_AUTH_CONFIG";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NO_FILES = "";
    /** GitLab's word, for its container registry and its dependency proxy alike. */
    private static final String REGISTRY = "registry";

    private static final String OF_GITLAB = "GitLab, for this job";

    private final Map<String, Login> byRegistry = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    private RegistryLogins() {}

    /**
     * Those of a job.
     *
     * @param ofClass the class's variables
     */
    public static RegistryLogins of(JobPayload payload, Map<String, String> ofClass) {
        List<Variable> all = new ArrayList<>(JobVariables.ofClass(ofClass));
        all.addAll(payload.variables());
        var logins = new RegistryLogins();
        if (payload.variables().stream().anyMatch(RegistryLogins::holdsLogins)) {
            logins.add("the job's", all);
            all.removeIf(variable -> payload.variables().contains(variable) && holdsLogins(variable));
        }
        logins.add("the class's", all);
        payload.credentials().stream()
                .filter(credential -> credential.type().equals(REGISTRY))
                .forEach(logins::add);
        return logins;
    }

    private static boolean holdsLogins(Variable variable) {
        return variable.key().equals(VARIABLE);
    }

    private void add(String whose, List<Variable> variables) {
        if (variables.stream().noneMatch(RegistryLogins::holdsLogins)) {
            return;
        }
        String content = new JobVariables(variables, NO_FILES).content(VARIABLE);
        if (content != null && !content.isBlank()) {
            String source = whose + " variable " + VARIABLE;
            DockerConfig config = DockerConfig.read(content, source);
            config.logins().forEach(byRegistry::putIfAbsent);
            config.remarks().forEach(remark -> remarks.add(source + " " + remark));
        }
    }

    private void add(RegistryCredential credential) {
        String registry = RegistryName.of(credential.url());
        if (registry != null) {
            byRegistry.putIfAbsent(registry, new Login(credential.username(), credential.password(), OF_GITLAB));
        }
    }

    public boolean isEmpty() {
        return byRegistry.isEmpty();
    }

    /** All of them as the content of a pull secret. */
    public byte[] dockerConfig() {
        ObjectNode config = MAPPER.createObjectNode();
        ObjectNode auths = config.putObject("auths");
        byRegistry.forEach((registry, login) -> auths.putObject(registry)
                .put("username", login.user())
                .put("password", login.password().reveal()));
        try {
            return MAPPER.writeValueAsBytes(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What people read beside an image that a registry did not give: whose login it was shown, and what is wrong with the variables.
     *
     * @param seen what the kubelet said; names the image
     */
    public String remark(String seen) {
        List<String> all = new ArrayList<>();
        byRegistry.keySet().stream()
                .filter(seen::contains)
                .max(Comparator.comparing(String::length))
                .map(registry -> "the login for " + registry + " came from "
                        + Objects.requireNonNull(byRegistry.get(registry)).source())
                .ifPresent(all::add);
        all.addAll(remarks);
        return all.isEmpty()
                ? "the job brings no login for that registry; its variable " + VARIABLE + " may hold one"
                : String.join("; ", all);
    }

    /** Of whom, never with what. */
    @Override
    public String toString() {
        return "RegistryLogins" + byRegistry.keySet();
    }
}
