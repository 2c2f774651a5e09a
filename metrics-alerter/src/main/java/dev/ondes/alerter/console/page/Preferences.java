package dev.ondes.alerter.console.page;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What somebody likes, kept in cookies of theirs. Links, so that they work without JavaScript; who follows a forged one gets another colour. */
@Path("/preferences")
public class Preferences {
    static final String THEME = "ondes-theme";
    static final String SHORTCUTS = "ondes-shortcuts";
    static final String OFF = "off";
    private static final Duration KEPT = Duration.ofDays(400);

    @GET
    public Response set(
            @QueryParam("theme") @Nullable String theme,
            @QueryParam("shortcuts") @Nullable String shortcuts,
            @QueryParam("back") @DefaultValue("/") String back) {
        Response.ResponseBuilder answer = Response.seeOther(URI.create(own(back)));
        if (theme != null) {
            answer.cookie(cookie(THEME, Theme.of(theme).wire()));
        }
        if (shortcuts != null) {
            answer.cookie(cookie(SHORTCUTS, shortcuts.equals(OFF) ? OFF : "on"));
        }
        return answer.build();
    }

    /** Nobody is led elsewhere by a link to us. */
    static String own(String back) {
        boolean own = back.matches("/(?!/)([A-Za-z0-9._~!$&'()*+,;=:@?/-]|%[0-9A-Fa-f]{2})*");
        return own ? back : "/";
    }

    private static NewCookie cookie(String name, String value) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge((int) KEPT.toSeconds())
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
