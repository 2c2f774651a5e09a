package dev.ondes.scheduler.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.s3.SimulatedS3;
import dev.ondes.scheduler.settings.CacheSettings;
import dev.ondes.scheduler.world.World;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What is signed, held against an S3 that checks it. */
class SignedCachesIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock AT_NOON = Clock.fixed(NOON, java.time.ZoneOffset.UTC);

    @TempDir
    static Path folder;

    private static SimulatedS3 s3;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        s3 = SimulatedS3.start(folder, "ci-cache", "arm-cache");
        Files.writeString(
                folder.resolve("credentials"),
                "access-key=%s\nsecret-key=%s\n"
                        .formatted(s3.server().accessKey(), s3.server().secretKey()));
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    private static CacheSettings settings(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "ondes.cache.bucket",
                "ci-cache",
                "ondes.cache.endpoint",
                s3.url().toString(),
                "ondes.cache.path-style",
                "true",
                "ondes.cache.credentials-file",
                folder.resolve("credentials").toString()));
        for (int i = 0; i < more.length; i += 2) {
            values.put("ondes.cache." + more[i], more[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withMapping(CacheSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(CacheSettings.class);
    }

    private static SignedCaches caches(String... more) {
        CacheSettings settings = settings(more);
        return new SignedCaches(settings, new Signer(settings, Credentials.of(settings, AT_NOON), AT_NOON));
    }

    private static JobPayload job(long project, String... caches) {
        var payload = (ObjectNode) World.payload("gcc:14");
        payload.putObject("job_info").put("name", "test").put("project_id", project);
        payload.putObject("runner_info").put("timeout", 3600);
        for (String cache : caches) {
            payload.withArray("cache").add(World.json(cache));
        }
        return JobPayload.parse(payload);
    }

    private static List<CacheAccess> of(SignedCaches caches, String jobClass, JobPayload job) {
        return caches.of(jobClass, Map.of(), "gcc:14", job);
    }

    private static CacheAccess.Granted granted(SignedCaches caches, String jobClass, long project, String cache) {
        return (CacheAccess.Granted) of(caches, jobClass, job(project, cache)).getFirst();
    }

    private static HttpResponse<String> get(URI url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int put(URI url, String content) throws Exception {
        var request = HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString(content));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void whatOneJobSavesTheNextOfItsProjectRestoresAndNobodyElse() throws Exception {
        String cache = "{\"key\": \"jars/../$TEAM\"}";
        CacheAccess.Granted one = granted(caches(), "small", 7, cache);

        assertThat(get(one.restore().getFirst().url()).statusCode()).isEqualTo(404);
        assertThat(put(one.save(), "the jars")).isEqualTo(200);

        assertThat(get(granted(caches(), "small", 7, cache).restore().getFirst().url())
                        .body())
                .isEqualTo("the jars");
        assertThat(get(granted(caches(), "small", 8, cache).restore().getFirst().url())
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(granted(caches(), "large", 7, cache).restore().getFirst().url())
                        .statusCode())
                .isEqualTo(404);
        assertThat(folder.resolve("objects/ci-cache/class/small/project/7/jars~2F..~2Fblue/cache.tar.gz"))
                .hasContent("the jars");
    }

    @Test
    void classesSeeEachOthersWhereTheOperatorWantsIt() throws Exception {
        put(granted(caches("shared", "true"), "small", 9, "{\"key\": \"a\"}").save(), "shared");

        CacheAccess.Granted other = granted(caches("shared", "true"), "large", 9, "{\"key\": \"a\"}");

        assertThat(get(other.restore().getFirst().url()).body()).isEqualTo("shared");
    }

    @Test
    void aRequestServesForNothingElse() throws Exception {
        CacheAccess.Granted mine = granted(caches(), "small", 7, "{\"key\": \"mine\"}");
        put(granted(caches(), "small", 8, "{\"key\": \"mine\"}").save(), "secret");
        String url = mine.restore().getFirst().url().toString();

        assertThat(get(URI.create(url.replace("/project/7/", "/project/8/"))).statusCode())
                .isEqualTo(403);
        assertThat(get(URI.create(url.replace("X-Amz-Expires=14400", "X-Amz-Expires=99999")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(URI.create(url), "poison")).isEqualTo(403);
    }

    @Test
    void aClassMayHaveABucketAndAPrefixOfItsOwn() throws Exception {
        SignedCaches caches = caches("classes.arm.bucket", "arm-cache", "classes.arm.prefix", "ci");

        put(granted(caches, "arm", 7, "{\"key\": \"a\"}").save(), "arm");

        assertThat(folder.resolve("objects/arm-cache/ci/class/arm/project/7/a/cache.tar.gz"))
                .hasContent("arm");
    }

    @Test
    void requestsLastAsLongAsTheJobMayAndAWhile() {
        CacheAccess.Granted granted = granted(caches("margin", "PT30M"), "small", 7, "{\"key\": \"a\"}");

        assertThat(granted.until()).isEqualTo(NOON.plus(Duration.ofMinutes(90)));
        assertThat(granted.save().getQuery()).contains("X-Amz-Expires=5400");
    }

    @Test
    void noRequestLastsLongerThanS3Allows() {
        var payload = (ObjectNode) World.payload("gcc:14");
        payload.putObject("job_info").put("project_id", 7);
        payload.putObject("runner_info").put("timeout", Duration.ofDays(5).toSeconds());
        payload.putArray("cache").addObject().put("key", "a");

        var granted = (CacheAccess.Granted)
                of(caches("margin", "P6D"), "small", JobPayload.parse(payload)).getFirst();

        assertThat(granted.until()).isEqualTo(NOON.plus(Duration.ofDays(7)));
        assertThat(granted.save().getQuery()).contains("X-Amz-Expires=604800");
    }

    @Test
    void requestsEndWithTheCredentialsThatSignedThem() {
        CacheSettings settings = settings();
        Instant end = NOON.plus(Duration.ofMinutes(40));
        var session = AwsSessionCredentials.builder()
                .accessKeyId("a")
                .secretAccessKey("b")
                .sessionToken("c")
                .expirationTime(end)
                .build();
        var credentials = new Credentials(() -> session, AT_NOON, Duration.ofSeconds(5));

        CacheAccess.Granted granted = granted(
                new SignedCaches(settings, new Signer(settings, credentials, AT_NOON)), "small", 7, "{\"key\": \"a\"}");

        assertThat(granted.until()).isEqualTo(end);
    }

    @Test
    void aJobGoesOnWithoutWhereNothingCanBeSigned() {
        CacheSettings settings = settings();
        var credentials = new Credentials(
                () -> {
                    throw SdkClientException.create("no role");
                },
                AT_NOON,
                Duration.ofSeconds(5));

        assertThat(of(
                        new SignedCaches(settings, new Signer(settings, credentials, AT_NOON)),
                        "small",
                        job(7, "{\"key\": \"a\"}", "{\"key\": \"$CI_PROJECT_DIR\"}")))
                .containsExactly(
                        new CacheAccess.Refused(
                                "a", "the platform can't sign requests for its cache storage at the moment"),
                        new CacheAccess.Refused(
                                "$CI_PROJECT_DIR",
                                "its key names CI_PROJECT_DIR, which only the pod knows; name another variable instead"));
    }

    @Test
    void aJobWhoseProjectIsUnknownSharesNothing() {
        assertThat(of(caches(), "small", job(0, "{\"key\": \"a\"}")))
                .containsExactly(new CacheAccess.Refused("a", "GitLab did not say which project the job is of"));
    }
}
