package dev.ondes.scheduler.login;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry, or a path of one, in the one form in which both docker's old addresses and names of images are found again: as
 * gitlab-runner's {@code helpers/docker/auth} does it, and as kubelets compare it.
 */
final class RegistryName {
    private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);
    private static final Pattern TAG = Pattern.compile("(/.*):[^/:]*$");
    private static final Pattern NAME =
            Pattern.compile("(\\[[0-9a-f:]+]|[a-z0-9.*?_-]+)(:[0-9]+)?(/[A-Za-z0-9.*?_/-]+)?");
    private static final String DOCKER_HUB = "docker.io";

    private RegistryName() {}

    /** Such as {@code registry.example.com:5000} or {@code registry.example.com/group}; null for what is none. */
    static @Nullable String of(String written) {
        String address = written.strip();
        boolean old = SCHEME.matcher(address).find();
        String path = TAG.matcher(SCHEME.matcher(address).replaceFirst("").replaceFirst("/+$", ""))
                .replaceFirst("$1");
        int slash = path.indexOf('/');
        String host = (slash < 0 ? path : path.substring(0, slash)).toLowerCase(Locale.ROOT);
        // Of an address, what follows is the registry's API.
        String name = old || slash < 0 ? host : host + path.substring(slash);
        if (name.equals("index." + DOCKER_HUB)) {
            return DOCKER_HUB;
        }
        return NAME.matcher(name).matches() ? name : null;
    }
}
