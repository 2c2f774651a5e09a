package dev.ondes.playground.gitlab.registry;

import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may have which images, by docker's token protocol: the admin's token (any user) everything; a job's token, while the job runs, those of
 * its own project. Thread-safe.
 */
final class RegistryAccess {
    static final String TOKENS = "/jwt/auth";
    private static final String JOB_USER = "gitlab-ci-token";
    private static final Pattern SCOPE = Pattern.compile("repository:([^:]+):.*");

    private final GitLabState state;
    private final String adminToken;
    private final String challenge;
    private final Map<String, Pass> passes = new ConcurrentHashMap<>();

    RegistryAccess(URI gitlab, GitLabState state, String adminToken) {
        this.state = state;
        this.adminToken = adminToken;
        this.challenge = "Bearer realm=\"" + gitlab + TOKENS + "\",service=\"container_registry\"";
    }

    /** @param path the one project whose images it opens; empty for all, and for pushing */
    private record Pass(String path) {
        /** Empty is the registry itself. */
        boolean opens(String repository) {
            return path.isEmpty()
                    || repository.isEmpty()
                    || repository.equals(path)
                    || repository.startsWith(path + "/");
        }
    }

    /**
     * Gives a token for a login: 401 where it is wrong, 403 where it may not have what it asks for, as GitLab answers. Of {@code POST}, the other way to
     * ask, it knows nothing, and clients then come back.
     */
    Response token(Request request) {
        if (!request.method().equals("GET")) {
            throw HttpError.notFound("Page");
        }
        Optional<Pass> pass = login(request);
        Matcher scope = SCOPE.matcher(request.query().getOrDefault("scope", ""));
        boolean asksForMore = scope.matches()
                && pass.filter(known -> known.opens(scope.group(1))).isEmpty();
        if (asksForMore) {
            throw HttpError.message(403, "access forbidden");
        }
        String token = UUID.randomUUID().toString();
        pass.ifPresent(known -> passes.put(token, known));
        return Response.json(200, Json.object().put("token", token));
    }

    /** Passes one who may do it; else 401 with the way to a token, or 403. */
    void check(Request request, String repository, boolean write) {
        String header = request.header("Authorization");
        Optional<Pass> pass = header.startsWith("Bearer ")
                ? Optional.ofNullable(passes.get(header.substring(7).strip()))
                : login(request);
        if (pass.isEmpty()) {
            throw HttpError.message(401, "authentication required", Map.of("WWW-Authenticate", challenge));
        }
        if (write ? !pass.get().path().isEmpty() : !pass.get().opens(repository)) {
            throw HttpError.message(403, "requested access to the resource is denied");
        }
    }

    /** Empty where there is none; 401 where it is wrong. */
    private Optional<Pass> login(Request request) {
        String header = request.header("Authorization");
        if (!header.startsWith("Basic ")) {
            return Optional.empty();
        }
        String decoded =
                new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        String user = decoded.substring(0, Math.max(0, decoded.indexOf(':')));
        String password = decoded.substring(decoded.indexOf(':') + 1);
        if (same(password, adminToken)) {
            return Optional.of(new Pass(""));
        }
        return Optional.of(state.locked(() -> state.jobOfToken(password)
                        .filter(job -> user.equals(JOB_USER) && job.status().onRunner()))
                .map(job -> new Pass(job.pipeline().project().path()))
                .orElseThrow(() -> HttpError.message(401, "HTTP Basic: Access denied.")));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
