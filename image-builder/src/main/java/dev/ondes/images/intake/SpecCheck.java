package dev.ondes.images.intake;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.images.build.BuildJson;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All that is wrong with a request, whoever sends it. Nothing that passes can be taken for a flag, a path or a URL. Pure. */
final class SpecCheck {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ARG = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    /** What images are made for; a mistyped one would wait for a node that never comes. */
    private static final Pattern PLATFORM = Pattern.compile("linux/(amd64(/v[1-4])?|arm64(/v[89])?|arm(/v[5-8])?|386"
            + "|ppc64le|s390x|riscv64|loong64|mips64(le)?|mips(le)?)|windows/(amd64|arm64)");

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+@-]{0,254}");
    private static final int MOST_DESTINATIONS = 20;
    private static final int MOST_PLATFORMS = 8;
    private static final int LONGEST_VALUE = 16 * 1024;
    /** Kubernetes keeps 256 KiB of annotations for an object; results stand there too. */
    private static final int LARGEST = 96 * 1024;

    private static final int LARGEST_WITH_SECRETS = 176 * 1024;

    /** What a shell, a loader or an interpreter obeys before the user's own command does. */
    private static final Set<String> HIJACKERS = Set.of(
            "BASH_ENV", "ENV", "SHELLOPTS", "NODE_OPTIONS", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT", "IFS", "PATH");

    private final List<String> problems = new ArrayList<>();

    private SpecCheck() {}

    static List<String> problems(BuildSpec spec, Map<String, String> secrets) {
        var check = new SpecCheck();
        check.context(spec.context());
        check.require(
                isInside(spec.dockerfile()),
                "dockerfile must be a path inside the context, such as docker/Dockerfile, not '" + spec.dockerfile()
                        + "'");
        check.matches("target", spec.target(), STAGE, "the name of a stage");
        check.require(
                !spec.destinations().isEmpty() && spec.destinations().size() <= MOST_DESTINATIONS,
                "destinations must name 1 to " + MOST_DESTINATIONS + " images");
        spec.buildArgs().forEach(check::buildArg);
        spec.labels().forEach((key, value) -> {
            check.require(LABEL.matcher(key).matches(), "labels: '" + key + "' is no key of a label");
            check.value("labels." + key, value);
        });
        check.require(spec.platforms().size() <= MOST_PLATFORMS, "platforms must be " + MOST_PLATFORMS + " at most");
        spec.platforms()
                .forEach(platform -> check.matches(
                        "platforms",
                        platform,
                        PLATFORM,
                        "ones that are known, such as linux/amd64 or linux/arm64, not '" + platform + "'"));
        check.require(
                spec.platforms().stream().distinct().count() == spec.platforms().size(), "platforms names one twice");
        secrets.forEach((id, value) -> {
            check.require(
                    SECRET.matcher(id).matches(), "secrets: '" + id + "' is no id: letters, digits, '_', '.', '-'");
            check.require(value.length() <= LONGEST_VALUE, "secrets: the value of '" + id + "' is too long");
        });
        check.times(spec);
        check.resources(spec);
        check.matches("requestKey", spec.requestKey(), KEY, "1 to 200 printable characters");
        int size = size(spec);
        check.require(size <= LARGEST, "the request is larger than " + LARGEST / 1024 + " KiB");
        check.require(
                size + size(secrets) * 4L / 3 <= LARGEST_WITH_SECRETS,
                "the request and its secrets, which grow by a third when they are sealed, are larger than "
                        + LARGEST_WITH_SECRETS / 1024 + " KiB");
        return check.problems;
    }

    private static int size(Object value) {
        return BuildJson.write(value).getBytes(StandardCharsets.UTF_8).length;
    }

    private void context(@Nullable BuildContext context) {
        if (context == null || (context.tarSha256() == null) == (context.git() == null)) {
            problems.add("context must have either tarSha256 or git");
            return;
        }
        matches("context.tarSha256", context.tarSha256(), HASH, "64 digits of lower-case hexadecimal");
        var git = context.git();
        if (git != null) {
            require(
                    git.url() != null
                            && "https".equals(git.url().getScheme())
                            && git.url().getUserInfo() == null
                            && git.url().getHost() != null,
                    "context.git.url must be https, without a user or token");
            require(
                    git.ref() != null
                            && REF.matcher(git.ref()).matches()
                            && !git.ref().contains(".."),
                    "context.git.ref must be a branch, tag or commit");
            require(
                    git.subFolder() == null || isInside(git.subFolder()),
                    "context.git.subFolder must be a path inside the repository");
        }
    }

    private void buildArg(String key, String value) {
        require(ARG.matcher(key).matches(), "buildArgs: '" + key + "' is no name of an ARG");
        String upper = key.toUpperCase(Locale.ROOT);
        require(
                !upper.endsWith("_PROXY")
                        && !upper.startsWith("LD_")
                        && !HIJACKERS.contains(upper)
                        && !upper.startsWith("BASH_FUNC_")
                        && !upper.startsWith("BUILDKIT_"),
                "buildArgs: '" + key + "' is the operator's to set");
        value("buildArgs." + key, value);
    }

    private void value(String name, @Nullable String value) {
        require(
                value != null && value.length() <= LONGEST_VALUE && value.indexOf('\0') < 0,
                name + " must be a text of at most " + LONGEST_VALUE + " characters");
    }

    private void times(BuildSpec spec) {
        Duration timeout = spec.timeout();
        require(
                timeout == null || timeout.compareTo(Duration.ofSeconds(10)) >= 0,
                "timeout must be 10 seconds or more, such as PT20M");
        Duration ttl = spec.cache() == null ? null : spec.cache().ttl();
        require(ttl == null || ttl.compareTo(Duration.ofMinutes(1)) >= 0, "cache.ttl must be a minute or more");
    }

    private void resources(BuildSpec spec) {
        var resources = spec.resources();
        if (resources != null) {
            quantity("resources.cpu", resources.cpu());
            quantity("resources.memory", resources.memory());
            quantity("resources.disk", resources.disk());
        }
    }

    private void quantity(String name, @Nullable String text) {
        if (text == null) {
            return;
        }
        try {
            require(Quantity.getAmountInBytes(Quantity.parse(text)).signum() > 0, name + " must be more than nothing");
        } catch (IllegalArgumentException e) {
            problems.add(name + " must be a quantity as Kubernetes writes it, such as 2 or 4Gi");
        }
    }

    private void matches(String name, @Nullable String text, Pattern pattern, String what) {
        require(text == null || pattern.matcher(text).matches(), name + " must be " + what);
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static boolean isInside(String path) {
        return !path.isBlank()
                && path.length() <= 1024
                && !path.startsWith("/")
                && !path.startsWith("-")
                && !path.contains("://")
                && !path.contains("\\")
                && path.chars().noneMatch(c -> c < ' ')
                && List.of(path.split("/", -1)).stream().noneMatch(part -> part.equals("..") || part.isEmpty());
    }
}
