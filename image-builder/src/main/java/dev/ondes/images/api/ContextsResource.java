package dev.ondes.images.api;

import dev.ondes.images.outside.StoredContexts;
import dev.ondes.images.policy.Project;
import dev.ondes.images.store.ContextId;
import dev.ondes.images.store.Offer;
import dev.ondes.images.store.StoreException;
import dev.ondes.images.store.Upload;
import dev.ondes.images.store.Uploads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Contexts: how to bring one. The files themselves go straight to the store. */
@Path("/v1/contexts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ContextsResource {
    private final Access access;
    private final Uploads uploads;

    public ContextsResource(Access access, Uploads uploads) {
        this.access = access;
        this.uploads = uploads;
    }

    /**
     * A context that somebody has.
     *
     * @param tarSha256 of the uncompressed tar, which is what a context is known by
     * @param sha256 of the gzip as it will be sent
     * @param size of the gzip in bytes
     */
    public record OfferBody(
            @Nullable String tarSha256, @Nullable String sha256, long size) {}

    /** An upload in parts that is at its end. */
    public record CompleteBody(
            @Nullable String uploadId, @Nullable List<PartBody> parts) {}

    /** A part that was sent. */
    public record PartBody(int number, @Nullable String etag) {}

    @POST
    @RunOnVirtualThread
    @Operation(summary = "How to upload a context; 200 when it is there already. Asked again, what is still missing.")
    public Response offer(@HeaderParam("Authorization") @Nullable String authorization, @Nullable OfferBody body) {
        Project project = access.project(access.caller(authorization));
        if (body == null) {
            throw new UnreadableBodyException("it must be a JSON object");
        }
        Offer offer = new Offer(
                new ContextId(project.id(), text(body.tarSha256(), "tarSha256")),
                text(body.sha256(), "sha256"),
                body.size());
        return switch (asked(() -> uploads.begin(offer))) {
            case Upload.Present _ -> Response.ok(UploadView.present()).build();
            case Upload.Whole whole ->
                Response.status(201).entity(UploadView.of(whole)).build();
            case Upload.InParts parts ->
                Response.status(201).entity(UploadView.of(parts)).build();
        };
    }

    @POST
    @Path("/{tarSha256}/complete")
    @RunOnVirtualThread
    @Operation(summary = "Makes a context of its parts.")
    public UploadView complete(
            @HeaderParam("Authorization") @Nullable String authorization,
            @PathParam("tarSha256") String tarSha256,
            @Nullable CompleteBody body) {
        Project project = access.project(access.caller(authorization));
        if (body == null) {
            throw new UnreadableBodyException("it must be a JSON object");
        }
        List<Upload.Sent> sent = body.parts() == null
                ? List.of()
                : body.parts().stream()
                        .map(part -> new Upload.Sent(part.number(), text(part.etag(), "parts.etag")))
                        .toList();
        String upload = text(body.uploadId(), "uploadId");
        return asked(() -> {
            uploads.complete(new ContextId(project.id(), tarSha256), upload, sent);
            return UploadView.present();
        });
    }

    private static String text(@Nullable String value, String field) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw StoredContexts.refused(e);
        }
    }
}
