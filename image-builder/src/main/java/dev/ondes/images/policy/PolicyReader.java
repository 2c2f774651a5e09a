package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.classes.NodeChoiceReader;
import dev.ondes.contracts.classes.Spelling;
import dev.ondes.contracts.classes.YamlObject;
import dev.ondes.contracts.classes.YamlText;
import dev.ondes.contracts.classes.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the policy file: YAML to {@link Policy}, each problem noted with its line, all of them told at once. */
final class PolicyReader {
    private static final YamlText.Kind KIND = new YamlText.Kind("rules", "ondes.images.policy-file");
    private static final Limits LIMITS = new Limits(4, 50, "2", "4Gi", "20Gi", Duration.ofMinutes(30));
    private static final List<String> BUILDERS =
            Arrays.stream(BuilderKind.values()).map(BuilderKind::wire).toList();

    private static final String REQUIRED = "required";
    private static final List<String> SBOMS = List.of("on-request", REQUIRED);

    private PolicyReader() {}

    static Policy read(Path file) {
        return YamlText.read(file, KIND, new Policy(List.of(), Map.of(), List.of()), PolicyReader::policy);
    }

    private static Policy policy(YamlValue root) {
        YamlObject file = root.object("registries", "capacities", "limits", "rules");
        Limits limits = file.optional("limits", LIMITS, value -> limits(value, LIMITS));
        return new Policy(
                file.optional("registries", List.of(), list -> list.items(PolicyReader::registry)),
                file.optional("capacities", Map.of(), NodeChoiceReader::readAll),
                file.required(
                        "rules",
                        "[{when: {projectPath: acme/app}, destinations: [\"registry.example/acme/app:*\"]}]",
                        List.of(),
                        list -> list.items(value -> rule(value, limits))));
    }

    private static Policy.Registry registry(YamlValue value) {
        YamlObject registry = value.object("host", "plainHttp", "mirrorOf");
        return new Policy.Registry(
                registry.required("host", "registry.example:5000", "", host -> host.spelt(Spelling::oneWord))
                        .toLowerCase(Locale.ROOT),
                registry.optional("plainHttp", false, flag -> flag.spelt(Spelling::flag)),
                text(registry, "mirrorOf", Spelling::oneWord));
    }

    private static Rule rule(YamlValue value, Limits limits) {
        YamlObject rule = value.object(
                "when",
                "project",
                "destinations",
                "cacheRepo",
                "builders",
                "credentials",
                "gitHosts",
                "limits",
                "sbom");
        When when = rule.required("when", "{projectPath: acme/app}", NOBODY, PolicyReader::when);
        Optional<Project> actsFor =
                rule.optional("project", Optional.empty(), project -> Optional.of(project(project)));
        if (when.serviceAccount() != null && actsFor.isEmpty()) {
            rule.wrong(
                    "project",
                    "is missing: a service account builds for a project; add project: {id: 7, path: ops/images}");
        }
        if (when.serviceAccount() == null && actsFor.isPresent()) {
            rule.wrong("project", "is for service accounts only; a job builds for its own project; remove it");
        }
        return new Rule(
                value.line(),
                when,
                actsFor,
                rule.required(
                        "destinations",
                        "[\"registry.example/{project_path}/**\"]",
                        List.of(),
                        list -> notEmpty(list).items(one -> one.spelt(ImagePattern::parse))),
                rule.has("cacheRepo") ? rule.optional("cacheRepo", NOWHERE, PolicyReader::cacheRepo) : null,
                rule.optional(
                        "builders",
                        List.of(BuilderKind.KANIKO),
                        list -> notEmpty(list).items(PolicyReader::builder)),
                text(rule, "credentials", Spelling::oneWord),
                rule.optional("gitHosts", List.of(), list -> list.items(YamlValue::text)),
                rule.optional("limits", limits, own -> limits(own, limits)),
                rule.optional("sbom", "", wish -> wish.spelt(text -> Spelling.oneOf(text, SBOMS)))
                        .equals(REQUIRED));
    }

    /** Goes on in place of a cache that is wrong. */
    private static final ImagePattern NOWHERE = new ImagePattern("", "", List.of(), null);

    /** Goes on in place of a {@code when} that is missing or wrong. */
    private static final When NOBODY = new When("", null, null, null, null, null, null, null, List.of(), null, false);

    private static ImagePattern cacheRepo(YamlValue value) {
        ImagePattern pattern = value.spelt(ImagePattern::parse);
        if (pattern.tag() != null || pattern.path().stream().anyMatch(segment -> segment.contains("*"))) {
            throw value.wrong("must be one repository: without wildcards and without a tag");
        }
        return pattern;
    }

    private static YamlValue notEmpty(YamlValue list) {
        if (list.length() == 0) {
            throw list.wrong("is empty; name at least one");
        }
        return list;
    }

    private static BuilderKind builder(YamlValue value) {
        return BuilderKind.valueOf(
                value.spelt(text -> Spelling.oneOf(text, BUILDERS)).toUpperCase(Locale.ROOT));
    }

    /** Those of large installations have eight digits and more. */
    private static long projectId(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("must be GitLab's id of a project, a whole number from 1 on, such as 7");
        }
        return Long.parseLong(text);
    }

    private static Project project(YamlValue value) {
        YamlObject project = value.object("id", "path");
        return new Project(
                project.required("id", "7", 1L, number -> number.spelt(PolicyReader::projectId)),
                project.required("path", "ops/images", "", YamlValue::text));
    }

    private static When when(YamlValue value) {
        YamlObject when = value.object(
                "gitlab",
                "projectId",
                "projectPath",
                "namespacePath",
                "ref",
                "refType",
                "refProtected",
                "environment",
                "pipelineSource",
                "serviceAccount",
                "fork");
        if (!when.has("projectId")
                && !when.has("projectPath")
                && !when.has("namespacePath")
                && !when.has("serviceAccount")) {
            throw value.wrong("is for everybody; add projectId, projectPath, namespacePath or serviceAccount");
        }
        return new When(
                text(when, "gitlab", Spelling::oneWord),
                text(when, "projectId", Spelling::oneWord),
                text(when, "projectPath", Spelling::oneWord),
                text(when, "namespacePath", Spelling::oneWord),
                text(when, "ref", Spelling::oneWord),
                text(when, "refType", word -> Spelling.oneOf(word, List.of("branch", "tag"))),
                when.has("refProtected")
                        ? when.optional("refProtected", false, flag -> flag.spelt(Spelling::flag))
                        : null,
                text(when, "environment", Function.identity()),
                when.optional("pipelineSource", List.of(), list -> list.items(YamlValue::text)),
                text(when, "serviceAccount", Spelling::oneWord),
                when.optional("fork", false, flag -> flag.spelt(Spelling::flag)));
    }

    private static Limits limits(YamlValue value, Limits byDefault) {
        YamlObject limits = value.object("running", "queued", "cpu", "memory", "disk", "timeout");
        return new Limits(
                limits.optional("running", byDefault.running(), count -> count.spelt(Spelling::count)),
                limits.optional("queued", byDefault.queued(), count -> count.spelt(Spelling::count)),
                limits.optional("cpu", byDefault.cpu(), cpu -> cpu.spelt(Spelling::cpu)),
                limits.optional("memory", byDefault.memory(), memory -> memory.spelt(Spelling::bytes)),
                limits.optional("disk", byDefault.disk(), disk -> disk.spelt(Spelling::bytes)),
                limits.optional("timeout", byDefault.timeout(), time -> time.spelt(Spelling::duration)));
    }

    private static @Nullable String text(YamlObject object, String key, Function<String, String> spelling) {
        return object.has(key) ? object.optional(key, "", value -> value.spelt(spelling)) : null;
    }
}
