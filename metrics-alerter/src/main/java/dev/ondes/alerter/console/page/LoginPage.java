package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.page.Notice.Words;
import dev.ondes.alerter.console.view.Text;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;

/** In and out. The way to the provider and back is Quarkus' own: whoever gets as far as {@link #in} is logged in. */
@Path("/")
public class LoginPage {
    private final Frames frames;
    private final OidcSession session;

    public LoginPage(Frames frames, OidcSession session) {
        this.frames = frames;
        this.session = session;
    }

    @GET
    @Path("login")
    @Authenticated
    public Response in() {
        return Response.seeOther(URI.create("/")).build();
    }

    /** The provider said no. */
    @GET
    @Path("login/refused")
    @PermitAll
    public Response refused(
            @QueryParam("error") @DefaultValue("") String error,
            @QueryParam("error_description") @DefaultValue("") String description) {
        return frames.notice(
                Status.UNAUTHORIZED,
                new Words(
                        "You were not let in",
                        "Whom you log in with said: "
                                + Text.shown(error + (description.isEmpty() ? "" : ": " + description)),
                        "/login",
                        "Try again",
                        false));
    }

    /** For who may see no page with a button for it. */
    @GET
    @Path("logout")
    @Authenticated
    public Response leaving() {
        return frames.notice(
                Status.OK,
                new Words("Log out", "Afterwards you can log in as somebody else.", "/", "To the console", true));
    }

    @POST
    @Path("logout")
    @Authenticated
    @RunOnVirtualThread
    public Response out() {
        session.logout().await().indefinitely();
        return frames.notice(
                Status.OK,
                new Words(
                        "You are logged out",
                        "Here, that is: whom you log in with still knows you.",
                        "/login",
                        "Log in again",
                        false));
    }
}
