package dev.ondes.cli.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.GitSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to build as JSON. What was not said is not written: the service's policy then decides. */
final class BuildBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BuildBody() {}

    static ObjectNode of(BuildSpec spec, List<BuildSecret> secrets) {
        ObjectNode body = JSON.createObjectNode();
        putContext(body.putObject("context"), spec.context());
        body.put("dockerfile", spec.dockerfile());
        put(body, "target", spec.target());
        spec.destinations().forEach(body.putArray("destinations")::add);
        spec.buildArgs().forEach(body.putObject("buildArgs")::put);
        spec.labels().forEach(body.putObject("labels")::put);
        spec.platforms().forEach(body.putArray("platforms")::add);
        putCache(body, spec.cache());
        put(body, "builder", spec.builder() == null ? null : spec.builder().wire());
        putResources(body, spec.resources());
        put(body, "timeout", spec.timeout() == null ? null : spec.timeout().toString());
        body.put("priority", spec.priority());
        put(body, "requestKey", spec.requestKey());
        if (spec.sbom() != null) {
            body.put("sbom", spec.sbom());
        }
        if (!secrets.isEmpty()) {
            var list = body.putArray("secrets");
            secrets.forEach(secret -> list.addObject().put("id", secret.id()).put("value", secret.value()));
        }
        return body;
    }

    private static void putContext(ObjectNode body, BuildContext context) {
        put(body, "tarSha256", context.tarSha256());
        GitSource git = context.git();
        if (git != null) {
            ObjectNode source =
                    body.putObject("git").put("url", git.url().toString()).put("ref", git.ref());
            put(source, "subFolder", git.subFolder());
        }
    }

    private static void putCache(ObjectNode body, @Nullable BuildCache cache) {
        if (cache != null) {
            ObjectNode node = body.putObject("cache").put("enabled", cache.enabled());
            put(node, "repo", cache.repo());
            put(node, "ttl", cache.ttl() == null ? null : cache.ttl().toString());
        }
    }

    private static void putResources(ObjectNode body, @Nullable BuildResources resources) {
        if (resources != null) {
            ObjectNode node = body.putObject("resources");
            put(node, "cpu", resources.cpu());
            put(node, "memory", resources.memory());
            put(node, "disk", resources.disk());
        }
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
