package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.ResourcesReader.Sizes;
import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the classes of one file, one after the other; what holds for a key that is left out stands here. */
final class JobClassReader {
    private static final String NAMESPACE = "default";
    private static final String IMAGE = "debian:12";
    private static final List<CapacityType> CAPACITY = List.of(CapacityType.ON_DEMAND);
    private static final Duration FALLBACK_AFTER = Duration.ofSeconds(30);
    private static final Duration UNSCHEDULABLE_AFTER = Duration.ofMinutes(10);
    private static final List<String> PULL_POLICIES = List.of("IfNotPresent", "Always", "Never");
    private static final Duration TERMINATION_GRACE = Duration.ofMinutes(2);

    private final TokenReader tokens;
    private final PodSettingsReader pods;
    private final Map<String, Integer> linesOfNames = new HashMap<>();

    JobClassReader(TokenReader tokens, PodSettingsReader pods) {
        this.tokens = tokens;
        this.pods = pods;
    }

    JobClass read(YamlValue value) {
        YamlObject item = value.object(
                "name",
                "token",
                "tokenFile",
                "limit",
                "namespace",
                "image",
                "resources",
                "capacity",
                "fallbackAfter",
                "unschedulableAfter",
                "variables",
                "pullPolicy",
                "pullSecrets",
                "terminationGrace",
                "onDemandFrom",
                "disruptionBudget",
                "security",
                "pod",
                "overwrites",
                "allowedImages",
                "allowedServices",
                "allowedUsers",
                "allowedGroups");
        Sizes sizes = item.optional("resources", ResourcesReader.USUAL, ResourcesReader::read);
        List<CapacityType> capacity = item.optional("capacity", CAPACITY, JobClassReader::capacity);
        return new JobClass(
                item.required("name", "small", "", this::name),
                tokens.read(item),
                item.required("limit", "10", 0, limit -> limit.spelt(Spelling::count)),
                item.optional("namespace", NAMESPACE, name -> name.spelt(text -> Spelling.label(text, 63))),
                item.optional("image", IMAGE, image -> image.spelt(Spelling::oneWord)),
                sizes.build(),
                sizes.agent(),
                sizes.service(),
                capacity,
                item.optional("fallbackAfter", FALLBACK_AFTER, after -> after.spelt(Spelling::duration)),
                item.optional("unschedulableAfter", UNSCHEDULABLE_AFTER, after -> after.spelt(Spelling::duration)),
                item.optional("variables", Map.of(), JobClassReader::variables),
                item.optional("pullPolicy", List.of("IfNotPresent"), JobClassReader::pullPolicies),
                item.optional("pullSecrets", List.of(), list -> list.items(name -> name.spelt(Spelling::oneWord))),
                item.optional("terminationGrace", TERMINATION_GRACE, grace -> grace.spelt(Spelling::duration)),
                onDemandFrom(item, capacity),
                item.optional("disruptionBudget", false, flag -> flag.spelt(Spelling::flag)),
                item.optional("security", Security.USUAL, SecurityReader::read),
                item.optional("pod", PodSettings.USUAL, pod -> pods.read(pod, capacity)),
                AllowanceReader.read(item, sizes.max()));
    }

    private static @Nullable Duration onDemandFrom(YamlObject item, List<CapacityType> capacity) {
        if (item.has("onDemandFrom") && !capacity.contains(CapacityType.ON_DEMAND)) {
            item.wrong("onDemandFrom", "needs on-demand in capacity; add it there, or remove the key");
        }
        return item.has("onDemandFrom")
                ? item.optional("onDemandFrom", Duration.ZERO, from -> from.spelt(Spelling::duration))
                : null;
    }

    private String name(YamlValue value) {
        String name = value.spelt(text -> Spelling.label(text, 20));
        Integer first = linesOfNames.putIfAbsent(name, value.line());
        if (first != null) {
            throw value.wrong("'" + name + "' is the name of the class in line " + first + " too; choose another");
        }
        return name;
    }

    private static List<String> pullPolicies(YamlValue value) {
        if (!value.isList()) {
            return List.of(pullPolicy(value));
        }
        List<String> policies = value.items(JobClassReader::pullPolicy);
        if (policies.isEmpty()) {
            throw value.wrong("is empty; name at least one of IfNotPresent, Always, Never, or remove the key");
        }
        return policies;
    }

    private static String pullPolicy(YamlValue value) {
        return value.spelt(text -> Spelling.oneOf(text, PULL_POLICIES));
    }

    private static List<CapacityType> capacity(YamlValue value) {
        if (value.length() == 0) {
            throw value.wrong("is empty; name at least one of spot, on-demand, or remove the key");
        }
        List<CapacityType> types = value.items(type -> type.spelt(Spelling::capacity));
        if (types.stream().distinct().count() < types.size()) {
            throw value.wrong("names a capacity twice; remove one");
        }
        return types;
    }

    private static Map<String, String> variables(YamlValue value) {
        Map<String, String> variables = value.texts();
        for (String name : variables.keySet()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw value.wrong("'" + name + "' is no variable's name; use letters, digits and _ only");
            }
        }
        return variables;
    }
}
