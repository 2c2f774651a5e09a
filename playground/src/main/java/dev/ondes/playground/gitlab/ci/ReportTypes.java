package dev.ondes.playground.gitlab.ci;

import java.util.Set;
import java.util.TreeSet;

/**
 * The kinds of {@code artifacts:reports} that can be kept as files, with the format GitLab takes each in. Of {@link #DOTENV}
 * GitLab also reads the variables.
 */
public final class ReportTypes {
    /** Variables for the jobs that depend on this one. */
    public static final String DOTENV = "dotenv";

    private static final Set<String> GZIP =
            Set.of(DOTENV, "junit", "metrics", "cobertura", "jacoco", "cyclonedx", "annotations", "repository_xray");

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
