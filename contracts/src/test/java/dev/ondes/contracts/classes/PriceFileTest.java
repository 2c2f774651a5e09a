package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ondes.contracts.classes.PriceFile.Price;
import dev.ondes.contracts.job.CapacityType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
    private static final String PRICES = """
            currency: EUR
            prices:
              - {instanceType: m6i.large, zone: eu-west-1b, spot: 0.051}
              - {instanceType: m6i.large, on-demand: 0.107, spot: 0.04}
              - {zone: eu-west-1c, labels: {team: red}, spot: "0.03"}
              - {labels: {kops.k8s.io/instancegroup: nodes_spot}, on-demand: 0.2, spot: 0.06}
            """;

    @TempDir
    private Path folder;

    @Test
    void readsWhatAnOperatorMaySay() throws IOException {
        PriceFile file = read(PRICES);

        assertThat(file.currency()).isEqualTo("EUR");
        assertThat(file.prices())
                .hasSize(4)
                .contains(new Price(
                        "m6i.large",
                        null,
                        Map.of(),
                        Map.of(
                                CapacityType.ON_DEMAND,
                                new BigDecimal("0.107"),
                                CapacityType.SPOT,
                                new BigDecimal("0.04"))));
    }

    @ParameterizedTest(name = "{0} {1} in {2} with {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "SPOT,      m6i.large, eu-west-1b, -,          0.051",
                "SPOT,      m6i.large, eu-west-1a, -,          0.04",
                "SPOT,      m6i.large, -,          -,          0.04",
                "ON_DEMAND, m6i.large, eu-west-1b, -,          0.107",
                "SPOT,      m5.large,  eu-west-1c, team=red,   0.03",
                "SPOT,      m5.large,  eu-west-1c, team=blue,  -",
                "SPOT,      m5.large,  eu-west-1a, team=red,   -",
                "SPOT,      m5.large,  -,          kops.k8s.io/instancegroup=nodes_spot, 0.06",
                "SPOT,      -,         -,          kops.k8s.io/instancegroup=nodes_spot, 0.06",
                "SPOT,      m6i.large, eu-west-1a, kops.k8s.io/instancegroup=nodes_spot, 0.04",
                "ON_DEMAND, m5.large,  -,          kops.k8s.io/instancegroup=nodes,      -",
                "SPOT,      m5.large,  eu-west-1b, -,          -"
            })
    void theFirstEntryThatFitsAndNamesTheCapacityCounts(
            CapacityType capacity,
            @Nullable String type,
            @Nullable String zone,
            @Nullable String label,
            @Nullable BigDecimal perHour)
            throws IOException {
        Map<String, String> labels =
                label == null ? Map.of("os", "linux") : Map.of("os", "linux", label.split("=")[0], label.split("=")[1]);

        assertThat(read(PRICES).perHour(capacity, type, zone, labels).orElse(null))
                .isEqualTo(perHour);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{instanceType: a, spot: 0,05} | :3: prices[0].05: is no known key; known are instanceType, zone, labels, on-demand, spot",
                "{instanceType: a, spot: cheap} | :3: prices[0].spot: 'cheap' must be a price of one hour such as 0.107",
                "{instanceType: a, spot: -1} | :3: prices[0].spot: '-1' must be a price of one hour such as 0.107",
                "{instanceType: a, onDemand: 1} | :3: prices[0].onDemand: is no known key; did you mean 'on-demand'?",
                "{instanceType: a b, spot: 1} | :3: prices[0].instanceType: 'a b' must be one word without blanks",
                "{instanceType: a} | :3: prices[0]: has no price; add on-demand, spot or both",
                "{spot: 1} | :3: prices[0]: fits every node; add instanceType, zone or labels",
                "{labels: [a], spot: 1} | :3: prices[0].labels: must have keys of its own, and is a list",
            })
    void namesLineKeyAndFix(String entry, String problem) throws IOException {
        assertThat(problemsOf("currency: EUR\nprices:\n  - " + entry + "\n"))
                .first()
                .isEqualTo(file() + problem);
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        assertThat(problemsOf("""
                        currency: Euro
                        prices:
                          - {instanceType: a, spot: 1}
                          - {instanceType: a, spot: 2, on-demand: 3}
                        rates: {}
                        """))
                .containsExactlyElementsOf(Stream.of(
                                ":1: currency: 'Euro' must be a currency's three letters, such as EUR",
                                ":4: prices[1].spot: has a price for the same nodes in line 3; remove one",
                                ":5: rates: is no known key; known are currency, prices")
                        .map(problem -> file() + problem)
                        .toList());
    }

    @Test
    void namesItsSettingWhereThereIsNoSuchFile() throws IOException {
        var refusal = catchThrowableOfType(ClassFileException.class, () -> PriceFile.read(file()));

        assertThat(refusal)
                .hasMessage(file()
                        + ": there is no such file; make it, or set ondes.scheduler.price-file to the right one");
        assertThat(problemsOf("\n")).containsExactly(file() + ": is empty; it needs at least currency and prices");
    }

    private Path file() {
        return folder.resolve("prices.yaml");
    }

    private PriceFile read(String yaml) throws IOException {
        return PriceFile.read(Files.writeString(file(), yaml));
    }

    private List<String> problemsOf(String yaml) throws IOException {
        Files.writeString(file(), yaml);
        var refusal = catchThrowableOfType(ClassFileException.class, () -> PriceFile.read(file()));
        assertThat(refusal).isNotNull();
        return refusal.problems();
    }
}
