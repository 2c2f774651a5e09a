package dev.ondes.gitlab;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** TLS for clients of a GitLab and of what stands beside it, such as an object storage with a certificate of the same authority. */
public final class Tls {
    private Tls() {}

    /**
     * A context that believes the JDK's authorities and those of a file. The file is read at once, so that a wrong one is told at
     * the start; without one nothing is set up before the first connection needs it.
     *
     * @param caFile PEM file; null for the JDK's authorities alone
     */
    public static SSLContext context(@Nullable Path caFile) {
        return caFile == null ? new LazyTls(() -> Authorities.context(null)) : Authorities.context(caFile);
    }
}
