package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.asset.Assets;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.live.Parts;
import dev.ondes.alerter.console.view.Moment;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the frame of the page that this request is for. */
@RequestScoped
public class Frames {
    private final Assets assets;
    private final UriInfo uri;
    private final HttpHeaders headers;

    Frames(Assets assets, UriInfo uri, HttpHeaders headers) {
        this.assets = assets;
        this.uri = uri;
        this.headers = headers;
    }

    Frame frame(String title, @Nullable Section section, Moment moment, Part... shows) {
        return new Frame(
                title,
                section,
                url(),
                Theme.of(cookie(Preferences.THEME)),
                !Preferences.OFF.equals(cookie(Preferences.SHORTCUTS)),
                assets.prefix(),
                Parts.of(moment).json(),
                List.of(shows),
                Frame.firing(moment),
                moment.banners(),
                moment.times());
    }

    /** For what is not known here. */
    Response.ResponseBuilder missing(String what, @Nullable Section section, Moment moment) {
        return Response.status(Response.Status.NOT_FOUND)
                .entity(Templates.missing(frame(what + " is not known", section, moment), what))
                .type(MediaType.TEXT_HTML_TYPE);
    }

    private String url() {
        URI request = uri.getRequestUri();
        return request.getRawQuery() == null
                ? request.getRawPath()
                : request.getRawPath() + "?" + request.getRawQuery();
    }

    private @Nullable String cookie(String name) {
        Cookie cookie = headers.getCookies().get(name);
        return cookie == null ? null : cookie.getValue();
    }
}
