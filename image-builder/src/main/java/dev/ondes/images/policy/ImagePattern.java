package dev.ondes.images.policy;

import dev.ondes.images.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Destinations that a rule allows, such as {@code registry.example/{project_path}/**:{ref_slug}-*}. Words in braces are claims of
 * the caller; each fills whole segments or a part of a tag, and can't bring wildcards with it.
 *
 * @param tag null where every tag will do
 */
record ImagePattern(
        String text,
        String host,
        List<String> path,
        @Nullable String tag) {
    private static final Pattern WORD = Pattern.compile("\\{([a-z_]+)}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");
    private static final List<String> WORDS =
            List.of("project_path", "namespace_path", "project_id", "ref_slug", "ref", "sha", "pipeline_id", "job_id");

    /** Words that may fill more than one segment. */
    private static final List<String> SEVERAL = List.of("{project_path}", "{namespace_path}", "{ref}");

    ImagePattern {
        path = List.copyOf(path);
    }

    /** Reads one; refuses by continuing "'PATTERN' …". */
    static ImagePattern parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || text.contains("://") || text.contains("@")) {
            throw new IllegalArgumentException(
                    "must be host/repository or host/repository:tag, such as registry.example/{project_path}/**");
        }
        String host = text.substring(0, slash).toLowerCase(Locale.ROOT);
        if (host.contains("*")
                || host.contains("{")
                || !(host.contains(".") || host.contains(":") || host.equals("localhost"))) {
            throw new IllegalArgumentException(
                    "must begin with one whole host; wildcards stand in the repository only");
        }
        String rest = text.substring(slash + 1);
        int colon = rest.lastIndexOf(':');
        String repository = colon < 0 ? rest : rest.substring(0, colon);
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            if (!WORDS.contains(words.group(1))) {
                throw new IllegalArgumentException(
                        "names {" + words.group(1) + "}; known are " + String.join(", ", WORDS));
            }
        }
        List<String> path = List.of(repository.split("/", -1));
        if (path.stream().anyMatch(segment -> segment.isEmpty() || segment.equals("..") || segment.equals("."))) {
            throw new IllegalArgumentException("has an empty segment, '.' or '..'");
        }
        return new ImagePattern(text, host, path, colon < 0 ? null : rest.substring(colon + 1));
    }

    boolean allows(ImageName name, Caller caller) {
        if (!host.equals(name.host())) {
            return false;
        }
        Optional<List<String>> filled = filledPath(caller);
        if (filled.isEmpty() || !Glob.path(filled.get(), name.path())) {
            return false;
        }
        if (tag == null) {
            return true;
        }
        Optional<String> filledTag = fill(tag, caller);
        return filledTag.isPresent() && !filledTag.get().contains("/") && Glob.segment(filledTag.get(), name.tag());
    }

    /** The repository with its words filled in, as one that can be pushed to; empty where a claim is missing or doesn't fit. */
    Optional<String> repository(Caller caller) {
        return filledPath(caller).map(segments -> host + "/" + String.join("/", segments));
    }

    /** Whether a cache of anybody may be kept there, whose name each word stands for; each has a part for its level of trust. */
    boolean isCacheOfAnybody(ImageName name) {
        List<String> anybodys = path.stream()
                .map(segment -> SEVERAL.stream().anyMatch(segment::contains)
                        ? "**"
                        : WORD.matcher(segment).replaceAll("*"))
                .toList();
        return host.equals(name.host())
                && Caller.TRUSTS.stream().anyMatch(trust -> {
                    List<String> cache = new ArrayList<>(anybodys);
                    cache.addAll(List.of(trust, "**"));
                    return Glob.path(cache, name.path());
                });
    }

    /** With its words filled in, where the caller has them: what may be pushed to, for people. */
    String shownTo(Caller caller) {
        return fill(text, caller).orElse(text);
    }

    private Optional<List<String>> filledPath(Caller caller) {
        List<String> segments = new ArrayList<>();
        for (String segment : path) {
            Optional<String> filled = fill(segment, caller).map(value -> value.toLowerCase(Locale.ROOT));
            if (filled.isEmpty()) {
                return Optional.empty();
            }
            segments.addAll(List.of(filled.get().split("/", -1)));
        }
        return Optional.of(segments);
    }

    private static Optional<String> fill(String template, Caller caller) {
        Map<String, Optional<String>> words = words(caller);
        var filled = new StringBuilder();
        Matcher word = WORD.matcher(template);
        while (word.find()) {
            Optional<String> value =
                    words.getOrDefault(word.group(1), Optional.empty()).filter(ImagePattern::harmless);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            word.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(word.appendTail(filled).toString());
    }

    private static boolean harmless(String value) {
        return PLAIN.matcher(value).matches()
                && List.of(value.split("/", -1)).stream()
                        .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }

    private static Map<String, Optional<String>> words(Caller caller) {
        return Map.of(
                "project_path",
                Optional.of(caller.project()),
                "namespace_path",
                Optional.of(caller.namespacePath()),
                "project_id",
                caller.projectId() == 0 ? Optional.empty() : Optional.of(Long.toString(caller.projectId())),
                "ref_slug",
                Optional.ofNullable(caller.ref()).map(RefSlug::of),
                "ref",
                Optional.ofNullable(caller.ref()),
                "sha",
                Optional.ofNullable(caller.sha()),
                "pipeline_id",
                Optional.ofNullable(caller.pipelineId()),
                "job_id",
                Optional.ofNullable(caller.jobId()));
    }

    @Override
    public String toString() {
        return text;
    }
}
