package dev.ondes.images.api;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.intake.Intake;
import dev.ondes.images.intake.Taken;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.Notes;
import dev.ondes.images.watch.Shelf;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Builds: asked for, looked at, canceled. */
@Path("/v1/builds")
@Produces(MediaType.APPLICATION_JSON)
public class BuildsResource {
    private static final int MOST = 500;

    private final Access access;
    private final Intake intake;
    private final Shelf shelf;
    private final Cluster cluster;

    public BuildsResource(Access access, Intake intake, Shelf shelf, Cluster cluster) {
        this.access = access;
        this.intake = intake;
        this.shelf = shelf;
        this.cluster = cluster;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Asks for a build. The same request again is the same build.")
    public Response build(
            @HeaderParam("Authorization") @Nullable String authorization,
            @RequestBody(content = @Content(schema = @Schema(implementation = BuildRequestBody.class))) byte[] body) {
        Caller caller = access.caller(authorization);
        BuildBody request = BuildBody.read(body);
        Taken taken = intake.take(caller, request.spec(), request.secrets(), null);
        return Response.accepted(
                        Map.of("id", taken.id().value(), "state", taken.state().wire()))
                .location(URI.create("/v1/builds/" + taken.id()))
                .build();
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "A build, and how it ended.")
    public BuildView one(@HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
        return BuildView.of(access.build(authorization, id));
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "The builds of the caller's project, the newest first.")
    public List<BuildView> list(
            @HeaderParam("Authorization") @Nullable String authorization,
            @QueryParam("project") @Nullable String project,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        var own = access.project(access.caller(authorization));
        if (project != null && !project.equals(own.path()) && !project.equals(Long.toString(own.id()))) {
            return List.of();
        }
        return shelf.builds().stream()
                .filter(build -> build.order().grant().project().id() == own.id())
                .filter(build -> state == null || build.state().wire().equals(state))
                .sorted(Comparator.comparing((Build build) -> build.order().requestedAt())
                        .reversed())
                .limit(Math.clamp(limit, 1, MOST))
                .map(BuildView::of)
                .toList();
    }

    @DELETE
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "Cancels a build; one that has ended stays as it is.")
    public Response cancel(@HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
        Build build = access.build(authorization, id);
        BuildState state = build.state();
        if (!state.ended() && build.canceledBy() == null) {
            String by = access.caller(authorization).project();
            cluster.annotate(JobNames.head(build.id()), Notes.canceled(by));
        }
        return Response.accepted(Map.of("id", id, "state", state.wire())).build();
    }
}
