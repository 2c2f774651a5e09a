package dev.ondes.alerter.console.page;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A page of tests that can't be made. */
@Path("/broken")
public class BrokenPage {
    @GET
    public String broken() {
        throw new IllegalStateException("a secret of ours");
    }
}
