package dev.ondes.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cli.build.FakeImageBuilder.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole command against a service that remembers, over real HTTP. */
class BuildCommandIT {
    private static final String IMAGE = "registry.example:5000/acme/app:1";

    @TempDir
    private Path folder;

    private FakeImageBuilder service;

    @BeforeEach
    void prepare() throws IOException {
        service = new FakeImageBuilder();
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void packsUploadsBuildsShowsTheLogAndNamesTheDigest() {
        service.log("Step 1", "", "Step 2");

        CommandLineRun run = build();

        assertThat(run.out()).isEqualTo("Step 1\n\nStep 2\n" + IMAGE + "@sha256:" + "a".repeat(64) + "\n");
        assertThat(run.exitCode()).isZero();
        assertThat(service.contexts()).hasSize(1);
        assertThat(service.builds()).singleElement().satisfies(body -> {
            assertThat(body.at("/context/tarSha256").asText())
                    .isEqualTo(service.contexts().keySet().iterator().next());
            assertThat(body.at("/destinations/0").asText()).isEqualTo(IMAGE);
        });
    }

    @Test
    void anUnchangedContextIsNotUploadedAgain() {
        build();

        CommandLineRun again = build();

        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("nothing to upload");
        assertThat(service.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSize(1);
    }

    @Test
    void saysWhatBecameOfTheListsOfWhatIsInTheImages() {
        var sboms = service.result().putArray("sboms");
        sboms.addObject().put("image", "sha256:1").put("digest", "sha256:2");
        sboms.addObject().put("image", "sha256:3").put("problem", "its Job failed: unauthorized");

        CommandLineRun run = build("--sbom");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("SBOM of sha256:1: sha256:2", "No SBOM of sha256:3: its Job failed: unauthorized");
    }

    @Test
    void saysAllThatTheCommandLineSays() throws IOException {
        Files.writeString(folder.resolve("npmrc"), "s3cret");

        build(
                "--file",
                "./Dockerfile",
                "--target",
                "app",
                "--build-arg",
                "A=1=2",
                "--build-arg",
                "FROM_ENV",
                "--build-arg",
                "UNSET",
                "--label",
                "l=v",
                "--platform",
                "linux/amd64,linux/arm64",
                "--secret",
                "id=npm,src=" + folder.resolve("npmrc"),
                "--secret",
                "id=e,env=FROM_ENV",
                "--no-cache",
                "--cache-ttl",
                "14d",
                "--builder",
                "kaniko",
                "--cpu",
                "2",
                "--memory",
                "4Gi",
                "--timeout",
                "20m",
                "--priority",
                "3",
                "--request-key",
                "k1",
                "--sbom");

        assertThat(service.builds())
                .singleElement()
                .satisfies(body -> assertThat(body.toString())
                        .isEqualTo("{\"context\":{\"tarSha256\":\""
                                + service.contexts().keySet().iterator().next()
                                + "\"},\"dockerfile\":\"./Dockerfile\",\"target\":\"app\",\"destinations\":[\"" + IMAGE
                                + "\"],\"buildArgs\":" + body.path("buildArgs")
                                + ",\"labels\":{\"l\":\"v\"},\"platforms\":[\"linux/amd64\",\"linux/arm64\"],"
                                + "\"cache\":{\"enabled\":false,\"ttl\":\"PT336H\"},\"builder\":\"kaniko\","
                                + "\"resources\":{\"cpu\":\"2\",\"memory\":\"4Gi\"},\"timeout\":\"PT20M\",\"priority\":3,"
                                + "\"requestKey\":\"k1\",\"sbom\":true,\"secrets\":[{\"id\":\"npm\",\"value\":\"s3cret\"},"
                                + "{\"id\":\"e\",\"value\":\"from-env\"}]}"));
        assertThat(service.builds().getFirst().path("buildArgs").properties())
                .extracting(pair -> pair.getKey() + "=" + pair.getValue().asText())
                .containsExactlyInAnyOrder("A=1=2", "FROM_ENV=from-env");
    }

    @Test
    void aRepositoryIsNamedNotPacked() {
        CommandLineRun run = run("build", "--git", "https://gitlab.example/a/b.git", "--ref", "main", "-d", IMAGE);

        assertThat(run.exitCode()).isZero();
        assertThat(service.builds().getFirst().path("context").toString())
                .isEqualTo("{\"git\":{\"url\":\"https://gitlab.example/a/b.git\",\"ref\":\"main\"}}");
        assertThat(service.requests()).noneMatch(request -> request.contains("contexts"));
    }

    @Test
    void writesTheResultForLaterJobs() throws IOException {
        Path dotenv = folder.resolve("build.env");

        build("--dotenv", dotenv.toString());

        assertThat(dotenv)
                .hasContent("IMAGE_DIGEST=sha256:" + "a".repeat(64) + "\nIMAGE=registry.example:5000/acme/app@sha256:"
                        + "a".repeat(64) + "\nIMAGE_TAG=" + IMAGE + "\n");
    }

    @Test
    void detachedItPrintsTheIdAndLeaves() {
        CommandLineRun run = build("--detach");

        assertThat(run.out()).isEqualTo("b1\n");
        assertThat(service.requests()).noneMatch(request -> request.startsWith("GET"));
    }

    @Test
    void detachedItSaysHowToAskLater() {
        assertThat(build("--detach").err()).contains("GET " + service.url() + "/v1/builds/b1", "DELETE");
    }

    @Test
    void whatIsRefusedCostsNoUpload() {
        service.misbehave("POST /v1/builds", Fault.problem(403, "because"));

        assertThat(build().exitCode()).isEqualTo(3);

        assertThat(service.requests()).containsExactly("POST /v1/builds");
    }

    @ParameterizedTest
    @CsvSource({"401, 3", "403, 3", "422, 2"})
    void whatTheServiceSaysItselfIsSaidOnce(int status, int exitCode) {
        service.misbehave(
                "POST /v1/builds",
                new Fault(
                        status,
                        "application/problem+json",
                        "{\"title\":\"The request is not valid\",\"detail\":\"timeout must be more\",\"code\":\"any\"}",
                        Map.of(),
                        -1));

        CommandLineRun run = build();

        assertThat(run.err()).endsWith("ondes: The request is not valid: timeout must be more\n");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aLargeContextGoesUpInParts() {
        service.takeContextsInParts();

        assertThat(build().exitCode()).isZero();

        assertThat(service.contexts()).hasSize(1);
        assertThat(service.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSizeGreaterThan(4);
    }

    @Test
    void ofPartsOnlyThoseThatFailedGoUpAgain() {
        service.takeContextsInParts();
        service.misbehave("PUT /store/part/2", Fault.status(503));
        service.misbehave("PUT /store/part/3", Fault.cut(0));

        assertThat(build().exitCode()).isZero();

        assertThat(service.contexts()).hasSize(1);
        assertThat(Collections.frequency(service.requests(), "PUT /store/part/1"))
                .isEqualTo(1);
        assertThat(Collections.frequency(service.requests(), "PUT /store/part/2"))
                .isEqualTo(2);
        // It had arrived; only its answer was lost.
        assertThat(Collections.frequency(service.requests(), "PUT /store/part/3"))
                .isEqualTo(1);
    }

    /** As balancers do that end every stream after some minutes, before a build that waits long. */
    @Test
    void aLogIsFollowedHoweverOftenItsConnectionEndsWithoutALine() {
        service.log("Step 1");
        for (int i = 0; i < 12; i++) {
            service.misbehave("GET /v1/builds/b1/log", Fault.cut(": hello\n\n".length()));
        }

        assertThat(build().out()).startsWith("Step 1\n");
    }

    /** Another job has joined the same parts a moment ago, or our own first try did. */
    @Test
    void partsThatTheServiceNoLongerKnowsAreOfferedAnew() {
        service.takeContextsInParts();
        service.joinsBefore();

        CommandLineRun run = build();

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("is tried again: the service no longer knows this upload");
        assertThat(Collections.frequency(service.requests(), "POST /v1/contexts"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 500, 503, 400})
    void anUploadThatFailsIsTriedAgainWithAFreshUrl(int status) {
        service.misbehave("PUT /store/whole", status == 0 ? Fault.cut(0) : Fault.status(status));

        CommandLineRun run = build();

        assertThat(run.exitCode()).isZero();
        assertThat(service.contexts()).hasSize(1);
        assertThat(Collections.frequency(service.requests(), "POST /v1/contexts"))
                .isEqualTo(2);
    }

    @Test
    void whatSomebodyElsePutThereMeanwhileIsGoodEnough() {
        service.misbehave("PUT /store/whole", Fault.status(412));

        assertThat(build().exitCode()).isZero();
    }

    @Test
    void anUploadThatNeverSucceedsIsThePlatformsDoing() {
        for (int i = 0; i < 9; i++) {
            service.misbehave("PUT /store/whole", Fault.status(503));
        }

        assertFails(build(), 4, "ondes: the context can't be uploaded: the store answered with 503");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 3, the token was not accepted: Refused: because",
        "403, 3, not allowed: Refused: because",
        "404, 2, not found at",
        "409, 2, another request stands in the way: Refused: because",
        "413, 2, too large: Refused: because",
        "422, 2, the request is not valid: Refused: because",
        "400, 2, the request is not valid: Refused: because",
        "418, 2, answered with 418: Refused: because",
    })
    void aRefusalIsToldOnceAndNotRepeated(int status, int exitCode, String message) {
        service.misbehave("POST /v1/builds", Fault.problem(status, "because"));

        CommandLineRun run = build();

        assertFails(run, exitCode, message);
        assertThat(Collections.frequency(service.requests(), "POST /v1/builds")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/contexts", "POST /v1/builds", "GET /v1/builds/b1"})
    void whatMayPassIsTriedAgainWithLongerPausesAndBuiltOnce(String request) {
        service.misbehave(request, Fault.status(503), Fault.cut(0), Fault.status(500), Fault.cut(5));

        CommandLineRun run = build();

        assertThat(run.exitCode()).isZero();
        // Of a GET that ends without a word, the JDK's client may make two by itself.
        assertThat(run.pauses()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(service.builds()).hasSize(1);
    }

    @Test
    void anOverloadedServiceSaysHowLongToWait() {
        service.misbehave("POST /v1/builds", new Fault(429, "text/plain", "later", Map.of("Retry-After", "17"), -1));

        CommandLineRun run = build();

        assertThat(run.exitCode()).isZero();
        assertThat(run.pauses()).containsExactly(Duration.ofSeconds(17));
    }

    @Test
    void aServiceThatStaysDownIsThePlatformsDoing() {
        for (int i = 0; i < 9; i++) {
            service.misbehave("POST /v1/contexts", Fault.status(502));
        }

        assertFails(build(), 4, "can't be asked: it answered with 502");
    }

    @Test
    void aServiceThatIsNotThereIsThePlatformsDoing() {
        service.close();

        CommandLineRun run = build();

        assertFails(run, 4, "can't be asked");
        assertThat(run.err()).containsOnlyOnce("can't be asked, trying again");
    }

    @Test
    void anAddressWithTheVersionIsTheSame() {
        CommandLineRun run = build("--server", service.url() + "/v1/");

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aPageForPeopleIsNoAnswer() {
        service.misbehave("POST /v1/contexts", new Fault(200, "text/html", "<html>Please log in</html>", Map.of(), -1));

        assertFails(build(), 2, "answered with text/html, not with JSON");
    }

    @Test
    void nobodyIsFollowedElsewhere() {
        service.misbehave(
                "POST /v1/contexts",
                new Fault(302, "text/plain", "", Map.of("Location", "https://login.example/"), -1));

        assertFails(build(), 2, "sends elsewhere, to https://login.example/");
    }

    @Test
    void aLogThatIsCutGoesOnBehindItsLastLine() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lines.add("line " + i);
        }
        service.log(lines.toArray(String[]::new));
        service.misbehave("GET /v1/builds/b1/log", Fault.cut(0), Fault.cut(500), Fault.status(503), Fault.cut(201));

        CommandLineRun run = build();

        assertThat(run.out()).startsWith(String.join("\n", lines) + "\n" + IMAGE);
        assertThat(service.logPositions()).hasSize(4);
    }

    @Test
    void aLogThatCannotBeHadDoesNotStopTheBuildFromBeingWaitedFor() {
        service.misbehave("GET /v1/builds/b1/log", Fault.status(404));

        assertThat(build().exitCode()).isZero();
    }

    @Test
    void aBuildThatAReplicaDoesNotKnowYetIsLookedForAgain() {
        service.log("Step 1");
        service.misbehave("GET /v1/builds/b1/log", Fault.status(404), Fault.status(404));
        service.misbehave("GET /v1/builds/b1", Fault.status(404), Fault.status(404));

        CommandLineRun run = build();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Step 1\n" + IMAGE);
    }

    @Test
    void aBuildThatIsKnownNoMoreIsThePlatformsDoingAndNotCanceled() {
        Fault[] always = new Fault[20];
        Arrays.fill(always, Fault.status(404));
        service.misbehave("GET /v1/builds/b1", always);

        CommandLineRun run = build();

        assertFails(run, 4, "the service does not know the build b1, which it took");
        assertThat(service.requests()).doesNotContain("DELETE /v1/builds/b1");
    }

    @ParameterizedTest
    @CsvSource({
        "failed, run-failed, 1",
        "failed, dockerfile-missing, 1",
        "failed, context-missing, 2",
        "failed, not-allowed, 3",
        "failed, node-lost, 4",
        "failed, a-reason-of-tomorrow, 4",
        "failed, built, 4",
        "succeeded, run-failed, 4",
        "failed, timed-out, 5",
        "canceled, canceled, 6",
    })
    void theExitCodeSaysWhoseDoingItWas(String state, String reason, int exitCode) {
        service.endsWith(state, reason);
        service.result().put("sentence", "What the user reads").put("detail", "line 7");

        assertFails(build(), exitCode, "ondes: What the user reads: line 7 (");
    }

    @Test
    void successWithoutADigestIsNone() {
        service.result().putArray("destinations");

        assertFails(build(), 4, "no digest was told");
    }

    @Test
    void aFolderThatCannotBePackedIsNamed() throws IOException {
        Files.delete(folder.resolve("Dockerfile"));

        assertFails(build(), 2, "ondes: Dockerfile: there is no Dockerfile here");
        assertThat(service.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "build .|Missing required option: '--destination=HOST/REPO:TAG'",
                "build -d x/y:1|name either a folder or --git",
                "build . --git https://x/y -d x/y:1|name either a folder or --git",
                "build . -d x/y:1 --timeout soon|--timeout: \"soon\" is no time such as 90s, 20m or 2h",
                "build . -d x/y:1 --secret id=a|--secret: write id=NAME,src=FILE or id=NAME,env=VARIABLE",
                "build . -d x/y:1 --secret id=a,env=NONE|--secret: the variable NONE is not set",
                "build . -d x/y:1 --build-arg =1|--build-arg: \"=1\" has no name before the =",
                "build . -d x/y:1 --server ftp://x|--server: \"ftp://x\" is no address",
                "build . -d x/y:1 --token-file /none|--token-file: /none can't be read",
                "build . -d x/y:1 --builder docker|Invalid value for option '--builder'",
                "build . -d x/y:1 --nonsense|Unknown option: '--nonsense'",
                "nonsense|Unmatched argument at index 0: 'nonsense'",
            })
    void aCommandLineThatMakesNoSenseIsExplained(String line, String message) {
        assertFails(run(line.split(" ")), 2, message);
    }

    @ParameterizedTest
    @CsvSource({
        "-t x/y:1, '-t is Docker''s: say --destination HOST/REPO:TAG, or -d'",
        "-d x/y:1 --tag=x/y:2, '--tag is Docker''s: say --destination HOST/REPO:TAG, or -d'",
        "-d x/y:1 --cache-from x/y, '--cache-from is Docker''s: say --cache; where its layers lie, the policy says'",
        "-d x/y:1 --push, '--push is Docker''s: leave it out: what is built is pushed'",
        "-d x/y:1 --nonsense, 'Unknown option: ''--nonsense'''",
        "--file Dockerfile, 'Missing required option: ''--destination=HOST/REPO:TAG'''",
    })
    void aMistakeIsToldInTwoLines(String options, String message) {
        CommandLineRun run = run(("build . " + options).split(" "));

        assertThat(run.err()).isEqualTo("ondes: " + message + "\nTry: ondes build --help\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutServerOrTokenItSaysWhereTheyComeFrom() {
        assertFails(CommandLineRun.of(Map.of(), "build", ".", "-d", "x/y:1"), 2, "ONDES_BUILD_SERVER");
        assertFails(
                CommandLineRun.of(Map.of("ONDES_BUILD_SERVER", "https://x"), "build", ".", "-d", "x/y:1"),
                2,
                "ONDES_BUILD_TOKEN");
    }

    @Test
    void theTokenMayStandInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), FakeImageBuilder.TOKEN + "\n");

        CommandLineRun run = CommandLineRun.of(
                Map.of(),
                "build",
                folder.toString(),
                "-d",
                IMAGE,
                "--server",
                service.url() + "/",
                "--token-file",
                file.toString());

        assertThat(run.exitCode()).isZero();
    }

    private static void assertFails(CommandLineRun run, int exitCode, String message) {
        assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain(FakeImageBuilder.TOKEN);
        assertThat(run.out()).doesNotContain("sha256:");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    private CommandLineRun build(String... more) {
        List<String> arguments = new ArrayList<>(List.of("build", folder.toString(), "-d", IMAGE));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.of(
                Map.of(
                        "ONDES_BUILD_SERVER",
                        service.url(),
                        "ONDES_BUILD_TOKEN",
                        FakeImageBuilder.TOKEN,
                        "FROM_ENV",
                        "from-env"),
                arguments);
    }
}
