package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.Security;
import dev.ondes.scheduler.overwrite.RunAs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a class that says nothing gets is in the golden pod of {@link PodPlanTest}. */
class PodSecurityTest {
    @Test
    void aPrivilegedContainerSaysNothingElse() {
        var context = PodSecurity.build(
                new Security(true, List.of(), List.of("NET_RAW"), true, null, "RuntimeDefault"), null);

        assertThat(context.getPrivileged()).isTrue();
        assertThat(context.getCapabilities()).isNull();
        assertThat(context.getAllowPrivilegeEscalation()).isNull();
        assertThat(context.getSeccompProfile()).isNull();
    }

    @Test
    void aClassTightensAndLoosensItsBuildContainer() {
        var context = PodSecurity.build(
                new Security(false, List.of("SYS_PTRACE"), List.of("MKNOD"), false, 1000L, "Unconfined"), null);

        assertThat(context.getPrivileged()).isNull();
        assertThat(context.getCapabilities().getAdd()).containsExactly("SYS_PTRACE");
        assertThat(context.getCapabilities().getDrop()).containsExactly("MKNOD");
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getRunAsUser()).isEqualTo(1000);
        assertThat(context.getSeccompProfile().getType()).isEqualTo("Unconfined");
    }

    @Test
    void aJobsUserTakesThePlaceOfTheClasses() {
        var security = new Security(false, List.of(), List.of(), true, 1000L, "RuntimeDefault");

        var context = PodSecurity.build(security, new RunAs(1001, 2000L));

        assertThat(context.getRunAsUser()).isEqualTo(1001);
        assertThat(context.getRunAsGroup()).isEqualTo(2000);
        assertThat(PodSecurity.service(security).getRunAsUser()).isEqualTo(1000);
    }

    @Test
    void whoMayEscalateIsLeftToKubernetes() {
        assertThat(PodSecurity.build(Security.USUAL, null).getAllowPrivilegeEscalation())
                .isNull();
    }
}
