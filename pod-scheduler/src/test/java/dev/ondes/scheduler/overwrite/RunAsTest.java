package dev.ondes.scheduler.overwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.classes.Security;
import dev.ondes.scheduler.world.Classes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunAsTest {
    private static final JobClass ANYBODY = Classes.small();

    @Test
    void isWhomTheJobNames() {
        assertThat(shape("1000", ANYBODY).runAs()).isEqualTo(new RunAs(1000, null));
        assertThat(shape("1000:2000", ANYBODY).runAs()).isEqualTo(new RunAs(1000, 2000L));
        assertThat(shape("$WHO", ANYBODY).runAs()).isEqualTo(new RunAs(1001, null));
        assertThat(Overwrites.of(Jobs.saying(""), ANYBODY).runAs()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "1000:", ":1000", "1000:users", "-1", "99999999999", "1:2:3"})
    void isNamedByIds(String user) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shape(user, ANYBODY))
                .withMessage("image:kubernetes:user must be ids from 0 to 2147483647, such as 1000 or 1000:1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | image:kubernetes:user asks for the user 0, and class small allows [1000, 1001]",
                "1000:0 | image:kubernetes:user asks for the group 0, and class small allows [1000]",
            })
    void isOneOfThoseThatTheClassAllows(String user, String why) {
        JobClass some = allowing(Classes.small(), List.of(1000L, 1001L), List.of(1000L));

        assertThat(shape("1001:1000", some).runAs()).isEqualTo(new RunAs(1001, 1000L));
        assertThatIllegalArgumentException().isThrownBy(() -> shape(user, some)).withMessage(why);
    }

    @ParameterizedTest
    @CsvSource({"0, user", "1000:0, group"})
    void isRootOnlyWhereTheClassNamesRoot(String user, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shape(user, ANYBODY))
                .withMessage("image:kubernetes:user asks for the %s 0, and class small allows any but that", what);

        assertThat(shape("0:0", allowing(ANYBODY, List.of(0L), List.of(0L))).runAs())
                .isEqualTo(new RunAs(0, 0L));
    }

    @Test
    void isTheClassesWhereItHasDecidedAndAllowsNobodyElse() {
        JobClass decided =
                Classes.secured(new Security(false, List.of(), List.of(), true, 1000L, Security.CONFINED), "ci");

        PodShape shape = shape("0", decided);

        assertThat(shape.runAs()).isNull();
        assertThat(shape.notes())
                .containsExactly("image:kubernetes:user is ignored: jobs of class small run as user 1000");
        assertThat(shape("1001", allowing(decided, List.of(1001L), List.of())).runAs())
                .isEqualTo(new RunAs(1001, null));
    }

    private static JobClass allowing(JobClass usual, List<Long> users, List<Long> groups) {
        return Classes.with(
                usual,
                PodSettings.USUAL,
                new Allowance(
                        Resources.UNSAID,
                        Resources.UNSAID,
                        Allowance.Overwrites.NONE,
                        List.of(),
                        List.of(),
                        users,
                        groups));
    }

    private static PodShape shape(String user, JobClass jobClass) {
        String image =
                "{\"name\": \"gcc:14\", \"executor_opts\": {\"kubernetes\": {\"user\": \"%s\"}}}".formatted(user);
        return Overwrites.of(Jobs.saying("WHO=1001", image, ""), jobClass);
    }
}
