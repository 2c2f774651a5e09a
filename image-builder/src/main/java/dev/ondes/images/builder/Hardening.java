package dev.ondes.images.builder;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;

/** Rights of builders' containers. */
final class Hardening {
    /** On the allow-list of Pod Security's level Baseline, and no more than building as root needs. */
    private static final List<String> ROOT_BUILDER =
            List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETFCAP", "SETGID", "SETUID");

    private Hardening() {}

    static SecurityContext baseline() {
        return rootBuilder(List.of(), "RuntimeDefault");
    }

    static SecurityContext rootBuilder(List<String> more, String seccomp) {
        List<String> capabilities = new ArrayList<>(ROOT_BUILDER);
        capabilities.addAll(more);
        return new SecurityContextBuilder()
                .withRunAsUser(0L)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .withAdd(capabilities)
                .endCapabilities()
                .withNewSeccompProfile()
                .withType(seccomp)
                .endSeccompProfile()
                .build();
    }
}
