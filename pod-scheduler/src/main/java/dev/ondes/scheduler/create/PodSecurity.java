package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.Security;
import dev.ondes.scheduler.overwrite.RunAs;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of a job's pod may do. A class that says nothing fits into a namespace of the Pod Security level
 * {@code baseline}, and root in the build container is what scripts expect: packages can be installed, and owners changed.
 */
final class PodSecurity {
    private PodSecurity() {}

    static PodSecurityContext pod() {
        return new PodSecurityContextBuilder()
                .withNewSeccompProfile()
                .withType(Security.CONFINED)
                .endSeccompProfile()
                .build();
    }

    /** It reads and removes what the script left behind, whoever the script ran as, and needs nothing else of root's. */
    static SecurityContext agent() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .addToDrop("ALL")
                .addToAdd("DAC_OVERRIDE")
                .endCapabilities()
                .build();
    }

    static SecurityContext service(Security security) {
        return of(security, new SecurityContextBuilder().withRunAsUser(security.runAsUser()));
    }

    /** @param runAs whom its job has it run as; null for what the class says, or else the image */
    static SecurityContext build(Security security, @Nullable RunAs runAs) {
        return runAs == null
                ? service(security)
                : of(
                        security,
                        new SecurityContextBuilder().withRunAsUser(runAs.user()).withRunAsGroup(runAs.group()));
    }

    private static SecurityContext of(Security security, SecurityContextBuilder context) {
        if (security.privileged()) {
            return context.withPrivileged(true).build();
        }
        if (!security.privilegeEscalation()) {
            context.withAllowPrivilegeEscalation(false);
        }
        if (!security.seccomp().equals(Security.CONFINED)) {
            context.withNewSeccompProfile().withType(security.seccomp()).endSeccompProfile();
        }
        return context.withNewCapabilities()
                .withAdd(security.add())
                .withDrop(security.drop())
                .endCapabilities()
                .build();
    }
}
