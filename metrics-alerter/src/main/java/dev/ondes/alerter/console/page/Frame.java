package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.access.Visitor;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.view.Standing;
import dev.ondes.alerter.console.view.Times;
import dev.ondes.alerter.console.view.Urgency;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param title of the page
 * @param section where it belongs; null for none
 * @param url its own address, path and query, to come back to
 * @param shortcuts whether single keys do something
 * @param assets where its files are
 * @param prints of all parts as they were when the page was made
 * @param shows which of them it shows
 * @param urgency of what fires
 * @param visitor who it is made for
 */
public record Frame(
        String title,
        @Nullable Section section,
        String url,
        Theme theme,
        boolean shortcuts,
        String assets,
        String prints,
        List<Part> shows,
        Urgency urgency,
        List<Standing.Banner> banners,
        Times times,
        Visitor visitor) {

    /** For the navigation. */
    public List<Section> sections() {
        return List.of(Section.values());
    }

    public List<Theme> themes() {
        return List.of(Theme.values());
    }

    /** To come back to, in a query. */
    public String back() {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    /** The page's moment. */
    public Times.Stamp at() {
        return times.at(times.now());
    }

    /** The events by which the page looks anew. */
    public String triggers() {
        return Stream.concat(shows.stream(), Stream.of(Part.STANDING, Part.ALERTS))
                .map(part -> "live-" + part.wire())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
