package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.access.Role;
import dev.ondes.alerter.console.act.Deeds;
import dev.ondes.alerter.console.act.RefusedException;
import dev.ondes.alerter.console.act.SilenceWish;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.Rulebook;
import dev.ondes.alerter.console.view.SilenceForm;
import dev.ondes.alerter.fleet.Silence;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** An operator silences an alert, and ends that. */
@Path("/silences")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.MAY_ACT)
public class SilencePage {
    private final Console console;
    private final Frames frames;
    private final Rulebook rulebook;
    private final Deeds deeds;

    public SilencePage(Console console, Frames frames, Rulebook rulebook, Deeds deeds) {
        this.console = console;
        this.frames = frames;
        this.rulebook = rulebook;
        this.deeds = deeds;
    }

    @GET
    @Path("/new")
    @RunOnVirtualThread
    public TemplateInstance form(
            @QueryParam("alert") @DefaultValue("") String alert, @QueryParam("about") @DefaultValue("") String about) {
        return Templates.silence(
                frames.frame("Silence an alert", Section.ALERTS, console.moment()),
                SilenceForm.of(deeds.newId(), alert, about));
    }

    @POST
    @RunOnVirtualThread
    public TemplateInstance silence(
            @FormParam("id") @DefaultValue("") String id,
            @FormParam("alert") @DefaultValue("") String alert,
            @FormParam("about") @DefaultValue("") String about,
            @FormParam("all") @DefaultValue("") String all,
            @FormParam("minutes") @DefaultValue("") String minutes,
            @FormParam("reason") @DefaultValue("") String reason) {
        var wish = SilenceWish.of(id, alert, all.isEmpty() ? about : "", minutes, reason, rulebook.rules());
        boolean taken = deeds.silence(
                wish, known(console.moment(), id), frames.visitor().signature());
        return done("Silenced", Done.of(taken, "Nobody is told of " + alert + " for now.", "/alerts", "To the alerts"));
    }

    @POST
    @Path("/end")
    @RunOnVirtualThread
    public TemplateInstance end(@FormParam("id") @DefaultValue("") String id) {
        Moment moment = console.moment();
        Silence silence = known(moment, id)
                .filter(one -> one.isInForce(moment.times().now()))
                .orElseThrow(() -> new RefusedException("This silence is over, or not known here."));
        boolean taken = deeds.end(silence, frames.visitor().signature());
        return done(
                "The silence is over",
                Done.of(taken, "People are told of " + silence.said().alert() + " again.", "/alerts", "To the alerts"));
    }

    private static Optional<Silence> known(Moment moment, String id) {
        return moment.fleet().silences().stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    private TemplateInstance done(String title, Done done) {
        return Templates.done(frames.frame(title, Section.ALERTS, console.moment()), done);
    }
}
