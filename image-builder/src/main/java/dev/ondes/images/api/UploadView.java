package dev.ondes.images.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ondes.images.store.SignedRequest;
import dev.ondes.images.store.Upload;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a context gets into the store, as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadView(
        String state,
        @Nullable Put put,
        @Nullable Multipart multipart,
        @Nullable Instant expiresAt) {

    /** One request that may be made once. */
    public record Put(URI url, Map<String, String> headers) {}

    /**
     * Several requests.
     *
     * @param present numbers of parts that the store has
     */
    public record Multipart(String uploadId, long partSize, List<Part> parts, List<Integer> present) {}

    /** A part to be sent. */
    public record Part(int number, long size, URI url, Map<String, String> headers) {}

    static UploadView present() {
        return new UploadView("present", null, null, null);
    }

    static UploadView of(Upload.Whole whole) {
        SignedRequest put = whole.put();
        return new UploadView("upload", new Put(put.url(), put.headers()), null, put.expiresAt());
    }

    static UploadView of(Upload.InParts parts) {
        return new UploadView(
                "upload",
                null,
                new Multipart(
                        parts.uploadId(),
                        parts.partSize(),
                        parts.missing().stream()
                                .map(part -> new Part(
                                        part.number(),
                                        part.size(),
                                        part.put().url(),
                                        part.put().headers()))
                                .toList(),
                        parts.present()),
                parts.expiresAt());
    }
}
