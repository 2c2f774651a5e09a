package dev.ondes.scheduler.create;

import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The host names of a service, as gitlab-runner gives them on Kubernetes: those that its image's name makes, and those that the job
 * names. Kubernetes takes none but DNS names; of the first kind others are left out, of the second kind they are refused. Pure.
 */
final class ServiceAliases {
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST = 253;
    private static final Pattern PORT_OF_REGISTRY = Pattern.compile("^([^/]*):[0-9]+/");
    private static final Pattern TAG_OR_DIGEST = Pattern.compile("(:[^/:@]*)?(@.*)?$");

    private ServiceAliases() {}

    /**
     * In the order in which they were named, each once.
     *
     * @throws IllegalArgumentException with a sentence for the job's user, where one that the job names is no host name
     */
    static List<String> of(String image, List<String> named, JobVariables variables) {
        Set<String> aliases = new LinkedHashSet<>();
        for (String alias : words(variables.expand(named))) {
            if (!isHostName(alias)) {
                throw new IllegalArgumentException("service " + image + ": its alias '" + alias
                        + "' is no host name: use lower-case letters, digits and '-' alone");
            }
            aliases.add(alias);
        }
        ofImage(image).stream().filter(ServiceAliases::isHostName).forEach(aliases::add);
        return List.copyOf(aliases);
    }

    /** {@code group/app:1} is {@code group-app} and {@code group__app}; the second is no host name on Kubernetes. */
    private static List<String> ofImage(String image) {
        String withoutPort = PORT_OF_REGISTRY.matcher(image).replaceFirst("$1/");
        String name = TAG_OR_DIGEST.matcher(withoutPort).replaceFirst("");
        return List.of(name.replace("/", "-"), name.replace("/", "__"));
    }

    private static boolean isHostName(String name) {
        return name.length() <= LONGEST && HOST_NAME.matcher(name).matches();
    }

    /** A variable may hold several. */
    private static List<String> words(List<String> texts) {
        List<String> words = new ArrayList<>();
        texts.forEach(text -> words.addAll(Arrays.asList(text.strip().split("[\\s,]+"))));
        words.removeIf(String::isEmpty);
        return words;
    }
}
