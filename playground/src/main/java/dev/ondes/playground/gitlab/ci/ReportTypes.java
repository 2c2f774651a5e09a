package dev.ondes.playground.gitlab.ci;

import java.util.Set;
import java.util.TreeSet;

/**
 * The kinds of {@code artifacts:reports} that can be kept as files, with the format GitLab takes each in. {@code dotenv} is
 * left out on purpose: its variables would have to reach later jobs.
 */
public final class ReportTypes {
    private static final Set<String> GZIP =
            Set.of("junit", "metrics", "cobertura", "jacoco", "cyclonedx", "annotations", "repository_xray");

    private static final Set<String> RAW = Set.of(
            "sast",
            "secret_detection",
            "dependency_scanning",
            "container_scanning",
            "dast",
            "accessibility",
            "codequality",
            "performance",
            "browser_performance",
            "load_performance",
            "terraform",
            "requirements",
            "coverage_fuzzing",
            "api_fuzzing");

    /** All of them. */
    public static final Set<String> KNOWN = union();

    private ReportTypes() {}

    /** {@code gzip} or {@code raw}; {@code zip} for the archive. */
    public static String format(String type) {
        return type.equals("archive") ? "zip" : GZIP.contains(type) ? "gzip" : "raw";
    }

    private static Set<String> union() {
        var all = new TreeSet<>(GZIP);
        all.addAll(RAW);
        return Set.copyOf(all);
    }
}
