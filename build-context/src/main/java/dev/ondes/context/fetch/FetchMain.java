package dev.ondes.context.fetch;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings the context of one build: reads a {@link FetchOrder} from {@code ONDES_CONTEXT_ORDER}, fills {@code ONDES_CONTEXT_DIR},
 * writes a {@link FetchReport} to {@code ONDES_TERMINATION_LOG}, and a line for people to standard output. Ends with 0 when the
 * context is there, else with 1.
 */
public final class FetchMain {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private FetchMain() {}

    public static void main(String[] arguments) throws IOException {
        FetchReport report = run();
        Files.write(path("ONDES_TERMINATION_LOG", "/dev/termination-log"), FetchJson.write(report));
        BuildReason reason = report.reason();
        System.out.println(reason == null ? "The context is here." : reason.sentence() + ": " + report.detail());
        System.exit(reason == null ? 0 : 1);
    }

    private static FetchReport run() {
        FetchOrder order;
        try {
            order = FetchJson.readOrder(Files.readAllBytes(path("ONDES_CONTEXT_ORDER", "/ondes-context/order.json")));
        } catch (IOException e) {
            return FetchReport.failed(BuildReason.CONTEXT_UNAVAILABLE, "the order can't be read: " + e.getMessage());
        }
        @Nullable String ca = System.getenv("ONDES_CONTEXT_CA_FILE");
        Authorities authorities;
        try {
            authorities = ca == null ? Authorities.USUAL : Authorities.ifPresent("ONDES_CONTEXT_CA_FILE", Path.of(ca));
        } catch (IllegalArgumentException e) {
            return FetchReport.failed(BuildReason.CONTEXT_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        @Nullable String protocols = System.getenv("ONDES_GIT_PROTOCOLS");
        return new ContextFetch(
                        path("ONDES_CONTEXT_DIR", "/workspace"),
                        protocols == null ? "https" : protocols,
                        authorities,
                        SILENCE,
                        Pause.REAL,
                        RandomGenerator.getDefault())
                .run(order);
    }

    private static Path path(String variable, String usual) {
        @Nullable String value = System.getenv(variable);
        return Path.of(value == null ? usual : value);
    }
}
