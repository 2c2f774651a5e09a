package dev.ondes.playground.cluster.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's path names.
 *
 * @param collection the path of all objects of this kind (in this namespace)
 * @param plural such as {@code pods}
 * @param name null for the collection
 * @param subresource such as {@code status}
 */
record ResourcePath(
        String collection,
        @Nullable String namespace,
        String plural,
        @Nullable String name,
        @Nullable String subresource) {
    private static final Pattern PATH =
            Pattern.compile("(/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([^/]+))(?:/([^/]+))?(?:/([^/]+))?");

    /** @param path with or without a query */
    static Optional<ResourcePath> parse(String path) {
        int query = path.indexOf('?');
        Matcher matcher = PATH.matcher(query < 0 ? path : path.substring(0, query));
        return matcher.matches()
                ? Optional.of(new ResourcePath(
                        matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5)))
                : Optional.empty();
    }

    ResourcePath named(String object) {
        return new ResourcePath(collection, namespace, plural, object, null);
    }

    /** The path of the object itself. */
    String object() {
        return collection + "/" + name;
    }

    boolean isPod() {
        return plural.equals("pods");
    }

    boolean is(String subresourceName) {
        return subresourceName.equals(subresource);
    }
}
