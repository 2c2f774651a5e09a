package dev.ondes.scheduler.overwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.scheduler.world.Classes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class has 500m CPU, and 512Mi of memory and 2Gi of disk as request and limit alike. */
class SizingTest {
    private static final JobClass GENEROUS = Jobs.allowing(
            new Resources("4", "8", "8Gi", null, "20Gi", "40Gi"), new Resources("1", null, "1Gi", "2Gi", null, null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KUBERNETES_CPU_REQUEST=2                              | 2 - 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_CPU_LIMIT=1.5                              | 500m 1.5 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_CPU_LIMIT=250m                             | 250m 250m 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_CPU_REQUEST=0                              | 0 - 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_MEMORY_REQUEST=2Gi                         | 500m - 2Gi 2Gi 2Gi 2Gi",
                "KUBERNETES_MEMORY_REQUEST=256Mi                       | 500m - 256Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_MEMORY_LIMIT=4G                            | 500m - 512Mi 4G 2Gi 2Gi",
                "KUBERNETES_MEMORY_LIMIT=256Mi                         | 500m - 256Mi 256Mi 2Gi 2Gi",
                "KUBERNETES_MEMORY_REQUEST=1Gi KUBERNETES_MEMORY_LIMIT=1024Mi | 500m - 1Gi 1024Mi 2Gi 2Gi",
                "KUBERNETES_EPHEMERAL_STORAGE_REQUEST=10Gi             | 500m - 512Mi 512Mi 10Gi 10Gi",
                "KUBERNETES_EPHEMERAL_STORAGE_LIMIT=40Gi               | 500m - 512Mi 512Mi 2Gi 40Gi",
                "KUBERNETES_CPU_REQUEST=.75 KUBERNETES_CPU_LIMIT=2.    | .75 2. 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_MEMORY_REQUEST=1e9                         | 500m - 1e9 1e9 2Gi 2Gi",
                "KUBERNETES_MEMORY_LIMIT=                              | 500m - 512Mi 512Mi 2Gi 2Gi",
                "N=3 KUBERNETES_CPU_REQUEST=${N}                       | 3 - 512Mi 512Mi 2Gi 2Gi",
                "KUBERNETES_CPU_REQUEST=1 KUBERNETES_CPU_REQUEST=2     | 2 - 512Mi 512Mi 2Gi 2Gi",
            })
    void isWhatTheJobAsksForAndWhatItDoesNotSayGoesAlong(String variables, String size) {
        PodShape shape = Overwrites.of(Jobs.saying(variables), GENEROUS);

        assertThat(text(shape.build())).isEqualTo(size);
        assertThat(shape.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KUBERNETES_CPU_REQUEST=64         | 4 -     512Mi 512Mi | KUBERNETES_CPU_REQUEST is 4, the most that class small allows",
                "KUBERNETES_CPU_LIMIT=64           | 500m 8  512Mi 512Mi | KUBERNETES_CPU_LIMIT is 8, the most that class small allows",
                "KUBERNETES_MEMORY_REQUEST=9Gi     | 500m -  8Gi 8Gi     | KUBERNETES_MEMORY_REQUEST is 8Gi, the most that class small allows",
                "KUBERNETES_MEMORY_LIMIT=999999999999999E | 500m - 512Mi 8Gi | KUBERNETES_MEMORY_LIMIT is 8Gi, the most that class small allows",
            })
    void isCappedAboveWhatTheClassAllowsAndSaysSo(String variables, String size, String note) {
        PodShape shape = Overwrites.of(Jobs.saying(variables), GENEROUS);

        assertThat(text(shape.build())).startsWith(size.replaceAll(" +", " "));
        assertThat(shape.notes()).containsExactly(note);
    }

    @ParameterizedTest
    @CsvSource({
        "KUBERNETES_MEMORY_REQUEST=512Mi, false",
        "KUBERNETES_CPU_REQUEST=0.5 KUBERNETES_EPHEMERAL_STORAGE_LIMIT=2048Mi, false",
        "KUBERNETES_MEMORY_LIMIT=513Mi, true",
        "KUBERNETES_CPU_LIMIT=4, true"
    })
    void isTheClasssWhereTheJobAsksForJustThat(String variables, boolean other) {
        assertThat(Overwrites.of(Jobs.saying(variables), GENEROUS).otherRoom()).isEqualTo(other);
    }

    @Test
    void staysAsItIsWhereTheClassAllowsNothingAndSaysSo() {
        PodShape shape =
                Overwrites.of(Jobs.saying("KUBERNETES_CPU_LIMIT=2 KUBERNETES_MEMORY_REQUEST=2Gi"), Classes.small());

        assertThat(shape.build()).isEqualTo(Classes.small().build());
        assertThat(shape.otherRoom()).isFalse();
        assertThat(shape.notes())
                .containsExactly(
                        "KUBERNETES_CPU_LIMIT is ignored: class small lets no job choose it",
                        "KUBERNETES_MEMORY_REQUEST is ignored: class small lets no job choose it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KUBERNETES_CPU_REQUEST=two      | the variable KUBERNETES_CPU_REQUEST must be a quantity of CPU such as 500m, 2 or 1.5",
                "KUBERNETES_CPU_LIMIT=2Gi        | the variable KUBERNETES_CPU_LIMIT must be a quantity of CPU such as 500m, 2 or 1.5",
                "KUBERNETES_MEMORY_LIMIT=lots    | the variable KUBERNETES_MEMORY_LIMIT must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "KUBERNETES_MEMORY_LIMIT=512     | the variable KUBERNETES_MEMORY_LIMIT is less than a megabyte; give it a unit, such as 512Mi, 2Gi or 5G",
                "KUBERNETES_MEMORY_LIMIT=0       | the variable KUBERNETES_MEMORY_LIMIT must be more than 0",
                "KUBERNETES_CPU_LIMIT=0m         | the variable KUBERNETES_CPU_LIMIT must be more than 0",
                "KUBERNETES_EPHEMERAL_STORAGE_REQUEST=-1Gi | the variable KUBERNETES_EPHEMERAL_STORAGE_REQUEST must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "KUBERNETES_CPU_REQUEST=2 KUBERNETES_CPU_LIMIT=1500m | the variable KUBERNETES_CPU_REQUEST asks for more than KUBERNETES_CPU_LIMIT allows; raise that, or lower this one",
            })
    void isRefusedByNameAndWithAnExample(String variables, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Overwrites.of(Jobs.saying(variables), GENEROUS))
                .withMessage(why);
        assertThat(Overwrites.of(Jobs.saying(variables), Classes.small()).build())
                .as("not read where the class lets nobody choose: it may have been written for another runner")
                .isEqualTo(Classes.small().build());
    }

    @Test
    void ofTheAgentAndOfTheWholePodIsNobodysToChoose() {
        PodShape shape =
                Overwrites.of(Jobs.saying("KUBERNETES_HELPER_MEMORY_LIMIT=1Gi KUBERNETES_POD_CPU_REQUEST=2"), GENEROUS);

        assertThat(shape.build()).isEqualTo(GENEROUS.build());
        assertThat(shape.notes())
                .containsExactly(
                        "KUBERNETES_POD_CPU_REQUEST is ignored: requests and limits are those of the pod's containers",
                        "KUBERNETES_HELPER_MEMORY_LIMIT is ignored: the agent has what class small gives it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                 | ''    | 100m - 128Mi 512Mi - -",
                "KUBERNETES_SERVICE_CPU_REQUEST=200m | ''   | 200m - 128Mi 512Mi - -",
                "KUBERNETES_SERVICE_CPU_REQUEST=200m | KUBERNETES_SERVICE_CPU_REQUEST=300m | 300m - 128Mi 512Mi - -",
                "''                                 | KUBERNETES_SERVICE_MEMORY_LIMIT=9Gi | 100m - 128Mi 2Gi - -",
                "KUBERNETES_CPU_REQUEST=2           | ''    | 100m - 128Mi 512Mi - -",
            })
    void ofAServiceIsAskedForByTheJobAndByItsOwnVariables(String variables, String own, String size) {
        String service = own.isEmpty()
                ? "{\"name\": \"redis\"}"
                : "{\"name\": \"redis\", \"variables\": [{\"key\": \"%s\", \"value\": \"%s\"}]}"
                        .formatted((Object[]) own.split("="));
        var payload = Jobs.saying(variables, "null", service);

        ServiceSize sized =
                Overwrites.service(payload, GENEROUS, payload.services().getFirst());

        assertThat(text(sized.resources())).isEqualTo(size);
    }

    private static String text(Resources resources) {
        return Stream.of(
                        shown(resources.cpu()),
                        shown(resources.cpuLimit()),
                        shown(resources.memory()),
                        shown(resources.memoryLimit() == null ? resources.memory() : resources.memoryLimit()),
                        shown(resources.ephemeralStorage()),
                        shown(
                                resources.ephemeralStorageLimit() == null
                                        ? resources.ephemeralStorage()
                                        : resources.ephemeralStorageLimit()))
                .collect(Collectors.joining(" "));
    }

    private static String shown(@Nullable String quantity) {
        return quantity == null ? "-" : quantity;
    }
}
