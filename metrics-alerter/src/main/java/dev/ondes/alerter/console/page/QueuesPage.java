package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.QueuesView;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The broker's queues. */
@Path("/queues")
@Produces(MediaType.TEXT_HTML)
public class QueuesPage {
    private final Console console;
    private final Frames frames;

    public QueuesPage(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance queues() {
        Moment moment = console.moment();
        return Templates.queues(
                frames.frame("Queues and dead letters", Section.QUEUES, moment, Part.QUEUES), QueuesView.of(moment));
    }
}
