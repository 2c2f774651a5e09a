package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Build;
import dev.ondes.contracts.build.BuildOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Image builds, newest first. */
public record BuildsView(String text, List<Choice> outcomes, List<BuildRow> rows, Pager pager, boolean narrows) {

    /**
     * The page.
     *
     * @param outcome empty for all
     */
    public static BuildsView of(Moment moment, String text, String outcome, int page) {
        List<Build> found = moment.fleet().builds().stream()
                .filter(build -> text.isEmpty() || holds(build, text.toLowerCase(Locale.ROOT)))
                .filter(build -> outcome.isEmpty()
                        || (build.done() != null
                                && build.done().said().outcome().wire().equals(outcome)))
                .toList();
        Query query = Query.of("/builds").with("q", text).with("outcome", outcome);
        Pager pager = Pager.of(
                page,
                found.size(),
                number -> query.with("page", String.valueOf(number)).link());
        return new BuildsView(
                text,
                Arrays.stream(BuildOutcome.values())
                        .map(one -> Choice.of(one.wire(), Mark.of(one).word(), outcome))
                        .toList(),
                pager.cut(found).stream()
                        .map(build -> BuildRow.of(build, moment.times()))
                        .toList(),
                pager,
                !text.isEmpty() || !outcome.isEmpty());
    }

    /** Empty where it is not known. */
    public static Optional<BuildRow> one(Moment moment, String id) {
        return moment.fleet().builds().stream()
                .filter(build -> build.id().equals(id))
                .findFirst()
                .map(build -> BuildRow.of(build, moment.times()));
    }

    private static boolean holds(Build build, String text) {
        return build.id().toLowerCase(Locale.ROOT).contains(text)
                || BuildRow.project(build).toLowerCase(Locale.ROOT).contains(text)
                || (build.done() != null
                        && build.done().said().images().stream()
                                .anyMatch(image ->
                                        image.name().toLowerCase(Locale.ROOT).contains(text)));
    }
}
