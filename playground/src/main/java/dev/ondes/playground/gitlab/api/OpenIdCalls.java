package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;

/** What others need to check the ID tokens of jobs. For everybody, and cached for a day, as GitLab's. */
final class OpenIdCalls {
    private static final String CACHED = "max-age=86400, public, must-revalidate, no-transform";

    private final Parts parts;

    OpenIdCalls(Parts parts) {
        this.parts = parts;
    }

    void addTo(Routes routes) {
        routes.add(
                        Call.OPENID,
                        "GET",
                        "/.well-known/openid-configuration",
                        _ -> cached(Response.json(200, parts.idTokens().configuration())))
                .add(
                        Call.OPENID,
                        "GET",
                        "/oauth/discovery/keys",
                        _ -> cached(Response.json(200, parts.idTokens().keys())))
                .add(
                        Call.OPENID,
                        "GET",
                        "/-/jwks",
                        _ -> cached(Response.json(200, parts.idTokens().keys())));
    }

    private static Response cached(Response response) {
        return response.with("Cache-Control", CACHED);
    }
}
