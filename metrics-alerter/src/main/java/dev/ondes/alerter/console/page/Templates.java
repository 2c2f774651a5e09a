package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.view.AlertsView;
import dev.ondes.alerter.console.view.BuildRow;
import dev.ondes.alerter.console.view.BuildsView;
import dev.ondes.alerter.console.view.CostView;
import dev.ondes.alerter.console.view.JobView;
import dev.ondes.alerter.console.view.JobsView;
import dev.ondes.alerter.console.view.LetterView;
import dev.ondes.alerter.console.view.LettersView;
import dev.ondes.alerter.console.view.NodesView;
import dev.ondes.alerter.console.view.NowView;
import dev.ondes.alerter.console.view.QueuesView;
import dev.ondes.alerter.console.view.SilenceForm;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of {@code src/main/resources/templates/console}, checked when the program is built. */
@CheckedTemplate(basePath = "console")
final class Templates {
    private Templates() {}

    static native TemplateInstance now(Frame frame, NowView view);

    static native TemplateInstance jobs(Frame frame, JobsView view);

    static native TemplateInstance job(Frame frame, JobView view);

    static native TemplateInstance nodes(Frame frame, NodesView view);

    static native TemplateInstance builds(Frame frame, BuildsView view);

    static native TemplateInstance build(Frame frame, BuildRow view);

    static native TemplateInstance queues(Frame frame, QueuesView view);

    static native TemplateInstance alerts(Frame frame, AlertsView view);

    static native TemplateInstance cost(Frame frame, CostView view);

    static native TemplateInstance help(Frame frame);

    static native TemplateInstance missing(Frame frame, String what);

    static native TemplateInstance notice(Notice notice);

    static native TemplateInstance silence(Frame frame, SilenceForm view);

    static native TemplateInstance done(Frame frame, Done done);

    static native TemplateInstance letters(Frame frame, LettersView view);

    static native TemplateInstance letter(Frame frame, LetterView view);

    static native TemplateInstance discard(Frame frame, LettersView view);
}
