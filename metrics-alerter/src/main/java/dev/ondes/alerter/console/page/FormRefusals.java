package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.page.Notice.Words;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Quarkus turns a form without its token away with a number and an empty page. Here that gets words, and a way on. */
public class FormRefusals {
    private static final Words NO_TOKEN = Words.of(
            "Nothing was done",
            "This form has no token of this console, or one that is not of this browser: its page is older than a day, or the browser"
                    + " keeps no cookies of this console. Open the page anew, and do it once more.");

    private final Frames frames;

    public FormRefusals(Frames frames) {
        this.frames = frames;
    }

    /** Whatever else of ours is refused comes with words of its own. */
    @ServerResponseFilter
    public void explain(ContainerRequestContext request, ContainerResponseContext answer) {
        if (request.getMethod().equals("POST")
                && answer.getStatus() == Status.BAD_REQUEST.getStatusCode()
                && !answer.hasEntity()) {
            answer.setEntity(frames.notice(NO_TOKEN).render(), new Annotation[0], MediaType.TEXT_HTML_TYPE);
        }
    }
}
