package dev.ondes.playground.gitlab.ci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A {@code .gitlab-ci.yml} that was read and found sound: known keywords only, every stage and need there, no cycle.
 * Immutable.
 *
 * @param stages in order, {@code .pre} and {@code .post} included
 * @param jobs in the file's order, without hidden ones and those of {@code when: never}
 */
public record CiFile(List<String> stages, List<CiJob> jobs) {
    /** Where GitLab looks for it in a repository. */
    public static final String NAME = ".gitlab-ci.yml";

    private static final List<String> DEFAULT_STAGES = List.of("build", "test", "deploy");

    /** Keywords of GitLab at this level that a mapping could be mistaken for a job with. */
    private static final Set<String> NOT_JOBS = Set.of("include", "workflow", "spec", "types");

    private static final Set<String> GLOBAL =
            Set.of("stages", "variables", "default", "image", "services", "before_script", "after_script", "cache");

    private static final Set<String> DEFAULTS = Set.of(
            "image",
            "services",
            "tags",
            "before_script",
            "after_script",
            "artifacts",
            "cache",
            "retry",
            "timeout",
            "interruptible",
            "id_tokens");

    public CiFile {
        stages = List.copyOf(stages);
        jobs = List.copyOf(jobs);
    }

    /**
     * Reads it; a {@link CiFileException} names file, line and the first thing that is wrong.
     *
     * @param files a path in the commit to what changes with that file's content; empty where there is no such file
     */
    public static CiFile read(String name, String text, Function<String, Optional<String>> files) {
        Section file = Section.of(name, "the file", new YamlParser(name).parse(text));
        Extends templates = new Extends(name, file);
        List<String> stages = stages(file);
        Section defaults = defaults(file);
        Map<String, CiVariable> variables = file.variables("variables", true);
        var caches = new CacheReader(files);
        var jobs = new ArrayList<CiJob>();
        file.keys().entries().forEach((key, entry) -> {
            if (GLOBAL.contains(key) || key.startsWith(".")) {
                return;
            }
            if (NOT_JOBS.contains(key) || !(entry.value() instanceof Yaml.Keys)) {
                throw new CiFileException(name, entry.line(), "unknown keyword '" + key + "'");
            }
            jobs.add(new JobReader(templates.resolve(key), defaults, variables, caches).read(key, entry.line()));
        });
        if (jobs.isEmpty()) {
            throw new CiFileException(name, 1, "there must be at least one job that isn't hidden");
        }
        List<CiJob> made = jobs.stream().filter(job -> job.when() != When.NEVER).toList();
        return new CiFile(stages, new JobGraph(name, stages, made).checked());
    }

    public Optional<CiJob> job(String name) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
    }

    private static List<String> stages(Section file) {
        List<String> named = file.list("stages");
        var stages = new ArrayList<String>();
        stages.add(".pre");
        (named == null ? DEFAULT_STAGES : named)
                .stream()
                        .filter(stage -> !stage.equals(".pre") && !stage.equals(".post"))
                        .forEach(stages::add);
        stages.add(".post");
        return stages;
    }

    /** The {@code default} section over the older way of writing the same at the top of the file. */
    private static Section defaults(Section file) {
        var old = new LinkedHashMap<String, Yaml.Entry>();
        file.keys().entries().forEach((key, entry) -> {
            if (DEFAULTS.contains(key)) {
                old.put(key, entry);
            }
        });
        var top = new Yaml.Keys(old, 1);
        Yaml section = file.get("default");
        Yaml.Keys all = section == null
                ? top
                : file.section("default", section).allowing(DEFAULTS).keys().over(top);
        return new Section(file.file(), "default", all);
    }
}
