package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.NodesView;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Nodes that go away, and those that run jobs. */
@Path("/nodes")
@Produces(MediaType.TEXT_HTML)
public class NodesPage {
    private final Console console;
    private final Frames frames;

    public NodesPage(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance nodes(@QueryParam("page") @DefaultValue("1") String page) {
        Moment moment = console.moment();
        return Templates.nodes(
                frames.frame("Nodes and notices", Section.NODES, moment, Part.NODES, Part.JOBS),
                NodesView.of(moment, Numbers.of(page, 1)));
    }
}
