package dev.ondes.context.fetch;

import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.GitSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What to bring: the content of the pod's Secret, since it lets its holder read. Prints none of that.
 *
 * @param source where it comes from
 * @param dockerfile its path in the context
 */
public record FetchOrder(Source source, String dockerfile, ContextLimits limits) {

    /** One of two. */
    public sealed interface Source {}

    /**
     * An archive in a store.
     *
     * @param url presigned
     * @param tarSha256 what the tar archive in it must hash to
     */
    public record Archive(URI url, String tarSha256) implements Source {
        @Override
        public String toString() {
            return "Archive[" + url.getHost() + ", " + tarSha256 + "]";
        }
    }

    /**
     * A folder of a repository.
     *
     * @param login what git says when it is asked who it is; null to be nobody
     */
    public record Repository(GitSource git, @Nullable Login login) implements Source {}

    /** A user and a password or token. */
    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***]";
        }
    }
}
