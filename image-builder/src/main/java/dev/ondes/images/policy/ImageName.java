package dev.ondes.images.policy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an image, taken apart: what is compared are its parts, never beginnings of its text. Written in full: a short name
 * gets Docker Hub's host and {@code library/}, a missing tag is {@code latest}.
 *
 * @param host lower-case, with its port where it has one
 * @param path the repository's segments
 */
public record ImageName(String host, List<String> path, String tag) {
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?");
    private static final Pattern NUMBERS_ONLY = Pattern.compile("[0-9.]+(?::[0-9]+)?");
    private static final int LONGEST_REPOSITORY = 255;

    public ImageName {
        path = List.copyOf(path);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException continuing "'NAME' …" with what is wrong
     */
    public static ImageName parse(String text) {
        if (text.contains("://")) {
            throw new IllegalArgumentException("must have no scheme; write host/repository:tag");
        }
        if (text.contains("@")) {
            throw new IllegalArgumentException("must be a tag, without a digest or a user");
        }
        String rest = text;
        String host = "docker.io";
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            host = host(first);
            rest = text.substring(slash + 1);
        }
        int colon = rest.lastIndexOf(':');
        String tag = colon < 0 ? "latest" : rest.substring(colon + 1);
        String repository = colon < 0 ? rest : rest.substring(0, colon);
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "has a tag that no registry takes: letters, digits, '_', '.' and '-', at most 128");
        }
        if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("must be lower-case; a registry takes no other repository");
        }
        List<String> path = List.of(repository.split("/", -1));
        if (!path.stream().allMatch(segment -> SEGMENT.matcher(segment).matches())) {
            throw new IllegalArgumentException(
                    "has a repository that no registry takes: segments of lower-case letters and "
                            + "digits, with single '.', '_' or '-' between them");
        }
        if (host.equals("docker.io") && path.size() == 1) {
            path = List.of("library", path.getFirst());
        }
        var name = new ImageName(host, path, tag);
        if (name.host.length() + 1 + name.repository().length() > LONGEST_REPOSITORY) {
            throw new IllegalArgumentException("is too long; host and repository have at most 255 characters");
        }
        return name;
    }

    /** Docker Hub has several names. */
    private static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("has a host that is none");
        }
        int colon = host.indexOf(':');
        if (colon >= 0) {
            int port = Integer.parseInt(host.substring(colon + 1));
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("has a port that is none");
            }
        }
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? "docker.io" : host;
    }

    /** Whether the host is an address: a policy must list it before anything goes there. */
    public boolean hostIsAddress() {
        return NUMBERS_ONLY.matcher(host).matches();
    }

    public String repository() {
        return String.join("/", path);
    }

    /** Host and repository, without the tag. */
    public String withoutTag() {
        return host + "/" + repository();
    }

    @Override
    public String toString() {
        return withoutTag() + ":" + tag;
    }
}
