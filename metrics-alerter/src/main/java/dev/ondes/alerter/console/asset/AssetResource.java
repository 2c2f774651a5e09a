package dev.ondes.alerter.console.asset;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Serves the {@link Assets}, to whomever: they are those of every installation. Never blocks. */
@Path("/assets")
@PermitAll
public class AssetResource {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    public AssetResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("/{print}/{name}")
    public Response get(@PathParam("print") String print, @PathParam("name") String name) {
        Optional<Assets.Asset> asset = assets.find(print, name);
        if (asset.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        return Response.ok(asset.get().content(), asset.get().type())
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .build();
    }
}
