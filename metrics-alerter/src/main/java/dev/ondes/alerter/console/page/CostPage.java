package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.CostView;
import dev.ondes.alerter.console.view.Moment;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What jobs cost. */
@Path("/cost")
@Produces(MediaType.TEXT_HTML)
public class CostPage {
    private final Console console;
    private final Frames frames;

    public CostPage(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance cost(@QueryParam("hours") @DefaultValue("24") String hours) {
        Moment moment = console.moment();
        return Templates.cost(
                frames.frame("Cost", Section.COST, moment, Part.JOBS), CostView.of(moment, Numbers.of(hours, 24)));
    }
}
