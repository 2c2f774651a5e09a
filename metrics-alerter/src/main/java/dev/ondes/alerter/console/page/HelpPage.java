package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Keys, marks, and where figures come from. */
@Path("/help")
@Produces(MediaType.TEXT_HTML)
public class HelpPage {
    private final Console console;
    private final Frames frames;

    public HelpPage(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance help() {
        return Templates.help(frames.frame("Keys and help", null, console.moment()));
    }
}
