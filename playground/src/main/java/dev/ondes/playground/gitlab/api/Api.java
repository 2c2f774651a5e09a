package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.git.SmartHttp;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.registry.ContainerRegistry;

/** All routes in one place. */
public final class Api {
    private Api() {}

    public static Routes routes(Parts parts, Triggers triggers) {
        var access = new Access(parts.adminToken());
        var authentication = new JobAuthentication(parts);
        var views = new Views(parts.url());
        var runners = new RunnerCalls(parts, access);
        var artifacts = new ArtifactCalls(parts, authentication);
        var projects = new ProjectCalls(parts, views, triggers);
        var routes = new Routes();
        routes.add(
                Call.GIT,
                SmartHttp::serves,
                new SmartHttp(parts.state(), parts.repositories(), parts.adminToken(), triggers));
        routes.add(Call.REGISTRY, ContainerRegistry::serves, parts.registry());
        runners.addTo(routes);
        new JobRequests(parts, runners).addTo(routes);
        new JobCalls(parts, authentication).addTo(routes);
        artifacts.addTo(routes);
        new OpenIdCalls(parts).addTo(routes);
        projects.addTo(routes, access);
        new PipelineCalls(parts, views, projects, triggers, artifacts).addTo(routes, access);
        new AdminCalls(parts).addTo(routes, access);
        return routes;
    }
}
