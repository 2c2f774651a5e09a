package dev.ondes.playground.gitlab.ci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code cache}: one or a list.
 *
 * @param files a file's path in the commit to what changes with its content; empty where there is no such file
 */
record CacheReader(Function<String, Optional<String>> files) {
    private static final String DEFAULT_KEY = "default";
    private static final int MOST_CACHES = 4;
    private static final int MOST_FALLBACK_KEYS = 5;
    private static final int MOST_FILES = 2;
    private static final Set<String> POLICIES = Set.of("pull-push", "pull", "push");
    private static final Set<String> KNOWN =
            Set.of("key", "paths", "untracked", "policy", "when", "fallback_keys", "unprotect");

    List<CiCache> read(Section from) {
        return switch (from.get("cache")) {
            case null -> List.of();
            case Yaml.Keys keys when keys.entries().isEmpty() -> List.of();
            case Yaml.Keys keys -> List.of(cache(from, keys));
            case Yaml.Items items -> {
                if (items.values().size() > MOST_CACHES) {
                    throw from.wrong("cache", "at most " + MOST_CACHES + " caches");
                }
                yield items.values().stream().map(item -> cache(from, item)).toList();
            }
            case Yaml.Text _ -> throw from.wrong("cache", "a mapping or a list of mappings");
        };
    }

    private CiCache cache(Section from, Yaml value) {
        Section form = from.section("cache", value).allowing(KNOWN);
        String when = orElse(form.text("when"), "on_success");
        if (!Set.of("on_success", "on_failure", "always").contains(when)) {
            throw form.wrong("when", "on_success, on_failure or always");
        }
        String policy = orElse(form.text("policy"), "pull-push");
        if (!POLICIES.contains(policy) && !policy.contains("$")) {
            throw form.wrong("policy", "pull-push, pull or push");
        }
        List<String> fallbackKeys = orElse(form.list("fallback_keys"), List.of());
        if (fallbackKeys.size() > MOST_FALLBACK_KEYS) {
            throw form.wrong("fallback_keys", "at most " + MOST_FALLBACK_KEYS + " keys");
        }
        fallbackKeys.forEach(key -> sound(form, "fallback_keys", key));
        return new CiCache(
                key(form),
                orElse(form.list("paths"), List.of()),
                form.flag("untracked", false),
                policy,
                when,
                fallbackKeys,
                form.flag("unprotect", false));
    }

    private String key(Section form) {
        return switch (form.get("key")) {
            case null -> DEFAULT_KEY;
            case Yaml.Text text -> sound(form, "key", text.value());
            case Yaml.Keys keys -> ofFiles(form.section("key", keys).allowing(Set.of("files", "prefix")));
            case Yaml.Items _ -> throw form.wrong("key", "text, or a mapping with 'files'");
        };
    }

    private String ofFiles(Section form) {
        List<String> named = orElse(form.list("files"), List.of());
        if (named.isEmpty() || named.size() > MOST_FILES) {
            throw form.wrong("files", "one or two files");
        }
        String prefix = form.text("prefix");
        if (prefix != null) {
            sound(form, "prefix", prefix);
        }
        String contents = named.stream()
                .map(files)
                .flatMap(Optional::stream)
                .sorted()
                .distinct()
                .collect(Collectors.joining("-"));
        String hash = contents.isEmpty() ? DEFAULT_KEY : sha1(contents);
        return prefix == null || prefix.isEmpty() ? hash : prefix + "-" + hash;
    }

    /** GitLab wants keys to be names of files. */
    private static String sound(Section form, String keyword, String key) {
        if (key.contains("/") || key.toLowerCase(Locale.ROOT).contains("%2f") || key.matches("(\\.|%2[eE])+")) {
            throw form.wrong(keyword, "without '/' and '%2F', and more than dots");
        }
        return key;
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
