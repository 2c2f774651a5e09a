package dev.ondes.playground.gitlab.registry;

import dev.ondes.playground.gitlab.http.Handler;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images of projects, at GitLab's own address, for those who show a login. Pulled as clients do it; pushed by a {@code PUT} of each blob, then of the
 * manifest. Files below a folder. Thread-safe.
 */
public final class ContainerRegistry implements Handler {
    private static final Pattern CONTENT = Pattern.compile("/v2/(.+)/(blobs|manifests)/([^/]+)");
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String DIGEST = "sha256:";

    private final Path folder;
    private final RegistryAccess access;
    /** By repository and tag. */
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    public ContainerRegistry(Path folder, URI gitlab, GitLabState state, String adminToken) {
        this.folder = folder;
        this.access = new RegistryAccess(gitlab, state, adminToken);
    }

    public static boolean serves(Request request) {
        String path = request.uri().getPath();
        return path.startsWith("/v2/") || path.equals(RegistryAccess.TOKENS);
    }

    @Override
    public Response handle(Request request) throws IOException {
        if (request.uri().getPath().equals(RegistryAccess.TOKENS)) {
            return access.token(request);
        }
        Matcher content = CONTENT.matcher(request.uri().getPath());
        String repository = content.matches() ? content.group(1) : "";
        boolean write = request.method().equals("PUT");
        access.check(request, repository, write);
        if (!content.matches()) {
            return Response.json(200, Json.object());
        }
        return write
                ? put(request, repository, content.group(3))
                : get(request, repository, content.group(2).equals("manifests"), content.group(3));
    }

    private Response put(Request request, String repository, String reference) throws IOException {
        byte[] bytes = request.body().readAllBytes();
        String digest = digest(bytes);
        Path written = Files.createTempFile(folder, "push-", "");
        Files.write(written, bytes);
        Files.move(written, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!reference.startsWith(DIGEST)) {
            tags.put(repository + ":" + reference, digest);
        }
        return Response.empty(201).with("Docker-Content-Digest", digest);
    }

    private Response get(Request request, String repository, boolean manifest, String reference) throws IOException {
        String digest =
                reference.startsWith(DIGEST) ? reference : tags.getOrDefault(repository + ":" + reference, DIGEST);
        if (!Files.isRegularFile(file(digest))) {
            throw HttpError.message(404, "manifest unknown");
        }
        Response found = Response.file(file(digest), manifest ? MANIFEST : "application/octet-stream")
                .with("Docker-Content-Digest", digest);
        return request.method().equals("HEAD")
                ? found.with("Content-Length", Long.toString(found.body().length()))
                : found;
    }

    private Path file(String digest) {
        return folder.resolve(digest.substring(DIGEST.length()).replaceAll("[^0-9a-f]", "_"));
    }

    private static String digest(byte[] bytes) {
        try {
            return DIGEST
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
