package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.access.Role;
import dev.ondes.alerter.console.act.Deeds;
import dev.ondes.alerter.console.act.LettersDeed;
import dev.ondes.alerter.console.act.RefusedException;
import dev.ondes.alerter.console.view.LetterFilter;
import dev.ondes.alerter.console.view.LetterView;
import dev.ondes.alerter.console.view.LettersView;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.Text;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.deadletters.Selection;
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
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Dead letters: look at them, send them on their way again, throw them away. Not live: to look is to go through the queue. */
@Path("/dead-letters")
@Produces(MediaType.TEXT_HTML)
public class LettersPage {
    private static final int MOST = 50;
    private static final String TITLE = "Dead letters";

    private final Console console;
    private final Frames frames;
    private final DeadLetters letters;
    private final Deeds deeds;

    public LettersPage(Console console, Frames frames, DeadLetters letters, Deeds deeds) {
        this.console = console;
        this.frames = frames;
        this.letters = letters;
        this.deeds = deeds;
    }

    @GET
    @RunOnVirtualThread
    public TemplateInstance find(
            @QueryParam("queue") @DefaultValue("") String queue,
            @QueryParam("reason") @DefaultValue("") String reason,
            @QueryParam("type") @DefaultValue("") String type) {
        Moment moment = console.moment();
        var filter = new LetterFilter(queue.strip(), reason.strip(), type.strip());
        return Templates.letters(
                frames.frame(TITLE, Section.QUEUES, moment),
                LettersView.of(letters.list(filter.selection(), MOST), filter, moment.times()));
    }

    @GET
    @Path("/one")
    @RunOnVirtualThread
    public Response one(@QueryParam("key") @DefaultValue("") String key) {
        Moment moment = console.moment();
        return letters.show(key)
                .map(shown -> Response.ok(Templates.letter(
                        frames.frame("A dead letter", Section.QUEUES, moment), LetterView.of(shown, moment.times()))))
                .orElseGet(() -> frames.missing("This dead letter", Section.QUEUES, moment))
                .build();
    }

    @POST
    @Path("/redrive")
    @RolesAllowed(Role.MAY_ACT)
    @RunOnVirtualThread
    public TemplateInstance redrive(@FormParam("key") List<String> keys) {
        LettersDeed deed = deeds.redrive(meant(keys), frames.visitor().signature());
        return done("Sent again", "on their way again", deed);
    }

    /** What would be lost. */
    @POST
    @Path("/discard")
    @RolesAllowed(Role.MAY_ACT)
    @RunOnVirtualThread
    public TemplateInstance ask(@FormParam("key") List<String> keys) {
        Moment moment = console.moment();
        return Templates.discard(
                frames.frame("Throw away dead letters", Section.QUEUES, moment),
                LettersView.of(
                        letters.list(new Selection.Named(meant(keys)), MOST),
                        new LetterFilter("", "", ""),
                        moment.times()));
    }

    @POST
    @Path("/discard/sure")
    @RolesAllowed(Role.MAY_ACT)
    @RunOnVirtualThread
    public TemplateInstance discard(@FormParam("key") List<String> keys) {
        LettersDeed deed = deeds.discard(meant(keys), frames.visitor().signature());
        return done("Thrown away", "gone for good", deed);
    }

    private static Set<String> meant(List<String> keys) {
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new RefusedException("Choose dead letters, " + MOST + " at most at once.");
        }
        return Set.copyOf(keys);
    }

    private TemplateInstance done(String title, String what, LettersDeed deed) {
        Stream<String> kept = deed.result().kept().stream()
                .map(one -> Text.shown(one.key()) + " stays: " + one.why().sentence());
        Stream<String> notFound = deed.notFound() == 0
                ? Stream.empty()
                : Stream.of(deed.notFound() + " were not there any more, or not reached");
        Stream<String> broken = Stream.ofNullable(deed.result().brokenOff())
                .map(why -> "The broker gave up in between: " + Text.shown(why)
                        + ". The last ones may be there still, so look before you go on.");
        Stream<String> record = deed.recorded() ? Stream.empty() : Stream.of(Done.TRIED_ON);
        return Templates.done(
                frames.frame(title, Section.QUEUES, console.moment()),
                new Done(
                        deed.isWhole(),
                        deed.result().done().size() + " of " + deed.asked() + " " + what + ".",
                        Stream.of(kept, notFound, broken, record)
                                .flatMap(lines -> lines)
                                .toList(),
                        "/dead-letters",
                        "To the dead letters"));
    }
}
