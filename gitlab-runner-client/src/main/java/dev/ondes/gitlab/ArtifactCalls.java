package dev.ondes.gitlab;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/** Moves artifacts between files and GitLab, in streams: memory doesn't grow with them. */
final class ArtifactCalls {
    private static final int TOO_LARGE = 413;

    private final Http http;

    ArtifactCalls(Http http) {
        this.http = http;
    }

    void upload(JobCredentials job, ArtifactUpload upload, Path file) {
        var query = new StringBuilder("/artifacts?artifact_type=")
                .append(encoded(upload.type()))
                .append("&artifact_format=")
                .append(encoded(upload.format()));
        if (upload.expireIn() != null) {
            query.append("&expire_in=").append(encoded(upload.expireIn()));
        }
        String boundary =
                "ondes-" + HexFormat.of().toHexDigits(http.settings().random().nextLong());
        Call call = Call.ofJob(
                "POST",
                query.toString(),
                job,
                "multipart/form-data; boundary=" + boundary,
                multipart(boundary, upload.fileName(), file),
                http.settings().transferLimit());
        expect(http.insist(call, Persistence.UPLOAD), 201);
    }

    /** One part called {@code file}; with a known length, so that it isn't sent in chunks. */
    private static BodyPublisher multipart(String boundary, String fileName, Path file) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + quoted(fileName) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        try {
            return BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As browsers do it (WHATWG HTML, multipart/form-data encoding). */
    private static String quoted(String fileName) {
        return fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    void download(JobCredentials job, Path target) {
        try {
            Path absolute = target.toAbsolutePath();
            Path partial = Files.createTempFile(absolute.getParent(), ".download-", ".part");
            try {
                Call call = Call.download(
                        "/artifacts?direct_download=true",
                        job,
                        into(partial),
                        http.settings().transferLimit());
                expect(http.insist(call, Persistence.DOWNLOAD), 200);
                Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A 200 goes to the file, from its start at each attempt; everything else is small and stays in memory. */
    private static BodyHandler<byte[]> into(Path file) {
        return answer -> answer.statusCode() == 200
                ? BodySubscribers.mapping(
                        BodySubscribers.ofFile(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                        path -> new byte[0])
                : Call.inMemory().apply(answer);
    }

    /** Proxies in front of GitLab limit the size of what is sent as well, and a storage that GitLab sends us to has its own no. */
    private static void expect(Reply reply, int status) {
        boolean final4xx = reply.status() / 100 == 4 && !reply.foreignToArtifacts();
        if (final4xx || reply.status() == TOO_LARGE) {
            throw new RefusedException(reply.status(), reply.describe());
        }
        RunnerCalls.expect(reply, status);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
