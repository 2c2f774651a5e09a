package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.access.Access;
import dev.ondes.alerter.console.page.Notice.Words;
import dev.ondes.alerter.console.view.Text;
import dev.ondes.messaging.log.LogLine;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Set;
import org.jboss.logging.Logger;

/** In and out. The way to the provider and back is Quarkus' own: whoever gets as far as {@link #in} is logged in. */
@Path("/")
public class LoginPage {
    private static final Logger LOG = Logger.getLogger(LoginPage.class);

    /** What OAuth 2.0 and OpenID Connect let a provider say. */
    private static final Set<String> ERRORS = Set.of(
            "access_denied",
            "account_selection_required",
            "consent_required",
            "interaction_required",
            "invalid_request",
            "invalid_request_object",
            "invalid_request_uri",
            "invalid_scope",
            "login_required",
            "registration_not_supported",
            "request_not_supported",
            "request_uri_not_supported",
            "server_error",
            "temporarily_unavailable",
            "unauthorized_client",
            "unsupported_response_type");

    private static final int LONGEST = 300;

    private final Frames frames;
    private final Access access;
    private final OidcSession session;

    public LoginPage(Frames frames, Access access, OidcSession session) {
        this.frames = frames;
        this.access = access;
        this.session = session;
    }

    @GET
    @Path("login")
    @Authenticated
    public Response in() {
        return Response.seeOther(URI.create("/")).build();
    }

    /** The provider said no, or somebody made a link that looks so: nothing of its own words is shown. */
    @GET
    @Path("login/refused")
    @PermitAll
    public Response refused(
            @QueryParam("error") @DefaultValue("") String error,
            @QueryParam("error_description") @DefaultValue("") String description) {
        String why = Text.shown(error + ": " + description);
        LOG.info(LogLine.of("somebody was not let in, as their browser says")
                .why(why.length() > LONGEST ? why.substring(0, LONGEST) : why));
        return frames.notice(
                Status.UNAUTHORIZED,
                new Words(
                        "You were not let in",
                        ERRORS.contains(error)
                                ? "Whom you log in with said: " + error + ". The log of this console says more."
                                : "Whom you log in with did not say why in words that are known here. The log of this console says more.",
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
        if (!(access instanceof Access.Login)) {
            throw new NotFoundException();
        }
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
