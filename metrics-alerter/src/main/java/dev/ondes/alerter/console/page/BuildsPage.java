package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.BuildsView;
import dev.ondes.alerter.console.view.Moment;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Image builds, and one of them. */
@Path("/builds")
@Produces(MediaType.TEXT_HTML)
public class BuildsPage {
    private final Console console;
    private final Frames frames;

    public BuildsPage(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance find(
            @QueryParam("q") @DefaultValue("") String text,
            @QueryParam("outcome") @DefaultValue("") String outcome,
            @QueryParam("page") @DefaultValue("1") String page) {
        Moment moment = console.moment();
        return Templates.builds(
                frames.frame("Image builds", Section.BUILDS, moment, Part.BUILDS),
                BuildsView.of(moment, text.strip(), outcome, Numbers.of(page, 1)));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    public Response one(@PathParam("id") String id) {
        Moment moment = console.moment();
        return BuildsView.one(moment, id)
                .map(build -> Response.ok(Templates.build(
                        frames.frame("Build " + build.id(), Section.BUILDS, moment, Part.BUILDS), build)))
                .orElseGet(() -> frames.missing("The build " + id, Section.BUILDS, moment))
                .build();
    }
}
