package dev.ondes.contracts.classes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a class's build containers may do. */
final class SecurityReader {
    private static final String ALL = "ALL";
    private static final List<String> PROFILES = List.of(Security.CONFINED, "Unconfined");

    /** Those of Linux 6, and Kubernetes' word for all of them. */
    private static final List<String> CAPABILITIES = List.of(
            ALL,
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "PERFMON",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYSLOG",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");

    private SecurityReader() {}

    private record Capabilities(List<String> add, List<String> drop) {}

    static Security read(YamlValue value) {
        YamlObject security = value.object("privileged", "capabilities", "privilegeEscalation", "runAsUser", "seccomp");
        boolean privileged = security.optional("privileged", false, flag -> flag.spelt(Spelling::flag));
        if (privileged) {
            for (String key : List.of("capabilities", "privilegeEscalation", "seccomp")) {
                if (security.has(key)) {
                    security.wrong(key, "has no effect beside privileged: true; remove one of them");
                }
            }
        }
        Capabilities usual = new Capabilities(Security.USUAL.add(), Security.USUAL.drop());
        Capabilities capabilities = security.optional("capabilities", usual, SecurityReader::capabilities);
        return new Security(
                privileged,
                capabilities.add(),
                capabilities.drop(),
                security.optional("privilegeEscalation", true, flag -> flag.spelt(Spelling::flag)),
                runAsUser(security),
                security.optional(
                        "seccomp",
                        Security.CONFINED,
                        profile -> profile.spelt(text -> Spelling.oneOf(text, PROFILES))));
    }

    private static Capabilities capabilities(YamlValue value) {
        YamlObject object = value.object("add", "drop");
        List<String> add = object.optional("add", List.of(), SecurityReader::names);
        List<String> drop = new ArrayList<>(object.optional("drop", List.of(), SecurityReader::names));
        for (String name : add) {
            if (drop.contains(name)) {
                object.wrong("drop", "'" + name + "' is added as well; remove it from one of the two");
            }
        }
        for (String usual : Security.USUAL.drop()) {
            boolean said = drop.contains(usual) || drop.contains(ALL) || add.contains(usual) || add.contains(ALL);
            if (!said) {
                drop.add(usual);
            }
        }
        return new Capabilities(add, drop);
    }

    private static List<String> names(YamlValue value) {
        return value.items(name -> name.spelt(SecurityReader::capability));
    }

    private static String capability(String text) {
        if (text.startsWith("CAP_")) {
            throw new IllegalArgumentException("must be written without CAP_, such as NET_ADMIN");
        }
        if (!CAPABILITIES.contains(text)) {
            throw new IllegalArgumentException("is no capability of Linux"
                    + Spelling.nearest(text, CAPABILITIES)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("; write one such as NET_ADMIN, or ALL"));
        }
        return text;
    }

    private static @Nullable Long runAsUser(YamlObject security) {
        return security.has("runAsUser")
                ? security.optional("runAsUser", 0L, user -> user.spelt(Spelling::userId))
                : null;
    }
}
