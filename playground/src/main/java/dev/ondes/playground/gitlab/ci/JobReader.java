package dev.ondes.playground.gitlab.ci;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One job's mapping to a {@link CiJob}. A key of the job hides the same key of its defaults wholly. */
record JobReader(Section job, Section defaults, Map<String, CiVariable> globals, CacheReader caches) {
    private static final Set<String> KNOWN = Set.of(
            "stage",
            "extends",
            "variables",
            "image",
            "services",
            "tags",
            "script",
            "before_script",
            "after_script",
            "needs",
            "dependencies",
            "artifacts",
            "cache",
            "allow_failure",
            "retry",
            "timeout",
            "when",
            "interruptible",
            "id_tokens",
            "secrets");

    CiJob read(String name, int line) {
        job.allowing(KNOWN);
        List<String> script = job.textOrList("script");
        if (script == null || script.isEmpty()) {
            throw new CiFileException(job.file(), line, job.place() + " has no 'script'");
        }
        When when = when();
        var variables = new LinkedHashMap<>(globals);
        variables.putAll(job.variables("variables", false));
        return new CiJob(
                name,
                orElse(job.text("stage"), "test"),
                line,
                both(with("before_script").textOrList("before_script"), script),
                orElse(with("after_script").textOrList("after_script"), List.of()),
                variables,
                image(with("image")),
                new ServiceReader(with("services")).read(),
                orElse(with("tags").list("tags"), List.of()),
                needs(),
                job.list("dependencies"),
                artifacts(with("artifacts")),
                caches.read(with("cache")),
                allowFailure(when),
                retry(with("retry")),
                timeout(with("timeout")),
                when,
                with("interruptible").flag("interruptible", false),
                idTokens(with("id_tokens")),
                new SecretReader(job).read());
    }

    /** The section that decides on a key which may stand in both. */
    private Section with(String key) {
        return job.keys().entries().containsKey(key) ? job : defaults;
    }

    private When when() {
        String word = job.text("when");
        return word == null
                ? When.ON_SUCCESS
                : When.named(word)
                        .orElseThrow(() -> job.wrong("when", "on_success, on_failure, always, manual or never"));
    }

    private static @Nullable CiImage image(Section from) {
        return switch (from.get("image")) {
            case null -> null;
            case Yaml.Text text -> new CiImage(text.value(), List.of(), List.of(), null);
            case Yaml.Items _ -> throw from.wrong("image", "text or a mapping");
            case Yaml.Keys keys -> {
                Section form =
                        from.section("image", keys).allowing(Set.of("name", "entrypoint", "pull_policy", "kubernetes"));
                String name = form.text("name");
                if (name == null) {
                    throw from.wrong("image", "a mapping with 'name'");
                }
                yield new CiImage(
                        name,
                        orElse(form.textOrList("entrypoint"), List.of()),
                        form.oneOf("pull_policy", CiImage.PULL_POLICIES),
                        user(form));
            }
        };
    }

    private static @Nullable String user(Section image) {
        Yaml kubernetes = image.get("kubernetes");
        return kubernetes == null
                ? null
                : image.section("kubernetes", kubernetes)
                        .allowing(Set.of("user"))
                        .text("user");
    }

    private @Nullable List<CiNeed> needs() {
        return switch (job.get("needs")) {
            case null -> null;
            case Yaml.Items items -> items.values().stream().map(this::need).toList();
            case Yaml.Text _, Yaml.Keys _ -> throw job.wrong("needs", "a list");
        };
    }

    private CiNeed need(Yaml item) {
        if (item instanceof Yaml.Text text) {
            return new CiNeed(text.value(), true, false);
        }
        Section form = job.section("needs", item).allowing(Set.of("job", "artifacts", "optional"));
        String name = form.text("job");
        if (name == null) {
            throw job.wrong("needs", "names of jobs, or mappings with 'job'");
        }
        return new CiNeed(name, form.flag("artifacts", true), form.flag("optional", false));
    }

    private static @Nullable CiArtifacts artifacts(Section from) {
        Yaml value = from.get("artifacts");
        if (value == null) {
            return null;
        }
        Section form = from.section("artifacts", value)
                .allowing(Set.of("name", "paths", "exclude", "untracked", "when", "expire_in", "reports"));
        String when = orElse(form.text("when"), "on_success");
        if (!Set.of("on_success", "on_failure", "always").contains(when)) {
            throw form.wrong("when", "on_success, on_failure or always");
        }
        String expireIn = form.text("expire_in");
        if (expireIn != null
                && !expireIn.equals("never")
                && Durations.parse(expireIn).isEmpty()) {
            throw form.wrong("expire_in", "a length of time, such as '1 week', or 'never'");
        }
        return new CiArtifacts(
                form.text("name"),
                orElse(form.list("paths"), List.of()),
                orElse(form.list("exclude"), List.of()),
                form.flag("untracked", false),
                when,
                expireIn,
                reports(form));
    }

    private static Map<String, List<String>> reports(Section artifacts) {
        var reports = new LinkedHashMap<String, List<String>>();
        Yaml value = artifacts.get("reports");
        if (value != null) {
            Section form = artifacts.section("reports", value).allowing(ReportTypes.KNOWN);
            form.keys().entries().keySet().forEach(type -> reports.put(type, orElse(form.textOrList(type), List.of())));
        }
        return reports;
    }

    private static Map<String, List<String>> idTokens(Section from) {
        var tokens = new LinkedHashMap<String, List<String>>();
        Yaml value = from.get("id_tokens");
        if (value != null) {
            Section names = from.section("id_tokens", value);
            names.keys().entries().keySet().forEach(name -> {
                Section form = names.section(name, names.value(name)).allowing(Set.of("aud"));
                List<String> audiences = form.textOrList("aud");
                if (audiences == null || audiences.isEmpty()) {
                    throw names.wrong(name, "a mapping with 'aud'");
                }
                tokens.put(name, audiences);
            });
        }
        return tokens;
    }

    private AllowFailure allowFailure(When when) {
        return switch (job.get("allow_failure")) {
            case null -> new AllowFailure(when == When.MANUAL, List.of());
            case Yaml.Keys keys -> {
                Section form = job.section("allow_failure", keys).allowing(Set.of("exit_codes"));
                if (!form.has("exit_codes")) {
                    throw form.wrong("exit_codes", "given");
                }
                yield new AllowFailure(false, exitCodes(form));
            }
            case Yaml _ -> new AllowFailure(job.flag("allow_failure", false), List.of());
        };
    }

    private static CiRetry retry(Section from) {
        return switch (from.get("retry")) {
            case null -> CiRetry.NEVER;
            case Yaml.Keys keys -> {
                Section form = from.section("retry", keys).allowing(Set.of("max", "when", "exit_codes"));
                Yaml max = form.get("max");
                List<String> when = form.textOrList("when");
                if (when != null
                        && !when.stream()
                                .allMatch(word -> word.equals("always") || FailureReasons.ALL.contains(word))) {
                    throw form.wrong("when", "'always' or failure reasons that GitLab knows");
                }
                List<Integer> exitCodes = exitCodes(form);
                List<String> otherwise = exitCodes.isEmpty() ? List.of("always") : List.of();
                yield new CiRetry(
                        max == null ? 0 : retries(form, "max", max), when == null ? otherwise : when, exitCodes);
            }
            case Yaml number -> new CiRetry(retries(from, "retry", number), List.of("always"), List.of());
        };
    }

    private static List<Integer> exitCodes(Section form) {
        return switch (form.get("exit_codes")) {
            case null -> List.of();
            case Yaml.Items items ->
                items.values().stream()
                        .map(code -> form.number("exit_codes", code))
                        .toList();
            case Yaml one -> List.of(form.number("exit_codes", one));
        };
    }

    private static int retries(Section form, String key, Yaml value) {
        int max = form.number(key, value);
        if (max < 0 || max > 2) {
            throw form.wrong(key, "0, 1 or 2");
        }
        return max;
    }

    private static @Nullable Duration timeout(Section from) {
        String words = from.text("timeout");
        return words == null
                ? null
                : Durations.parse(words)
                        .orElseThrow(() -> from.wrong("timeout", "a length of time, such as '90 minutes'"));
    }

    private static List<String> both(@Nullable List<String> first, List<String> second) {
        var all = new ArrayList<>(orElse(first, List.of()));
        all.addAll(second);
        return List.copyOf(all);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
