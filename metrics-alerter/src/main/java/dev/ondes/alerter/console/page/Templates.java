package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.view.NowView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of {@code src/main/resources/templates/console}, checked when the program is built. */
@CheckedTemplate(basePath = "console")
final class Templates {
    private Templates() {}

    static native TemplateInstance now(Frame frame, NowView view);
}
