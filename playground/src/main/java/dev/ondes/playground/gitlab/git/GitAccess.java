package dev.ondes.playground.gitlab.git;

import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Project;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what with a repository: the admin's token everything; a job's token, while the job runs, reads its own
 * project and those whose allowlist names that; anybody reads public ones.
 */
final class GitAccess {
    private static final String JOB_USER = "gitlab-ci-token";

    private final GitLabState state;
    private final String adminToken;

    GitAccess(GitLabState state, String adminToken) {
        this.state = state;
        this.adminToken = adminToken;
    }

    /** The project of the path; else 401, 403 or 404, as GitLab answers git. */
    Project check(Request request, String path, boolean write) {
        String[] login = login(request);
        return state.locked(() -> {
            Optional<Project> project = state.project(path);
            if (same(login[1], adminToken)) {
                return project.orElseThrow(GitAccess::notFound);
            }
            if (!write && project.isPresent() && project.get().visibleToAll()) {
                return project.get();
            }
            Job job = login[0].equals(JOB_USER) ? state.jobOfToken(login[1]).orElse(null) : null;
            if (job == null || !job.status().onRunner() || job.tokenExpired(state.now())) {
                throw denied();
            }
            if (project.isEmpty() || !mayRead(job.pipeline().project(), project.get())) {
                throw notFound();
            }
            if (write) {
                throw HttpError.message(403, "You are not allowed to upload code.");
            }
            return project.get();
        });
    }

    private static boolean mayRead(Project from, Project target) {
        return from == target || target.tokenAllowlist().contains(from.id());
    }

    private static String[] login(Request request) {
        String header = request.header("Authorization");
        if (!header.startsWith("Basic ")) {
            return new String[] {"", ""};
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? parts : new String[] {parts[0], ""};
        } catch (IllegalArgumentException e) {
            throw denied();
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpError denied() {
        return HttpError.message(
                401, "HTTP Basic: Access denied.", Map.of("WWW-Authenticate", "Basic realm=\"GitLab\""));
    }

    private static HttpError notFound() {
        return HttpError.message(
                404, "The project you were looking for could not be found or you don't have permission to view it.");
    }
}
