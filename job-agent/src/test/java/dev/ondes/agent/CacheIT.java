package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.s3.FaultyWire;
import dev.ondes.s3.SimulatedS3;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Caches of jobs in a real S3, by requests that were signed elsewhere. */
class CacheIT extends WithPod {
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    static Path store;

    private static SimulatedS3 s3;
    private String bucketFolder;

    @BeforeAll
    static void startStore() {
        s3 = SimulatedS3.start(store, "cache");
    }

    @AfterAll
    static void stopStore() {
        s3.close();
    }

    /** Each test has objects of its own. */
    @BeforeEach
    void chooseFolder() {
        bucketFolder = root.getFileName().toString();
    }

    private Path object(String key) {
        return store.resolve("objects/cache").resolve(bucketFolder).resolve(key);
    }

    private static S3Presigner signer(URI endpoint) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        s3.server().accessKey(), s3.server().secretKey())))
                .build();
    }

    private URI get(URI endpoint, String key) {
        return URI.create(signer(endpoint)
                .presignGetObject(sign -> sign.signatureDuration(Duration.ofHours(1))
                        .getObjectRequest(get -> get.bucket("cache").key(bucketFolder + "/" + key)))
                .url()
                .toString());
    }

    private URI put(URI endpoint, String key) {
        return URI.create(signer(endpoint)
                .presignPutObject(sign -> sign.signatureDuration(Duration.ofHours(1))
                        .putObjectRequest(put -> put.bucket("cache").key(bucketFolder + "/" + key)))
                .url()
                .toString());
    }

    private CacheAccess.Granted access(URI endpoint, String key, String... fallbacks) {
        List<CacheAccess.Source> sources = new ArrayList<>();
        Stream.concat(Stream.of(key), Stream.of(fallbacks))
                .forEach(each -> sources.add(new CacheAccess.Source(each, get(endpoint, each))));
        return new CacheAccess.Granted(key, sources, put(endpoint, key), LATER);
    }

    private CacheAccess.Granted access(String key, String... fallbacks) {
        return access(s3.url(), key, fallbacks);
    }

    private static CacheAccess.Granted only(CacheAccess.Granted access, boolean restore) {
        return restore
                ? new CacheAccess.Granted(access.key(), access.restore(), null, access.until())
                : new CacheAccess.Granted(access.key(), List.of(), access.save(), access.until());
    }

    private TestJob job(CacheAccess access, String... script) {
        TestJob job = new TestJob(script);
        job.cache(access, "jars/");
        return job;
    }

    /** In a new pod, as each job has one. */
    private AgentReport run(TestJob job) throws Exception {
        pod.close();
        gitlab.close();
        gitlab = new FakeGitLab();
        pod = new TestPod(Files.createTempDirectory(root, "pod"), gitlab);
        AgentReport report = pod.build().run(job);
        assertThat(gitlab.log()).doesNotContain("X-Amz-Signature", s3.server().secretKey());
        return report;
    }

    private void assertSucceeded(TestJob job) throws Exception {
        assertThat(run(job).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void aJobFindsWhatTheOneBeforeLeft() throws Exception {
        // Given
        assertSucceeded(job(access("k"), "mkdir -p jars/deep", "echo one >jars/deep/a", "ln -s deep/a jars/link"));
        String first = gitlab.log();

        // When
        assertSucceeded(job(access("k"), "cat jars/link; echo two >jars/b"));
        String second = gitlab.log();
        assertSucceeded(job(access("k"), "cat jars/deep/a jars/b"));

        // Then
        assertThat(first)
                .containsSubsequence(
                        "section_start:",
                        ":restore_cache",
                        "Restoring cache",
                        "Checking cache for k...",
                        "There is no cache for k yet",
                        "section_end:",
                        "Saving cache for successful job",
                        "Creating cache k...",
                        "Found 4 matching files and directories",
                        "Packed cache k (",
                        "Uploaded cache k to 127.0.0.1 (",
                        "Created cache")
                .contains(":archive_cache\r");
        assertThat(second)
                .containsSubsequence("Downloaded cache k (", "Successfully extracted cache", "one", "Created cache");
        assertThat(gitlab.log()).containsSubsequence("Successfully extracted cache", "one", "two");
    }

    @Test
    void whatNobodyChangedIsNotUploadedAgain() throws Exception {
        assertSucceeded(job(access("k"), "mkdir jars; echo one >jars/a"));
        byte[] before = Files.readAllBytes(object("k"));

        assertSucceeded(job(access("k"), "cat jars/a"));

        assertThat(gitlab.log()).contains("Nothing has changed since it was restored: it is not uploaded");
        assertSucceeded(job(access("k"), "echo two >jars/a"));
        assertThat(gitlab.log()).contains("Created cache");
        assertThat(Files.readAllBytes(object("k"))).isNotEqualTo(before);
    }

    @Test
    void fallsBackInOrderAndSavesUnderItsOwnKey() throws Exception {
        assertSucceeded(job(access("main"), "mkdir jars; echo main >jars/a"));

        assertSucceeded(job(access("branch", "gone", "main"), "cat jars/a"));

        assertThat(gitlab.log())
                .containsSubsequence(
                        "Checking cache for branch...",
                        "Checking cache for gone...",
                        "Checking cache for main...",
                        "Successfully extracted cache",
                        "Created cache");
        assertThat(object("branch")).exists();
    }

    @Test
    void aPolicyIsObeyed() throws Exception {
        assertSucceeded(job(only(access("k"), false), "mkdir jars; echo one >jars/a"));
        assertThat(gitlab.log()).doesNotContain("Checking cache").contains("Created cache");

        assertSucceeded(job(only(access("k"), true), "cat jars/a; echo two >jars/a"));

        assertThat(gitlab.log()).contains("Successfully extracted cache").doesNotContain("Saving cache");
    }

    @Test
    void savesByTheScriptsResult() throws Exception {
        TestJob job = new TestJob("mkdir jars; echo 1 >jars/a; exit 1");
        job.cache(access("success"), "jars/");
        job.cache(access("failure"), "jars/").put("when", "on_failure");
        job.cache(access("always"), "jars/").put("when", "always");

        assertThat(run(job).reason()).isEqualTo(EndReason.SCRIPT_FAILED);

        assertThat(gitlab.log()).contains("Saving cache for failed job", ":archive_cache_on_failure\r");
        assertThat(object("success")).doesNotExist();
        assertThat(object("failure")).exists();
        assertThat(object("always")).exists();
    }

    @Test
    void savesWhatPatternsNameAndWhatGitDoesNotKnow() throws Exception {
        TestJob job = new TestJob(
                "git init -q .; mkdir -p a/b; echo 1 >a/b/x.jar; echo 2 >a/y.txt; git add a/y.txt; echo 3 >new");
        job.cache(access("k"), "**/*.jar").put("untracked", true);
        assertSucceeded(job);

        TestJob next = new TestJob("find . -type f | sort");
        next.cache(access("k"), "**/*.jar");
        assertSucceeded(next);

        assertThat(gitlab.log()).contains("./a/b/x.jar", "./new").doesNotContain("y.txt");
    }

    @Test
    void aJobRunsWithoutWhereThePlatformHasNoStoreAndSaysSo() throws Exception {
        TestJob job = new TestJob("mkdir jars; echo 1 >jars/a");
        job.cache("k", "jars/");

        assertSucceeded(job);

        assertThat(gitlab.log())
                .containsOnlyOnce("WARNING: The platform has no cache storage: the job runs without its caches");
        assertThat(gitlab.log()).doesNotContain("Restoring cache", "Saving cache");
    }

    @Test
    void saysWhyACacheIsRefused() throws Exception {
        TestJob job = job(new CacheAccess.Refused("$CI_PROJECT_DIR", "its key names what only the pod knows"), "true")
                .variable("CACHE_FALLBACK_KEY", "main-protected");

        assertSucceeded(job);

        assertThat(gitlab.log())
                .contains(
                        "No cache for $CI_PROJECT_DIR: its key names what only the pod knows",
                        "CACHE_FALLBACK_KEY may not end in -protected and is not used");
    }

    @Test
    void aStoreThatIsAwayCostsTheJobItsCacheOnly() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1");

        assertSucceeded(job(access(nowhere, "k"), "mkdir jars; echo 1 >jars/a"));

        assertThat(gitlab.log())
                .contains(
                        "WARNING: Failed to restore the cache k: no connection to 127.0.0.1 (",
                        "WARNING: Failed to save the cache k: no connection to 127.0.0.1 (");
    }

    @Test
    void triesAsOftenAsTheJobWants() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1");

        assertSucceeded(job(only(access(nowhere, "k"), true), "true").variable("RESTORE_CACHE_ATTEMPTS", "2"));

        assertThat(gitlab.log()).containsSubsequence("trying again in", "Failed to restore the cache k");
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfADownloadLeavesNothingHalf() throws Exception {
        assertSucceeded(job(access("k"), "mkdir jars; head -c 3000000 /dev/urandom >jars/a"));
        try (var wire = FaultyWire.before(s3.url())) {
            wire.cutAfter(1_000_000);

            assertSucceeded(job(only(access(wire.url(), "k"), true), "ls jars || echo no jars"));
        }

        assertThat(gitlab.log()).contains("Failed to restore the cache k: the connection broke to", "no jars");
    }

    @Test
    void aRequestThatHasExpiredIsNotShown() throws Exception {
        CacheAccess.Granted good = access("k");
        URI spoilt = URI.create(good.save().toString().replaceAll("Signature=..", "Signature=00"));
        var stale = new CacheAccess.Granted("k", List.of(new CacheAccess.Source("k", spoilt)), spoilt, LATER);

        assertSucceeded(job(stale, "mkdir jars; echo 1 >jars/a"));

        assertThat(gitlab.log())
                .contains(
                        "Failed to restore the cache k: 127.0.0.1 answered 403",
                        "Failed to save the cache k: 127.0.0.1 answered 403")
                .doesNotContain("X-Amz", "StringToSign");
    }

    @Test
    void whatMayNotBeWrittenAnyMoreIsNotTried() throws Exception {
        CacheAccess.Granted good = access("k");
        Instant past = Instant.parse("2026-01-01T00:00:00Z");

        assertSucceeded(job(new CacheAccess.Granted("k", List.of(), good.save(), past), "mkdir jars; echo 1 >jars/a"));

        assertThat(gitlab.log()).contains("the right to write it ended at 2026-01-01T00:00:00Z");
        assertThat(object("k")).doesNotExist();
    }

    @Test
    void anArchiveThatIsTooLargeIsNotUploaded() throws Exception {
        assertSucceeded(job(access("k"), "mkdir jars; head -c 100000 /dev/urandom >jars/a")
                .variable("CACHE_MAX_UPLOADED_ARCHIVE_SIZE", "1000"));

        assertThat(gitlab.log()).contains("more than the 1000 bytes that may be uploaded: it is not saved");
        assertThat(object("k")).doesNotExist();
    }

    @Test
    void anObjectThatIsNoCacheIsRefused() throws Exception {
        Files.createDirectories(object("k").getParent());
        Files.writeString(object("k"), "<html>no archive</html>");

        assertSucceeded(job(only(access("k"), true), "true"));

        assertThat(gitlab.log()).contains("WARNING: Failed to restore the cache k: ");
    }

    @Test
    void saysThatThereAreNoFiles() throws Exception {
        assertSucceeded(job(access("k"), "true"));

        assertThat(gitlab.log()).contains("jars/: no matching files", "No files to cache");
    }

    /** What is left of the pod's time belongs to the job's end: a lost pod would cost the job. */
    @Test
    void anUploadEndsWithThePodAndTheJobStillReports() throws Exception {
        pod.close();
        pod = new TestPod(Files.createTempDirectory(root, "pod"), gitlab);
        try (var wire = FaultyWire.before(s3.url())) {
            wire.fallSilent();
            TestJob job = job(only(access(wire.url(), "k"), false), "mkdir jars; echo 1 >jars/a");
            CompletableFuture<@Nullable AgentReport> ended = pod.build().start(job);
            awaitLog("Packed cache k");

            pod.agent().podEnds();

            assertThat(ended.get(30, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
            assertThat(gitlab.log()).contains("Caches are not saved: there is no time left");
        }
    }

    @Test
    void anUploadThatTheStoreDiesInWaitsForNobody() throws Exception {
        FaultyWire wire = FaultyWire.before(s3.url());
        wire.fallSilent();
        pod.close();
        pod = new TestPod(Files.createTempDirectory(root, "pod"), gitlab);
        TestJob job = job(only(access(wire.url(), "k"), false), "mkdir jars; head -c 9000000 /dev/urandom >jars/a");
        CompletableFuture<@Nullable AgentReport> ended = pod.build().start(job);
        awaitLog("Packed cache k");

        wire.close();

        assertThat(ended.get(30, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("WARNING: Failed to save the cache k: ");
        assertThat(object("k")).doesNotExist();
    }
}
