package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.ci.CiArtifacts;
import dev.ondes.playground.gitlab.ci.Durations;
import dev.ondes.playground.gitlab.ci.ReportTypes;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.MultipartFile;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.pipelines.Artifact;
import dev.ondes.playground.gitlab.pipelines.Dotenv;
import dev.ondes.playground.gitlab.pipelines.Job;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Artifacts up and down. Uploads go to disk as they come, and are checked before and after, as Workhorse and Rails do. */
final class ArtifactCalls {
    private final Parts parts;
    private final JobAuthentication authentication;

    ArtifactCalls(Parts parts, JobAuthentication authentication) {
        this.parts = parts;
        this.authentication = authentication;
    }

    void addTo(Routes routes) {
        routes.add(Call.ARTIFACTS_UPLOAD, "POST", "/api/v4/jobs/{id}/artifacts", this::upload)
                .add(Call.ARTIFACTS_DOWNLOAD, "GET", "/api/v4/jobs/{id}/artifacts", this::download);
    }

    private Response upload(Request request) throws IOException {
        Map<String, String> query = request.query();
        String token = JobAuthentication.headerOr(request, query.getOrDefault("token", ""));
        String type = query.getOrDefault("artifact_type", "archive");
        String format = query.getOrDefault("artifact_format", "zip");
        parts.rates().updates().pass(token);
        if (!type.equals("archive") && !ReportTypes.KNOWN.contains(type)) {
            throw HttpError.error(400, "artifact_type does not have a valid value");
        }
        if (!format.equals(ReportTypes.format(type))) {
            throw HttpError.message(400, "400 Bad request - Invalid file format with specified file type");
        }
        parts.state().locked(() -> authentication.running(request, token));
        Path received = Files.createTempFile(parts.uploads(), "upload", null);
        try {
            MessageDigest digest = sha256();
            Optional<String> filename;
            try (OutputStream out = limited(new BufferedOutputStream(
                    new DigestOutputStream(Files.newOutputStream(received), digest), 64 << 10))) {
                filename = MultipartFile.copy(request, "file", out);
            }
            String name = filename.orElseThrow(() -> HttpError.error(400, "file is missing"));
            String sha256 = HexFormat.of().formatHex(digest.digest());
            parts.state().locked(() -> {
                Job job = authentication.running(request, token);
                keep(job, type, format, name, received, sha256, query.get("expire_in"));
            });
        } finally {
            Files.deleteIfExists(received);
        }
        return Response.number(201);
    }

    /** The same file twice is fine, as after an answer that got lost; another one of the same type isn't. */
    private void keep(
            Job job, String type, String format, String name, Path received, String sha256, @Nullable String expireIn) {
        Artifact before = job.artifacts().get(type);
        if (before != null && before.sha256().equals(sha256)) {
            return;
        }
        if (before != null) {
            throw HttpError.message(400, "another artifact of the same type already exists");
        }
        try {
            if (type.equals(ReportTypes.DOTENV)) {
                job.dotenv().putAll(Dotenv.read(unpacked(received)));
            }
            Path file = parts.state().file(job.id(), type + "." + format);
            Files.move(received, file, StandardCopyOption.REPLACE_EXISTING);
            job.artifacts()
                    .put(type, new Artifact(type, format, name, file, Files.size(file), sha256, expiry(job, expireIn)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpacked(Path gzip) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
            return in.readAllBytes();
        } catch (ZipException e) {
            throw HttpError.message(400, "Invalid Format");
        }
    }

    private @Nullable Instant expiry(Job job, @Nullable String said) {
        CiArtifacts defined = job.definition().artifacts();
        String words = said != null && !said.isEmpty() ? said : defined == null ? null : defined.expireIn();
        return words == null
                ? null
                : Durations.parse(words).map(parts.state().now()::plus).orElse(null);
    }

    private OutputStream limited(OutputStream out) {
        long limit = parts.state().limits().artifactSize();
        return new FilterOutputStream(out) {
            private long written;

            @Override
            public void write(int next) throws IOException {
                count(1);
                out.write(next);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                count(length);
                out.write(bytes, from, length);
            }

            private void count(int more) {
                written += more;
                if (limit > 0 && written > limit) {
                    throw HttpError.message(413, "413 Request Entity Too Large");
                }
            }
        };
    }

    private Response download(Request request) throws IOException {
        String token = JobAuthentication.headerOr(request, request.query().getOrDefault("token", ""));
        parts.rates().updates().pass(token);
        return send(parts.state().locked(() -> archive(authentication.readable(request, token))));
    }

    static Response send(Artifact archive) throws IOException {
        return Response.file(archive.file(), "application/octet-stream")
                .with("Content-Disposition", "attachment; filename=\"" + archive.filename() + "\"");
    }

    /** The archive; 404 where there is none, or none any more. */
    Artifact archive(Job job) {
        Artifact archive = job.artifacts().get("archive");
        if (archive == null || archive.expired(parts.state().now())) {
            throw HttpError.notFound("Artifacts");
        }
        return archive;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
