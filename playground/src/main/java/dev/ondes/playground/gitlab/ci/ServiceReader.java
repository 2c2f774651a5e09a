package dev.ondes.playground.gitlab.ci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The {@code services} of a job, or of the jobs' defaults: each an image's name, or a mapping. */
record ServiceReader(Section from) {
    private static final String KEY = "services";
    private static final Set<String> KNOWN =
            Set.of("name", "alias", "entrypoint", "command", "variables", "pull_policy");

    List<CiService> read() {
        return switch (from.get(KEY)) {
            case null -> List.of();
            case Yaml.Items items -> items.values().stream().map(this::service).toList();
            case Yaml.Text _, Yaml.Keys _ -> throw from.wrong(KEY, "a list");
        };
    }

    private CiService service(Yaml item) {
        return switch (item) {
            case Yaml.Text text -> new CiService(text.value(), null, List.of(), List.of(), Map.of(), List.of());
            case Yaml.Keys keys -> service(from.section(KEY, keys).allowing(KNOWN));
            case Yaml.Items _ -> throw from.wrong(KEY, "images, or mappings with 'name'");
        };
    }

    private static CiService service(Section form) {
        String name = form.text("name");
        if (name == null) {
            throw form.wrong("name", "given");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        form.variables("variables", false).forEach((key, variable) -> variables.put(key, variable.value()));
        return new CiService(
                name,
                form.text("alias"),
                words(form, "entrypoint"),
                words(form, "command"),
                variables,
                form.oneOf("pull_policy", CiImage.PULL_POLICIES));
    }

    private static List<String> words(Section form, String key) {
        return Objects.requireNonNullElse(form.textOrList(key), List.of());
    }
}
