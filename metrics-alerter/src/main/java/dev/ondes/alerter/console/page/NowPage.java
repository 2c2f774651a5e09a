package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.NowViews;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How things stand now: what an operator has on the second screen. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class NowPage {
    private final Console console;
    private final Frames frames;
    private final NowViews views;

    public NowPage(Console console, Frames frames, NowViews views) {
        this.console = console;
        this.frames = frames;
        this.views = views;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance now() {
        Moment moment = console.moment();
        return Templates.now(
                frames.frame(
                        "Now",
                        Section.NOW,
                        moment,
                        Part.CLASSES,
                        Part.JOBS,
                        Part.NODES,
                        Part.QUEUES,
                        Part.ALERTS,
                        Part.FAILURES),
                views.of(moment));
    }
}
