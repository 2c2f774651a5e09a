package dev.ondes.images.registry;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.retry.Pause;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the service asks of registries. Whose credentials are shown is the caller's choice, with each call. Questions are asked again
 * while the trouble may pass; what is pushed has its digest for a name, so that every call may be made again. Thread-safe.
 */
public final class Registry implements AutoCloseable {
    private static final byte[] EMPTY_CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String BYTES = "application/octet-stream";

    private final RegistryHttp http;

    public Registry(
            RegistrySettings settings, Authorities authorities, Pause pause, RandomGenerator random, Clock clock) {
        this.http = new RegistryHttp(settings, authorities, pause, random, clock);
    }

    /**
     * The manifest under a tag or digest, its bytes held against the digest that the registry and the caller name.
     *
     * @param reference a tag, or a digest as {@link Digest} has it
     * @return empty when the registry does not have it
     * @throws RegistryException of reason {@link RegistryReason#WRONG_DIGEST} when the bytes are others, or of another
     */
    public Optional<Manifest> find(Repository repository, String reference, Credentials credentials) {
        HttpResponse<byte[]> answer =
                http.persistently(accepting(repository, reference).GET(), repository, Access.PULL, credentials);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        must(answer, 200, repository + " " + reference);
        Manifest manifest = ManifestJson.read(
                answer.body(), answer.headers().firstValue("Content-Type").orElse(""));
        if (Digest.isDigest(reference)) {
            hold(manifest, reference, repository);
        }
        answer.headers()
                .firstValue("Docker-Content-Digest")
                .filter(Digest::isDigest)
                .ifPresent(said -> hold(manifest, said, repository));
        return Optional.of(manifest);
    }

    private static void hold(Manifest manifest, String digest, Repository repository) {
        if (!manifest.digest().text().equals(digest)) {
            throw new RegistryException(
                    RegistryReason.WRONG_DIGEST, repository + ": asked for " + digest + ", got " + manifest.digest());
        }
    }

    /** The digest that the registry says a tag has now, by HEAD, which limits of pulls don't count; empty when there is none. */
    public Optional<Digest> digest(Repository repository, String reference, Credentials credentials) {
        HttpResponse<byte[]> answer =
                http.persistently(accepting(repository, reference).HEAD(), repository, Access.PULL, credentials);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        must(answer, 200, repository + " " + reference);
        return answer.headers()
                .firstValue("Docker-Content-Digest")
                .filter(Digest::isDigest)
                .map(Digest::new)
                .or(() -> find(repository, reference, credentials).map(Manifest::digest));
    }

    private HttpRequest.Builder accepting(Repository repository, String reference) {
        return HttpRequest.newBuilder(http.url(repository, "/manifests/" + reference))
                .header("Accept", String.join(", ", MediaTypes.MANIFESTS));
    }

    /**
     * Pushes an index over images of several platforms, which are in the same repository already.
     *
     * @param tag under which it can be pulled
     * @return its digest: the same for the same images
     */
    public Manifest pushIndex(Repository repository, String tag, List<Manifest.Child> images, Credentials credentials) {
        boolean docker = images.stream().allMatch(image -> image.mediaType().equals(MediaTypes.DOCKER_MANIFEST));
        String type = docker ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX;
        byte[] index = ManifestJson.index(type, images);
        Manifest wanted = ManifestJson.read(index, type);
        try {
            putManifest(repository, tag, type, index, credentials);
        } catch (RegistryException e) {
            requireUnderTag(repository, tag, wanted.digest(), credentials, e);
        }
        return wanted;
    }

    /** A tag that may not be changed is refused even to who pushed it: before a restart of ours it may have been us. */
    private void requireUnderTag(
            Repository repository, String tag, Digest wanted, Credentials credentials, RegistryException refusal) {
        Optional<Digest> there =
                switch (refusal.reason()) {
                    case TAG_TAKEN, REFUSED, FORBIDDEN -> digest(repository, tag, credentials);
                    case UNREACHABLE, SLOW, BUSY, BROKEN, UNAUTHORIZED, MISSING, WRONG_DIGEST, UNREADABLE, TOO_LARGE ->
                        Optional.empty();
                };
        if (there.equals(Optional.of(wanted))) {
            return;
        }
        if (there.isEmpty() && refusal.reason() == RegistryReason.TAG_TAKEN) {
            // Whatever stands against it, it is not what stands under the tag.
            throw new RegistryException(RegistryReason.REFUSED, String.valueOf(refusal.getMessage()));
        }
        throw refusal;
    }

    /**
     * Pushes a document about an image, so that who asks for the image's referrers finds it: by the API of OCI 1.1 where the registry
     * has that, and else under the tag that the specification gives for such registries.
     *
     * @param subject the image, in the same repository
     * @return the artifact's digest
     */
    public Digest attach(Repository repository, Manifest subject, Artifact artifact, Credentials credentials) {
        Digest blob = putBlob(repository, artifact.content(), credentials);
        Digest config = putBlob(repository, EMPTY_CONFIG, credentials);
        byte[] manifest = ManifestJson.artifact(artifact, blob, config, subject);
        Digest digest = Digest.of(manifest);
        HttpResponse<byte[]> answer =
                putManifest(repository, digest.text(), MediaTypes.OCI_MANIFEST, manifest, credentials);
        if (answer.headers().firstValue("OCI-Subject").isEmpty()) {
            noteUnderFallbackTag(repository, subject, artifact, digest, manifest.length, credentials);
        }
        return digest;
    }

    /** Two that note at once may lose one of both: the specification has no better way for such registries. */
    private void noteUnderFallbackTag(
            Repository repository,
            Manifest subject,
            Artifact artifact,
            Digest digest,
            long size,
            Credentials credentials) {
        String tag = fallbackTag(subject.digest());
        HttpResponse<byte[]> present =
                http.persistently(accepting(repository, tag).GET(), repository, Access.PULL, credentials);
        if (present.statusCode() != 404) {
            must(present, 200, repository + " " + tag);
        }
        byte[] before = present.statusCode() == 404 ? new byte[0] : present.body();
        byte[] after = ManifestJson.withReferrer(before, artifact, digest, size);
        if (after != before) {
            putManifest(repository, tag, MediaTypes.OCI_INDEX, after, credentials);
        }
    }

    /** OCI distribution-spec 1.1, "Referrers Tag Schema". */
    static String fallbackTag(Digest subject) {
        return "sha256-" + subject.hex();
    }

    private HttpResponse<byte[]> putManifest(
            Repository repository, String reference, String type, byte[] manifest, Credentials credentials) {
        HttpResponse<byte[]> answer = http.persistently(
                HttpRequest.newBuilder(http.url(repository, "/manifests/" + reference))
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(manifest)),
                repository,
                Access.PUSH,
                credentials);
        String what = "push of " + repository + " " + reference;
        if (answer.statusCode() >= 400 && !Digest.isDigest(reference)) {
            throw Answers.refusalOfTag(answer, what, http.clock());
        }
        must(answer, 201, what);
        return answer;
    }

    private Digest putBlob(Repository repository, byte[] blob, Credentials credentials) {
        Digest digest = Digest.of(blob);
        HttpResponse<byte[]> head = http.persistently(
                HttpRequest.newBuilder(http.url(repository, "/blobs/" + digest)).HEAD(),
                repository,
                Access.PUSH,
                credentials);
        if (head.statusCode() == 200) {
            return digest;
        }
        HttpResponse<byte[]> begun = http.persistently(
                HttpRequest.newBuilder(http.url(repository, "/blobs/uploads/")).POST(BodyPublishers.noBody()),
                repository,
                Access.PUSH,
                credentials);
        must(begun, 202, "push to " + repository);
        HttpResponse<byte[]> sent = http.once(
                HttpRequest.newBuilder(uploadUrl(begun, digest))
                        .header("Content-Type", BYTES)
                        .PUT(BodyPublishers.ofByteArray(blob)),
                repository,
                Access.PUSH,
                credentials);
        must(sent, 201, "push to " + repository);
        return digest;
    }

    /** Where the upload goes on: the registry's own, relative or not, but never another host, to which credentials would go. */
    private static URI uploadUrl(HttpResponse<byte[]> begun, Digest digest) {
        String location = begun.headers()
                .firstValue("Location")
                .orElseThrow(() -> new RegistryException(RegistryReason.BROKEN, "an upload without an address"));
        URI url = begun.uri().resolve(location);
        if (!begun.uri().getAuthority().equals(url.getAuthority())
                || !begun.uri().getScheme().equals(url.getScheme())) {
            throw new RegistryException(RegistryReason.REFUSED, "it sends uploads to " + url.getHost());
        }
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + "digest="
                + digest.text().replace(":", "%3A"));
    }

    private void must(HttpResponse<byte[]> answer, int status, String what) {
        if (answer.statusCode() != status) {
            throw Answers.refusal(answer, what, http.clock());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
