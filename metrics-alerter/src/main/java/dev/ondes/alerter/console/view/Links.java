package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses, in the console and outside of it, of names that may hold anything. Pure. */
final class Links {
    private Links() {}

    static String job(long id) {
        return "/jobs/" + id;
    }

    static String jobsOf(String jobClass) {
        return "/jobs?class=" + encoded(jobClass);
    }

    /** A search. */
    static String jobsWith(String text) {
        return "/jobs?q=" + encoded(text);
    }

    static String build(String id) {
        return "/builds/" + encoded(id);
    }

    static String node(String node) {
        return "/nodes#" + anchor(node);
    }

    /** An element's id. */
    static String anchor(String name) {
        return "n-" + name.replaceAll("[^A-Za-z0-9_.-]", "-");
    }

    /**
     * The job's page in GitLab, where its log is.
     *
     * @param fallback the address of GitLab for jobs that don't say it
     */
    static @Nullable String log(Job job, Optional<URI> fallback) {
        if (job.project().isEmpty()) {
            return null;
        }
        return job.gitlab()
                .or(() -> fallback.map(URI::toString))
                .filter(base -> base.startsWith("https://") || base.startsWith("http://"))
                .map(base -> (base.endsWith("/") ? base : base + "/") + path(job.project()) + "/-/jobs/" + job.id())
                .orElse(null);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String path(String project) {
        return Arrays.stream(project.split("/", -1)).map(Links::encoded).collect(Collectors.joining("/"));
    }
}
