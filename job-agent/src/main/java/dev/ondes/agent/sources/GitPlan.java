package dev.ondes.agent.sources;

import dev.ondes.agent.variables.UnusableVariableException;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What git is to do, from the payload and the job's {@code GIT_*} variables.
 *
 * @param url the project's, without any credential
 * @param depth 0 for all commits
 * @param cleanFlags empty where nothing is to be cleaned
 * @param skipsLfs whether files in Git LFS stay pointers
 * @param environment variables of the job that are meant for git
 * @param attempts how often fetching is tried, 1 to 10
 */
record GitPlan(
        GitStrategy strategy,
        String url,
        String objectFormat,
        String ref,
        String sha,
        List<String> refspecs,
        int depth,
        boolean checkout,
        List<String> cleanFlags,
        List<String> fetchFlags,
        SubmoduleStrategy submodules,
        int submoduleDepth,
        List<String> submoduleFlags,
        List<String> submodulePaths,
        boolean submodulesByHttps,
        boolean skipsLfs,
        Map<String, String> environment,
        int attempts,
        Path directory) {
    private static final List<String> FOR_GIT = List.of(
            "GIT_SSL_",
            "GIT_TRACE",
            "GIT_CURL_",
            "GIT_HTTP_",
            "GIT_LFS_",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_KEY_",
            "GIT_CONFIG_VALUE_");

    static GitPlan of(JobPayload payload, JobVariables variables) {
        JobPayload.GitInfo git = payload.gitInfo();
        return new GitPlan(
                strategy(payload, variables),
                withoutCredentials(git.repoUrl().reveal()),
                git.objectFormat(),
                git.ref(),
                git.sha(),
                git.refspecs(),
                git.depth(),
                variables.flag("GIT_CHECKOUT", true),
                flags(variables, "GIT_CLEAN_FLAGS", "-ffdx"),
                flags(variables, "GIT_FETCH_EXTRA_FLAGS", "--prune --quiet"),
                choice(SubmoduleStrategy.class, "GIT_SUBMODULE_STRATEGY", variables, SubmoduleStrategy.NONE),
                number(variables, "GIT_SUBMODULE_DEPTH", git.depth()),
                flags(variables, "GIT_SUBMODULE_UPDATE_FLAGS", ""),
                flags(variables, "GIT_SUBMODULE_PATHS", ""),
                variables.flag("GIT_SUBMODULE_FORCE_HTTPS", false),
                variables.flag("GIT_LFS_SKIP_SMUDGE", false),
                environment(variables),
                Math.clamp(number(variables, "GET_SOURCES_ATTEMPTS", 1), 1, 10),
                Path.of(variables.get("CI_PROJECT_DIR", "")));
    }

    /** As gitlab-runner's scripts do, but none of those that say where git finds its repository or its programs. */
    private static Map<String, String> environment(JobVariables variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        variables.shown().forEach((key, value) -> {
            String name = key.toUpperCase(Locale.ROOT);
            if (name.endsWith("_PROXY") || FOR_GIT.stream().anyMatch(name::startsWith)) {
                environment.put(key, value);
            }
        });
        return environment;
    }

    private static GitStrategy strategy(JobPayload payload, JobVariables variables) {
        GitStrategy usual = payload.allowGitFetch() ? GitStrategy.FETCH : GitStrategy.CLONE;
        return choice(GitStrategy.class, "GIT_STRATEGY", variables, usual);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String key, JobVariables variables, E usual) {
        String value = variables.get(key, "");
        if (value.isEmpty()) {
            return usual;
        }
        for (E choice : type.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
                return choice;
            }
        }
        throw new UnusableVariableException("unknown " + key + ": " + value);
    }

    private static int number(JobVariables variables, String key, int usual) {
        String value = variables.get(key, "").strip();
        if (value.isEmpty()) {
            return usual;
        }
        try {
            return Math.max(0, Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw new UnusableVariableException(key + " must be a number: " + value);
        }
    }

    /** Blank-separated words; {@code none} stands for no word. */
    private static List<String> flags(JobVariables variables, String key, String usual) {
        String value = variables.get(key, usual).strip();
        return value.isEmpty() || value.equals("none") ? List.of() : List.of(value.split("\\s+", -1));
    }

    static String withoutCredentials(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getRawUserInfo() == null) {
                String authority = uri.getRawAuthority();
                if (authority != null && authority.contains("@")) {
                    // A host that this parser does not take, as one with an underscore: credentials stand before it.
                    throw new UnusableVariableException("the repository's URL has a host that can't be read: "
                            + authority.substring(authority.lastIndexOf('@') + 1));
                }
                return url;
            }
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), uri.getQuery(), null)
                    .toString();
        } catch (URISyntaxException e) {
            // The parser's text would show the URL, and with it the credentials.
            throw new UnusableVariableException("the repository's URL can't be read");
        }
    }
}
