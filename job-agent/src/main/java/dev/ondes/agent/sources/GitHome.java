package dev.ondes.agent.sources;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How git gets the job token without it being in an argument, a URL or a file: its configuration, in a home directory of its
 * own, names a credential helper that reads an environment variable of the git process. Only addresses of the job's GitLab
 * have the helper.
 */
public final class GitHome {
    static final String TOKEN_VARIABLE = "ONDES_GIT_PASSWORD";

    private GitHome() {}

    /**
     * Writes the configuration and returns git's environment.
     *
     * @param ca PEM file of the authorities for these addresses; null for git's own
     * @param httpsInsteadOfSsh whether submodules by SSH from the same GitLab are fetched by HTTP
     */
    static Map<String, String> make(
            Path home, Collection<String> addresses, @Nullable Path ca, String token, boolean httpsInsteadOfSsh)
            throws IOException {
        var config = new StringBuilder();
        section(config, "safe", "", "directory = *");
        section(config, "credential", "", "helper =");
        section(config, "advice", "", "detachedHead = false");
        section(config, "gc", "", "auto = 0");
        section(config, "init", "", "defaultBranch = none");
        boundMemory(config);
        if (lfsIsThere()) {
            section(
                    config,
                    "filter",
                    "lfs",
                    "clean = git-lfs clean -- %f",
                    "smudge = git-lfs smudge -- %f",
                    "process = git-lfs filter-process",
                    "required = true");
        }
        for (String origin : origins(addresses)) {
            access(config, origin, TOKEN_VARIABLE, ca == null ? null : ca.toString());
            if (httpsInsteadOfSsh) {
                String host = URI.create(origin).getHost();
                section(
                        config,
                        "url",
                        origin + "/",
                        "insteadOf = git@" + host + ":",
                        "insteadOf = ssh://git@" + host + "/");
            }
        }
        Files.createDirectories(home);
        Files.writeString(home.resolve(".gitconfig"), config);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.toString());
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put(TOKEN_VARIABLE, token);
        return environment;
    }

    /** Git's defaults are those of a workstation; here it shares a few hundred MiB with the agent. */
    private static void boundMemory(StringBuilder config) {
        section(
                config,
                "core",
                "",
                "packedGitWindowSize = 16m",
                "packedGitLimit = 64m",
                "deltaBaseCacheLimit = 16m",
                "bigFileThreshold = 32m");
        section(config, "pack", "", "threads = 1", "windowMemory = 32m");
        section(config, "index", "", "threads = 1");
        // A large file that is unpacked when it is fetched is held in memory as a whole, and again when it is checked
        // out.
        section(config, "fetch", "", "unpackLimit = 1");
    }

    /**
     * The same for git inside the user's script, where the token is {@code CI_JOB_TOKEN}: settings for git's
     * {@code GIT_CONFIG_KEY_n} variables.
     *
     * @param ca PEM file of the authorities for these addresses, as the script sees it; null for git's own
     */
    public static Map<String, String> forScripts(Collection<String> addresses, @Nullable String ca) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("safe.directory", "*");
        for (String origin : origins(addresses)) {
            settings.put("credential." + origin + ".helper", "!" + helperFunction("CI_JOB_TOKEN"));
            if (ca != null) {
                settings.put("http." + origin + ".sslCAInfo", ca);
            }
        }
        return settings;
    }

    /**
     * Writes the same into a file that checkouts include, since a git before 2.31 does not read those variables. It holds no secret: the
     * helper finds {@code CI_JOB_TOKEN} only where the script runs. {@code safe.directory} is not in it: git takes that from no checkout.
     *
     * @param ca as for {@link #forScripts}
     */
    public static void writeForScripts(Path file, Collection<String> addresses, @Nullable String ca)
            throws IOException {
        var config = new StringBuilder();
        for (String origin : origins(addresses)) {
            access(config, origin, "CI_JOB_TOKEN", ca);
        }
        Files.writeString(file, config);
    }

    private static void access(StringBuilder config, String origin, String variable, @Nullable String ca) {
        section(config, "credential", origin, "helper = \"" + helper(variable) + "\"");
        if (ca != null) {
            section(config, "http", origin, "sslCAInfo = \"" + ca + "\"");
        }
    }

    static boolean lfsIsThere() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, "git-lfs"))) {
                return true;
            }
        }
        return false;
    }

    /** Quoted for git's configuration file. */
    private static String helper(String variable) {
        return "!" + helperFunction(variable).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String helperFunction(String variable) {
        return "f() { test \"$1\" = get && echo username=gitlab-ci-token && echo \"password=$" + variable + "\"; }; f";
    }

    private static Set<String> origins(Collection<String> addresses) {
        Set<String> origins = new LinkedHashSet<>();
        for (String address : addresses) {
            URI uri = URI.create(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                origins.add(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
            }
        }
        return origins;
    }

    private static void section(StringBuilder config, String name, String sub, String... lines) {
        config.append('[')
                .append(name)
                .append(sub.isEmpty() ? "" : " \"" + sub + "\"")
                .append("]\n");
        for (String line : lines) {
            config.append('\t').append(line).append('\n');
        }
    }
}
