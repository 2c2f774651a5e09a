package dev.ondes.images.registry;

import java.util.regex.Pattern;

/**
 * A repository of a registry, such as {@code registry.example:5000} and {@code acme/app}; as a name of an image tells it, which is
 * taken apart elsewhere. Immutable.
 */
public record Repository(String host, String path) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]{1,5})?");
    private static final Pattern PATH = Pattern.compile("[a-z0-9._/-]{1,255}");

    public Repository {
        if (!HOST.matcher(host).matches() || !PATH.matcher(path).matches() || path.contains("..")) {
            throw new IllegalArgumentException("not a repository: " + host + "/" + path);
        }
    }

    /** Where its API is: Docker Hub's is elsewhere than its name says. */
    String apiHost() {
        return host.equals("docker.io") ? "registry-1.docker.io" : host;
    }

    @Override
    public String toString() {
        return host + "/" + path;
    }
}
