package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.page.Notice.Words;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is answered where nobody foresaw what happened ({@link Errors} has the rest): in words, with a way on, and without anything of ours. */
public class Breakdowns {
    private static final Logger LOG = Logger.getLogger(Breakdowns.class);

    private final Frames frames;

    public Breakdowns(Frames frames) {
        this.frames = frames;
    }

    /** The query stays out of the log: a login's has a code in it. */
    @ServerExceptionMapper
    public Response broke(RuntimeException broken, UriInfo request) {
        LOG.error(LogLine.of("a page of the console broke").with(LogKey.SUBJECT, request.getPath()), broken);
        return frames.notice(
                Status.INTERNAL_SERVER_ERROR,
                Words.of(
                        "This page broke",
                        "That is a fault of this console, not of yours, and what happened stands in metrics-alerter's log with the page's"
                                + " address. Jobs, metrics and alerts go on, and other pages may work. If you sent a form, look whether it was done"
                                + " before you send it again."));
    }

    /** Such as a form that was sent to where none is taken. */
    @ServerExceptionMapper
    public Response notLikeThat(WebApplicationException refused, UriInfo request) {
        if (refused.getResponse().getStatusInfo().getFamily() == Status.Family.SERVER_ERROR) {
            return broke(refused, request);
        }
        return Response.fromResponse(refused.getResponse())
                .entity(frames.notice(Words.of(
                                "This can't be done here",
                                "The address is known, and it does not take what your browser sent. Nothing was done."))
                        .render())
                .type(MediaType.TEXT_HTML_TYPE)
                .build();
    }
}
