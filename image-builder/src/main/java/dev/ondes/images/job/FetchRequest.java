package dev.ondes.images.job;

import dev.ondes.context.check.ContextLimits;
import dev.ondes.context.fetch.FetchJson;
import dev.ondes.context.fetch.FetchOrder;
import dev.ondes.contracts.build.GitSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the pod's first container is told, in a file that only it sees: the URL in it lets its holder read. */
public record FetchRequest(String json) {
    static final String FILE = "order.json";

    /** Whom GitLab takes a job's token from. */
    private static final String GIT_USER = "gitlab-ci-token";

    /** An uploaded context. */
    public static FetchRequest download(URI url, String tarSha256, String dockerfile, ContextLimits limits) {
        return of(new FetchOrder.Archive(url, tarSha256), dockerfile, limits);
    }

    /**
     * A folder of a repository.
     *
     * @param token that may read it; null where everybody may
     */
    public static FetchRequest git(GitSource source, @Nullable String token, String dockerfile, ContextLimits limits) {
        FetchOrder.@Nullable Login login = token == null ? null : new FetchOrder.Login(GIT_USER, token);
        return of(new FetchOrder.Repository(source, login), dockerfile, limits);
    }

    private static FetchRequest of(FetchOrder.Source source, String dockerfile, ContextLimits limits) {
        var order = new FetchOrder(source, dockerfile, limits);
        return new FetchRequest(new String(FetchJson.write(order), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "FetchRequest[***]";
    }
}
