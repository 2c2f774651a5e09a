package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is answered instead of a page that is not there. */
public class Errors {
    private final Console console;
    private final Frames frames;

    public Errors(Console console, Frames frames) {
        this.console = console;
        this.frames = frames;
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException nothing) {
        return frames.missing("This address", null, console.moment()).build();
    }
}
