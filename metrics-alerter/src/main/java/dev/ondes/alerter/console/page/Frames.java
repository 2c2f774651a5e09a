package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.access.Access;
import dev.ondes.alerter.console.access.Role;
import dev.ondes.alerter.console.access.Visitor;
import dev.ondes.alerter.console.asset.Assets;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.live.Parts;
import dev.ondes.alerter.console.view.Mark;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.Standing;
import dev.ondes.alerter.console.view.Text;
import dev.ondes.alerter.console.view.Urgency;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the frame of the page that this request is for. */
@RequestScoped
public class Frames {
    private final Assets assets;
    private final UriInfo uri;
    private final HttpHeaders headers;
    private final Access access;
    private final SecurityIdentity identity;

    Frames(Assets assets, UriInfo uri, HttpHeaders headers, Access access, SecurityIdentity identity) {
        this.assets = assets;
        this.uri = uri;
        this.headers = headers;
        this.access = access;
        this.identity = identity;
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
                Urgency.of(moment.firing()),
                banners(moment),
                moment.times(),
                visitor());
    }

    /** Words instead of a page, for whomever: nothing of ours is in them. */
    Response notice(Response.Status status, Notice.Words words) {
        return Response.status(status)
                .entity(notice(words).render())
                .type(MediaType.TEXT_HTML_TYPE)
                .build();
    }

    TemplateInstance notice(Notice.Words words) {
        return Templates.notice(new Notice(words, Theme.of(cookie(Preferences.THEME)), assets.prefix()));
    }

    Visitor visitor() {
        return new Visitor(
                identity.isAnonymous() ? "" : Text.shown(identity.getPrincipal().getName()),
                identity.hasRole(Role.MAY_ACT),
                access instanceof Access.Login && !identity.isAnonymous(),
                access instanceof Access.Proxy proxy && proxy.logout() != null
                        ? proxy.logout().toString()
                        : null);
    }

    private List<Standing.Banner> banners(Moment moment) {
        return Stream.concat(
                        moment.banners().stream(),
                        access instanceof Access.Open open ? Stream.of(open(open)) : Stream.empty())
                .toList();
    }

    private static Standing.Banner open(Access.Open open) {
        return new Standing.Banner(
                Mark.Tone.WAIT,
                open.mayAct()
                        ? "Nobody logs in here: who reaches this page may look and act"
                        : "Nobody logs in here: who reaches this page may look, and nobody may act",
                "Said by ondes.alerter.console.access=open");
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
