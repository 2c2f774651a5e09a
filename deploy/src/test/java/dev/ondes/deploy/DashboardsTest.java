package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana's own linter would ask of dashboards, and that they ask for metrics that there are. */
class DashboardsTest {
    private static final Pattern RATE = Pattern.compile("\\b(rate|irate|increase)\\(([^\\[]*)\\[([^]]*)]");
    private static final Pattern COUNTER = Pattern.compile("\\w+_(total|bucket|count|sum)\\b");

    static Stream<Path> dashboards() {
        return Deploy.files(Deploy.DASHBOARDS, ".json").stream();
    }

    private static List<JsonNode> panels(Path dashboard) {
        return Deploy.stream(Deploy.json(dashboard).path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    static List<String> queries(JsonNode panel) {
        return Deploy.stream(panel.path("targets"))
                .map(target -> target.path("expr").asText())
                .toList();
    }

    @Test
    void thereIsADashboardForEachConcern() {
        assertThat(dashboards())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "builds.json", "classes.json", "job.json", "overview.json", "queues.json", "spot.json");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardCanBeInstalledAnywhere(Path file) {
        JsonNode dashboard = Deploy.json(file);

        assertThat(dashboard.path("uid").asText()).startsWith("ondes-").hasSizeLessThanOrEqualTo(40);
        assertThat(dashboard.path("title").asText()).startsWith("Ondes / ");
        assertThat(dashboard.path("description").asText()).isNotEmpty();
        assertThat(dashboard.path("id").isMissingNode()).as("ids are Grafana's").isTrue();
        assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
        JsonNode first = dashboard.at("/templating/list/0");
        assertThat(first.path("type").asText()).isEqualTo("datasource");
        assertThat(first.path("name").asText()).isEqualTo("datasource");
    }

    @Test
    void noTwoDashboardsHaveOneId() {
        assertThat(dashboards().map(file -> Deploy.json(file).path("uid").asText()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aPanelSaysWhatItShowsAndInWhatUnit(Path file) {
        for (JsonNode panel : panels(file)) {
            String title = panel.path("title").asText();
            assertThat(title).isNotEmpty();
            assertThat(panel.path("description").asText()).as(title).isNotEmpty();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotEmpty();
            assertThat(panel.path("targets")).as(title).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
            assertThat(Deploy.stream(panel.path("targets")))
                    .as(title)
                    .allSatisfy(target ->
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
            assertThat(Deploy.stream(panel.path("targets"))
                            .map(target -> target.path("refId").asText()))
                    .as(title)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesAskForMetricsThatExist(Path file) {
        Set<String> known = Known.metrics();
        for (JsonNode panel : panels(file)) {
            for (String query : queries(panel)) {
                assertThat(PromQl.metrics(query))
                        .as(panel.path("title").asText() + ": " + query)
                        .isNotEmpty()
                        .isSubsetOf(known);
            }
        }
        Deploy.stream(Deploy.json(file).at("/templating/list"))
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable -> variable.at("/query/query").asText())
                .forEach(query -> assertThat(known).contains(query.replaceFirst("label_values\\((\\w+),.*", "$1")));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void countersAreReadAsIncreasesOverAWindowThatFitsTheScrape(Path file) {
        for (JsonNode panel : panels(file)) {
            for (String query : queries(panel)) {
                String title = panel.path("title").asText() + ": " + query;
                String bare = query.replaceAll("\"[^\"]*\"", "");
                var rates = RATE.matcher(bare).results().toList();
                assertThat(rates).as(title).allSatisfy(rate -> {
                    // A fixed window is what the panel says: "per hour", "last day". A rate() always follows the
                    // scrape.
                    assertThat(rate.group(3)).isIn("$__rate_interval", "1h", "1d");
                    if (rate.group(1).equals("rate")) {
                        assertThat(rate.group(3)).isEqualTo("$__rate_interval");
                    }
                });
                long counters = COUNTER.matcher(bare).results().count();
                assertThat(rates).as(title).hasSize((int) counters);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aFleetWithTwoReplicasCountsOnce(Path file) {
        for (JsonNode panel : panels(file)) {
            assertThat(queries(panel))
                    .as(panel.path("title").asText())
                    .allSatisfy(query -> assertThat(query).doesNotContainPattern(PromQl.TWICE));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variablesThatAreUsedAreThere(Path file) {
        Set<String> there = new HashSet<>(List.of("__rate_interval", "__interval_ms"));
        Deploy.stream(Deploy.json(file).at("/templating/list"))
                .forEach(variable -> there.add(variable.path("name").asText()));
        for (JsonNode panel : panels(file)) {
            for (String query : queries(panel)) {
                assertThat(Pattern.compile("\\$(\\w+)").matcher(query).results().map(found -> found.group(1)))
                        .as(query)
                        .allMatch(there::contains);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsNeitherOverlapNorLeaveTheGrid(Path file) {
        List<int[]> cells = new ArrayList<>();
        for (JsonNode panel : Deploy.json(file).path("panels")) {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt())
                    .as(panel.path("title").asText())
                    .isLessThanOrEqualTo(24);
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    cells.add(new int[] {at.path("x").asInt() + x, at.path("y").asInt() + y});
                }
            }
        }
        assertThat(cells.stream().map(cell -> cell[0] + "," + cell[1])).doesNotHaveDuplicates();
    }

    /** Prometheus, and its operator, put these on whatever they scrape; a metric's own label of that name is renamed. */
    @Test
    void noMetricOfOursHasALabelOfWhatIsScraped() {
        assertThat(Deploy.text(Path.of("src/test/resources/fleet.yaml")).lines())
                .filteredOn(series -> series.contains("'ondes_"))
                .hasSizeGreaterThan(50)
                .allSatisfy(series -> assertThat(series)
                        .doesNotContainPattern("[{, ](job|instance|namespace|pod|container|endpoint)=\""));
    }

    @Test
    void theOverviewBeginsWithTheTwoQuestions() {
        List<JsonNode> panels = new ArrayList<>(panels(Deploy.DASHBOARDS.resolve("overview.json")));
        panels.removeIf(panel -> panel.at("/gridPos/y").asInt() > 1);

        assertThat(panels)
                .extracting(panel -> panel.path("title").asText())
                .containsExactly(
                        "Pending jobs",
                        "Oldest pending job",
                        "System failures, last hour",
                        "Script failures, last hour");
    }
}
