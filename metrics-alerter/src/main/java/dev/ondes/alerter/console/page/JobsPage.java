package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.JobFilter;
import dev.ondes.alerter.console.view.JobView;
import dev.ondes.alerter.console.view.JobsView;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.settings.AlerterSettings;
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
import java.net.URI;
import java.util.Optional;

/** Jobs that somebody looks for, and one of them. */
@Path("/jobs")
@Produces(MediaType.TEXT_HTML)
public class JobsPage {
    private static final int LONGEST = 300;

    private final Console console;
    private final Frames frames;
    private final Optional<URI> gitlab;

    public JobsPage(Console console, Frames frames, AlerterSettings settings) {
        this.console = console;
        this.frames = frames;
        this.gitlab = settings.gitlabUrl();
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance find(
            @QueryParam("q") @DefaultValue("") String text,
            @QueryParam("class") @DefaultValue("") String jobClass,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("outcome") @DefaultValue("") String outcome,
            @QueryParam("reason") @DefaultValue("") String reason,
            @QueryParam("sort") @DefaultValue("") String sort,
            @QueryParam("order") @DefaultValue("") String order,
            @QueryParam("page") @DefaultValue("1") String page) {
        Moment moment = console.moment();
        var filter = new JobFilter(
                cut(text.strip()), cut(jobClass), cut(state), cut(outcome), cut(reason), cut(sort), order.equals("up"));
        return Templates.jobs(
                frames.frame("Jobs", Section.JOBS, moment, Part.JOBS),
                JobsView.of(moment, filter, Numbers.of(page, 1)));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    public Response one(@PathParam("id") String id) {
        Moment moment = console.moment();
        return JobView.of(moment, Numbers.of(id, -1L), gitlab)
                .map(job -> Response.ok(Templates.job(
                        frames.frame("Job " + job.id() + ": " + job.name(), Section.JOBS, moment, Part.JOBS), job)))
                .orElseGet(() -> frames.missing("Job " + cut(id), Section.JOBS, moment))
                .build();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
