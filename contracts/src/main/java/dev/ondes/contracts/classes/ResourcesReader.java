package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.JobClass.Resources;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads how large a class's containers are, and how large jobs may make them. */
final class ResourcesReader {
    private static final Resources BUILD = new Resources("500m", null, "1Gi", null, null, null);
    /** Most agents need little; those of large repositories and artifacts need more for a moment. */
    private static final Resources AGENT = new Resources("50m", null, "128Mi", "512Mi", null, null);

    private static final Resources SERVICE = new Resources("100m", null, "256Mi", "1Gi", null, null);

    /** What a class has that says nothing. */
    static final Sizes USUAL = new Sizes(BUILD, AGENT, SERVICE, new Maxima(Resources.UNSAID, Resources.UNSAID));

    private static final String NONE = "none";

    private ResourcesReader() {}

    record Sizes(Resources build, Resources agent, Resources service, Maxima max) {}

    /** How large jobs may make them. */
    record Maxima(Resources build, Resources service) {}

    static Sizes read(YamlValue value) {
        YamlObject resources = value.object("build", "agent", "service", "max");
        Resources build = resources.optional("build", BUILD, container -> container(container, BUILD));
        Resources service = resources.optional("service", SERVICE, container -> container(container, SERVICE));
        return new Sizes(
                build,
                resources.optional("agent", AGENT, container -> container(container, AGENT)),
                service,
                resources.optional("max", USUAL.max(), max -> maxima(max, build, service)));
    }

    private static Maxima maxima(YamlValue value, Resources build, Resources service) {
        YamlObject max = value.object("build", "service");
        return new Maxima(
                max.optional("build", Resources.UNSAID, container -> maximum(container, build)),
                max.optional("service", Resources.UNSAID, container -> maximum(container, service)));
    }

    private static Resources maximum(YamlValue value, Resources usual) {
        YamlObject object = object(value);
        Resources max = container(object, Resources.UNSAID);
        notBelow(object, "cpu", max.cpu(), usual.cpu());
        notBelow(object, "memory", max.memory(), usual.memory());
        notBelow(object, "ephemeralStorage", max.ephemeralStorage(), usual.ephemeralStorage());
        // Of a limit that isn't said the request's maximum holds.
        limitNotBelow(object, "cpu", max.cpu(), max.cpuLimit(), usual.cpuLimit());
        limitNotBelow(object, "memory", max.memory(), max.memoryLimit(), usual.memoryLimit());
        limitNotBelow(
                object,
                "ephemeralStorage",
                max.ephemeralStorage(),
                max.ephemeralStorageLimit(),
                usual.ephemeralStorageLimit());
        return max;
    }

    private static void limitNotBelow(
            YamlObject object, String key, @Nullable String max, @Nullable String maxLimit, @Nullable String usual) {
        notBelow(object, maxLimit == null ? key : key + "Limit", maxLimit == null ? max : maxLimit, usual);
    }

    private static void notBelow(YamlObject object, String key, @Nullable String max, @Nullable String usual) {
        if (isBelow(max, usual)) {
            object.wrong(
                    key,
                    "'" + max + "' is less than the container has without being asked, '" + usual
                            + "'; raise it, or remove the key");
        }
    }

    private static Resources container(YamlValue value, Resources byDefault) {
        return container(object(value), byDefault);
    }

    private static YamlObject object(YamlValue value) {
        return value.object("cpu", "cpuLimit", "memory", "memoryLimit", "ephemeralStorage", "ephemeralStorageLimit");
    }

    private static Resources container(YamlObject object, Resources byDefault) {
        String cpu = quantity(object, "cpu", byDefault.cpu(), Spelling::cpu);
        String cpuLimit = quantity(object, "cpuLimit", byDefault.cpuLimit(), Spelling::cpu);
        limit(object, "cpu", cpu, cpuLimit);
        String memory = quantity(object, "memory", byDefault.memory(), Spelling::bytes);
        // Whoever asks for more than the usual limit means both; to ask for a little more lowers no limit.
        String usualLimit = memory != null && isBelow(memory, byDefault.memoryLimit()) ? byDefault.memoryLimit() : null;
        String memoryLimit = quantity(object, "memoryLimit", usualLimit, Spelling::bytes);
        limit(object, "memory", memory, memoryLimit);
        String storage = quantity(object, "ephemeralStorage", byDefault.ephemeralStorage(), Spelling::bytes);
        String storageLimit =
                quantity(object, "ephemeralStorageLimit", byDefault.ephemeralStorageLimit(), Spelling::bytes);
        limit(object, "ephemeralStorage", storage, storageLimit);
        return new Resources(cpu, cpuLimit, memory, memoryLimit, storage, storageLimit);
    }

    private static void limit(YamlObject object, String key, @Nullable String request, @Nullable String limit) {
        if (isBelow(limit, request)) {
            object.wrong(
                    key + "Limit",
                    "'" + limit + "' is less than " + key + ", '" + request + "'; raise it or lower " + key);
        }
    }

    private static boolean isBelow(@Nullable String quantity, @Nullable String other) {
        return quantity != null && other != null && Spelling.amount(quantity).compareTo(Spelling.amount(other)) < 0;
    }

    /** Null where the file says {@code none}, or nothing and the default is to say nothing. */
    private static @Nullable String quantity(
            YamlObject object, String key, @Nullable String byDefault, Function<String, String> spelling) {
        String said = object.optional(
                key,
                byDefault == null ? NONE : byDefault,
                value -> value.text().equals(NONE) ? NONE : value.spelt(spelling));
        return said.equals(NONE) ? null : said;
    }
}
