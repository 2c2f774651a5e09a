package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.AlertsView;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.Rulebook;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What fires, what fired and what is watched. */
@Path("/alerts")
@Produces(MediaType.TEXT_HTML)
public class AlertsPage {
    private final Console console;
    private final Frames frames;
    private final Rulebook rulebook;

    public AlertsPage(Console console, Frames frames, Rulebook rulebook) {
        this.console = console;
        this.frames = frames;
        this.rulebook = rulebook;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance alerts(@QueryParam("id") @DefaultValue("") String id) {
        Moment moment = console.moment();
        return Templates.alerts(
                frames.frame("Alerts", Section.ALERTS, moment, Part.ALERTS), AlertsView.of(moment, rulebook, id));
    }
}
