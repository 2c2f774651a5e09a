package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the classes of one file, one after the other; what holds for a key that is left out stands here. */
final class JobClassReader {
    private static final String NAMESPACE = "default";
    private static final String IMAGE = "debian:12";
    private static final Resources BUILD = new Resources("500m", null, "1Gi", null, null);
    /** Most agents need little; those of large repositories and artifacts need more for a moment. */
    private static final Resources AGENT = new Resources("50m", null, "128Mi", "512Mi", null);

    private static final Resources SERVICE = new Resources("100m", null, "256Mi", "1Gi", null);

    private static final List<CapacityType> CAPACITY = List.of(CapacityType.ON_DEMAND);
    private static final Duration FALLBACK_AFTER = Duration.ofSeconds(30);
    private static final Duration UNSCHEDULABLE_AFTER = Duration.ofMinutes(10);
    private static final List<String> PULL_POLICIES = List.of("IfNotPresent", "Always", "Never");
    private static final Duration TERMINATION_GRACE = Duration.ofMinutes(2);

    private final TokenReader tokens;
    private final Map<String, Integer> linesOfNames = new HashMap<>();

    JobClassReader(TokenReader tokens) {
        this.tokens = tokens;
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
                "security");
        Map<String, Resources> resources = item.optional("resources", Map.of(), JobClassReader::resources);
        List<CapacityType> capacity = item.optional("capacity", CAPACITY, JobClassReader::capacity);
        return new JobClass(
                item.required("name", "small", "", this::name),
                tokens.read(item),
                item.required("limit", "10", 0, limit -> limit.spelt(Spelling::count)),
                item.optional("namespace", NAMESPACE, name -> name.spelt(text -> Spelling.label(text, 63))),
                item.optional("image", IMAGE, image -> image.spelt(Spelling::oneWord)),
                resources.getOrDefault("build", BUILD),
                resources.getOrDefault("agent", AGENT),
                resources.getOrDefault("service", SERVICE),
                capacity,
                item.optional("fallbackAfter", FALLBACK_AFTER, after -> after.spelt(Spelling::duration)),
                item.optional("unschedulableAfter", UNSCHEDULABLE_AFTER, after -> after.spelt(Spelling::duration)),
                item.optional("variables", Map.of(), JobClassReader::variables),
                item.optional(
                        "pullPolicy",
                        "IfNotPresent",
                        policy -> policy.spelt(text -> Spelling.oneOf(text, PULL_POLICIES))),
                item.optional("pullSecrets", List.of(), list -> list.items(name -> name.spelt(Spelling::oneWord))),
                item.optional("terminationGrace", TERMINATION_GRACE, grace -> grace.spelt(Spelling::duration)),
                onDemandFrom(item, capacity),
                item.optional("disruptionBudget", false, flag -> flag.spelt(Spelling::flag)),
                item.optional("security", Security.USUAL, SecurityReader::read));
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

    private static Map<String, Resources> resources(YamlValue value) {
        YamlObject resources = value.object("build", "agent", "service");
        return Map.of(
                "build", resources.optional("build", BUILD, container -> container(container, BUILD)),
                "agent", resources.optional("agent", AGENT, container -> container(container, AGENT)),
                "service", resources.optional("service", SERVICE, container -> container(container, SERVICE)));
    }

    private static Resources container(YamlValue value, Resources byDefault) {
        YamlObject object = value.object("cpu", "cpuLimit", "memory", "memoryLimit", "ephemeralStorage");
        String cpu = quantity(object, "cpu", byDefault.cpu(), Spelling::cpu);
        String cpuLimit = quantity(object, "cpuLimit", byDefault.cpuLimit(), Spelling::cpu);
        if (cpu != null && cpuLimit != null && Spelling.millis(cpu).compareTo(Spelling.millis(cpuLimit)) > 0) {
            object.wrong("cpuLimit", "'" + cpuLimit + "' is less than cpu, '" + cpu + "'; raise it or lower cpu");
        }
        String memory = quantity(object, "memory", byDefault.memory(), Spelling::bytes);
        // Whoever asks for more than the usual limit means both; to ask for a little more lowers no limit.
        String usualLimit = memory != null && isBelow(memory, byDefault.memoryLimit()) ? byDefault.memoryLimit() : null;
        String memoryLimit = quantity(object, "memoryLimit", usualLimit, Spelling::bytes);
        if (memoryLimit != null && isBelow(memoryLimit, memory)) {
            object.wrong(
                    "memoryLimit",
                    "'" + memoryLimit + "' is less than memory, '" + memory + "'; raise it or lower memory");
        }
        return new Resources(
                cpu,
                cpuLimit,
                memory,
                memoryLimit,
                quantity(object, "ephemeralStorage", byDefault.ephemeralStorage(), Spelling::bytes));
    }

    private static boolean isBelow(String memory, @Nullable String other) {
        return other != null && Spelling.amount(memory).compareTo(Spelling.amount(other)) < 0;
    }

    /** Null where the file says {@code none}, or nothing and the default is to say nothing. */
    private static @Nullable String quantity(
            YamlObject object, String key, @Nullable String byDefault, Function<String, String> spelling) {
        String none = "none";
        String said = object.optional(
                key,
                byDefault == null ? none : byDefault,
                value -> value.text().equals(none) ? none : value.spelt(spelling));
        return said.equals(none) ? null : said;
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
