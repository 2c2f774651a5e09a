package dev.ondes.images.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stands in for Kaniko's executor: knows the flags of a line, and refuses everything else as the executor does, before anything
 * is built. The lists are those of {@code cmd/executor/cmd/root.go} of v1.24.0 and of the fork's v1.28.
 */
final class StrictExecutor {
    private static final Set<String> BOTH = Set.of(
            "build-arg",
            "cache",
            "cache-copy-layers",
            "cache-dir",
            "cache-repo",
            "cache-run-layers",
            "cache-ttl",
            "cleanup",
            "compressed-caching",
            "compression",
            "compression-level",
            "context",
            "context-sub-path",
            "custom-platform",
            "destination",
            "digest-file",
            "dockerfile",
            "force",
            "force-build-metadata",
            "git",
            "ignore-path",
            "ignore-var-run",
            "image-download-retry",
            "image-fs-extract-retry",
            "image-name-tag-with-digest-file",
            "image-name-with-digest-file",
            "insecure",
            "insecure-pull",
            "insecure-registry",
            "kaniko-dir",
            "label",
            "log-format",
            "log-timestamp",
            "no-push",
            "no-push-cache",
            "oci-layout-path",
            "push-ignore-immutable-tag-errors",
            "push-retry",
            "registry-certificate",
            "registry-client-cert",
            "registry-map",
            "registry-mirror",
            "reproducible",
            "single-snapshot",
            "skip-default-registry-fallback",
            "skip-push-permission-check",
            "skip-tls-verify",
            "skip-tls-verify-pull",
            "skip-tls-verify-registry",
            "skip-unused-stages",
            "snapshot-mode",
            "tar-path",
            "target",
            "use-new-run",
            "verbosity");
    private static final Set<String> FORK_ONLY = Set.of(
            "annotation",
            "credential-helpers",
            "dryrun",
            "image-format",
            "materialize",
            "pre-cleanup",
            "preserve-context",
            "secret");
    private static final Set<String> REPEATABLE = Set.of(
            "build-arg",
            "destination",
            "label",
            "ignore-path",
            "insecure-registry",
            "registry-mirror",
            "registry-map",
            "skip-tls-verify-registry",
            "registry-certificate",
            "registry-client-cert",
            "secret",
            "annotation");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "snapshot-mode", Set.of("full", "redo", "time"),
            "log-format", Set.of("text", "color", "json"),
            "cache", Set.of("true", "false"),
            "cache-copy-layers", Set.of("true", "false"),
            "compressed-caching", Set.of("true", "false"));

    private StrictExecutor() {}

    /** What is wrong with the arguments; empty for nothing. */
    static List<String> refuses(Kaniko.Line line, List<String> args) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String arg : args) {
            if (!arg.startsWith("--")) {
                problems.add("unknown command " + arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String flag = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
            boolean known = BOTH.contains(flag) || (line == Kaniko.Line.V1_28 && FORK_ONLY.contains(flag));
            if (!known) {
                problems.add("unknown flag: --" + flag);
            }
            if (!seen.add(flag) && !REPEATABLE.contains(flag)) {
                problems.add("twice: --" + flag);
            }
            if (WORDS.containsKey(flag) && !WORDS.get(flag).contains(arg.substring(equals + 1))) {
                problems.add("invalid argument for --" + flag);
            }
            if (flag.equals("cache-ttl") && !arg.substring(equals + 1).matches("([0-9]+(h|m|s))+")) {
                problems.add("invalid argument for --cache-ttl");
            }
            if (flag.equals("context") && arg.contains("=http://")) {
                problems.add("unknown context scheme");
            }
        }
        if (!seen.contains("destination") && !seen.contains("no-push")) {
            problems.add("you must provide --destination, or use --no-push");
        }
        return problems;
    }
}
