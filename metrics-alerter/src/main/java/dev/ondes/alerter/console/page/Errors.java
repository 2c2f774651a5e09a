package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.access.Access;
import dev.ondes.alerter.console.access.Introduction;
import dev.ondes.alerter.console.access.Usher;
import dev.ondes.alerter.console.act.RefusedException;
import dev.ondes.alerter.console.page.Notice.Words;
import dev.ondes.alerter.console.view.Text;
import dev.ondes.messaging.deadletters.DeadLettersException;
import dev.ondes.messaging.log.LogLine;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What is answered instead of a page: in words, and to whom has not logged in nothing of what is known here. */
public class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);

    private final Frames frames;
    private final Access access;
    private final HttpAuthenticator authenticator;

    public Errors(Frames frames, Access access, HttpAuthenticator authenticator) {
        this.frames = frames;
        this.access = access;
        this.authenticator = authenticator;
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException nothing) {
        return frames.notice(
                Status.NOT_FOUND,
                Words.of(
                        "This address is not known here",
                        "It may be mistyped, or of another version of this console, whose pages all can be reached from its start."));
    }

    @ServerExceptionMapper
    public Uni<Response> notLoggedIn(UnauthorizedException unknown, RoutingContext request) {
        return leadToLogin(request);
    }

    @ServerExceptionMapper
    public Uni<Response> noLongerLoggedIn(AuthenticationFailedException unknown, RoutingContext request) {
        return leadToLogin(request);
    }

    @ServerExceptionMapper
    public Response mayNot(ForbiddenException refused) {
        return switch (access) {
            case Access.Open _ -> nobodyMayAct();
            case Access.Login _ -> mayNot("login", "", "/logout", "Log out");
            case Access.Proxy proxy -> mayNotBehindProxy(proxy.logout());
        };
    }

    private Response mayNotBehindProxy(@Nullable URI logout) {
        return logout == null
                ? mayNot(
                        "proxy",
                        " To come as somebody else, log out where you logged in: that was not here, and this console was not told where.",
                        "/",
                        "Try again")
                : mayNot("proxy", "", logout.toString(), "Log out");
    }

    private Response mayNot(String entry, String more, String link, String linkText) {
        String group = "ondes.alerter.console." + entry + ".";
        return frames.notice(
                Status.FORBIDDEN,
                new Words(
                        "You may not do that",
                        "It is known who you are, and none of your groups may do it. Who runs this console names groups that may look"
                                + " by " + group + "viewers, and groups that may act by " + group + "operators." + more,
                        link,
                        linkText,
                        false));
    }

    private Response nobodyMayAct() {
        return frames.notice(
                Status.FORBIDDEN,
                Words.of(
                        "Nobody may act here",
                        "Nobody logs in to this console, so all may look and nobody may act. Who runs it can change that by"
                                + " ondes.alerter.console.access=login, or, where all may act, by ondes.alerter.console.open-may-act."));
    }

    @ServerExceptionMapper
    public Response refused(RefusedException refused) {
        return frames.notice(Status.BAD_REQUEST, Words.of("Nothing was done", String.valueOf(refused.getMessage())));
    }

    @ServerExceptionMapper
    public Response outOfReach(DeadLettersException away) {
        return frames.notice(
                Status.SERVICE_UNAVAILABLE,
                new Words(
                        "The dead letters can't be looked at now",
                        "Nothing is lost: they stay in their queue. Why they can't be reached: "
                                + Text.shown(String.valueOf(away.getMessage())) + ".",
                        "/dead-letters",
                        "Try again",
                        false));
    }

    @ServerExceptionMapper
    public Response loginBroke(AuthenticationCompletionException broken) {
        LOG.warn(LogLine.of("a login did not come to its end").why(String.valueOf(broken.getMessage())));
        return frames.notice(
                Status.UNAUTHORIZED,
                new Words(
                        "The login did not come to its end",
                        "It may have taken too long, or whom you log in with did not answer as they should. Nothing is wrong with your account.",
                        "/",
                        "Try again",
                        false));
    }

    @ServerExceptionMapper
    public Response nobodyToAsk(OIDCException away) {
        LOG.warn(LogLine.of("nobody can log in to the console: the login's provider does not answer")
                .why(String.valueOf(away.getMessage())));
        return frames.notice(
                Status.SERVICE_UNAVAILABLE,
                new Words(
                        "Nobody can log in now",
                        "Whom this console asks who you are does not answer. Metrics and alerts go on. Try again in a moment.",
                        "/",
                        "Try again",
                        false));
    }

    private Uni<Response> leadToLogin(RoutingContext request) {
        return switch (access) {
            case Access.Open _ -> Uni.createFrom().item(this::nobodyMayAct);
            case Access.Proxy proxy -> Uni.createFrom().item(() -> notIntroduced(proxy, request));
            case Access.Login _
            when isNavigation(request) ->
                authenticator
                        .getChallenge(request)
                        .map(challenge -> challenge(challenge, request))
                        .onFailure(OIDCException.class)
                        .recoverWithItem(this::nobodyToAsk);
            case Access.Login _ ->
                Uni.createFrom()
                        .item(() -> frames.notice(
                                Status.UNAUTHORIZED,
                                new Words(
                                        "You are not logged in",
                                        "Your session is over, so nothing was done. Log in, and do it once more.",
                                        "/login",
                                        "Log in",
                                        false)));
        };
    }

    private Response notIntroduced(Access.Proxy proxy, RoutingContext request) {
        String why =
                switch (Usher.introduction(proxy, request)) {
                    case Introduction.Nobody(String reason) -> reason;
                    case Introduction.Person _ -> "This page asks for more than the proxy says";
                };
        return frames.notice(
                Status.FORBIDDEN,
                Words.of(
                        "It is not known who you are",
                        "A proxy before this console says who comes. " + Text.shown(why)
                                + ". Open the console by the address that you were given."));
    }

    /** Scripts and forms can't follow a way that leads to somebody else's page. */
    private static boolean isNavigation(RoutingContext request) {
        String accepted = request.request().getHeader("Accept");
        return request.request().method().name().equals("GET")
                && request.request().getHeader("HX-Request") == null
                && (accepted == null || !accepted.contains("text/event-stream"));
    }

    /**
     * From a page of ours it may be a form that was sent, and where forms lead is bound by the page's policy: browsers ask it of every redirect on
     * the way, and which addresses the provider's own way has nobody knows. So that one is answered by a page, which goes on by itself.
     */
    private Response challenge(ChallengeData challenge, RoutingContext request) {
        String way = location(challenge);
        boolean fromOurs = "same-origin".equals(request.request().getHeader("Sec-Fetch-Site"));
        Response.ResponseBuilder answer = way.isEmpty() || !fromOurs
                ? Response.status(challenge.status)
                : Response.fromResponse(frames.notice(
                                Status.UNAUTHORIZED,
                                new Words(
                                        "Your session is over",
                                        "You are led to the login, and back to where you wanted to go.",
                                        way,
                                        "Log in",
                                        false)))
                        .header("Refresh", "0; url=" + way);
        challenge.getHeaders().forEach((name, value) -> {
            if (!fromOurs || !HttpHeaders.LOCATION.equalsIgnoreCase(name.toString())) {
                answer.header(name.toString(), value);
            }
        });
        return answer.build();
    }

    private static String location(ChallengeData challenge) {
        return challenge.getHeaders().entrySet().stream()
                .filter(header ->
                        HttpHeaders.LOCATION.equalsIgnoreCase(header.getKey().toString()))
                .map(header -> header.getValue().toString())
                .findFirst()
                .orElse("");
    }
}
