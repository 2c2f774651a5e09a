package dev.ondes.scheduler.cache;

import dev.ondes.scheduler.settings.CacheSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * The credentials that requests are signed with. Who gives them may be slow or away, and no job shall wait for a cache: an answer has a
 * time limit, and after one that failed nobody asks for a while. Lives as long as the process; thread-safe.
 */
public final class Credentials {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final AwsCredentialsProvider provider;
    private final Clock clock;
    private final Duration limit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Instant notBefore = Instant.MIN;

    Credentials(AwsCredentialsProvider provider, Clock clock, Duration limit) {
        this.provider = provider;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Of the file, or as AWS' own tools find them.
     *
     * @throws IllegalArgumentException naming the key and the fix
     */
    public static Credentials of(CacheSettings settings, Clock clock) {
        AwsCredentialsProvider provider = settings.credentialsFile()
                .<AwsCredentialsProvider>map(file -> StaticCredentialsProvider.create(read(file)))
                .or(() -> settings.roleSession().map(Credentials::ofRole))
                .orElseGet(() -> DefaultCredentialsProvider.builder()
                        .asyncCredentialUpdateEnabled(true)
                        .build());
        return new Credentials(provider, clock, LIMIT);
    }

    /** Renewed at half their time, so that a request lasts that long at least. */
    private static AwsCredentialsProvider ofRole(Duration session) {
        return WebIdentityTokenFileCredentialsProvider.builder()
                .roleSessionDuration(session)
                .prefetchTime(session.dividedBy(2))
                .asyncCredentialUpdateEnabled(true)
                .build();
    }

    private static AwsBasicCredentials read(Path file) {
        var properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("ondes.cache.credentials-file can't be read: " + file, e);
        }
        String access = properties.getProperty("access-key");
        String secret = properties.getProperty("secret-key");
        if (access == null || secret == null) {
            throw new IllegalArgumentException(
                    "ondes.cache.credentials-file needs the lines access-key=… and secret-key=…: " + file);
        }
        return AwsBasicCredentials.create(access, secret);
    }

    /** @throws UnsignedException when there are none now */
    AwsCredentials get() {
        if (clock.instant().isBefore(notBefore)) {
            throw new UnsignedException("there were no credentials a moment ago", false);
        }
        Future<AwsCredentials> asked = threads.submit(provider::resolveCredentials);
        try {
            return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw none(Objects.requireNonNullElse(e.getCause(), e).toString());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw none("who gives the credentials did not answer within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none("stopped meanwhile");
        }
    }

    private UnsignedException none(String why) {
        notBefore = clock.instant().plus(PAUSE);
        return new UnsignedException(why, true);
    }
}
