package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images at GitLab's own registry, and who may have them. */
class RegistryIT {
    private static final String MANIFEST = "/v2/group/project/manifests/1";
    private static final String SCOPE = "/jwt/auth?service=container_registry&scope=repository:";

    @TempDir
    private Path data;

    private TestGitLab test;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data, settings -> settings.withLimit("longPoll", "PT0S"));
        test.gitlab.pipeline(test.project, "one: {script: echo}");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void opensToARunningJobByATokenForItsLogin() throws Exception {
        // Given
        String admin = basic("root", test.gitlab.adminToken());
        assertThat(send("PUT", MANIFEST, admin, "{}").statusCode()).isEqualTo(201);
        String job = basic("gitlab-ci-token", test.take().token());
        HttpResponse<String> challenged = send("GET", MANIFEST, "", "");
        assertThat(challenged.statusCode()).isEqualTo(401);
        assertThat(TestGitLab.header(challenged, "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"" + test.gitlab.url() + "/jwt/auth\",service=\"container_registry\"");

        // When
        HttpResponse<String> token = send("GET", SCOPE + "group/project:pull", job, "");

        // Then
        String bearer = "Bearer " + TestGitLab.parse(token).path("token").asText();
        assertThat(send("GET", MANIFEST, bearer, "").body()).isEqualTo("{}");
        assertThat(send("GET", "/v2/", bearer, "").statusCode()).isEqualTo(200);
        assertThat(TestGitLab.header(send("HEAD", MANIFEST, bearer, ""), "Docker-Content-Digest"))
                .isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(send("PUT", MANIFEST, bearer, "{}").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/v2/group/other/manifests/1", bearer, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void staysClosedToOthers() throws Exception {
        String job = basic("gitlab-ci-token", test.take().token());

        assertThat(send("GET", SCOPE + "group/other:pull", job, "").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", SCOPE + "group/project:pull", "", "").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", SCOPE + "group/project:pull", basic("gitlab-ci-token", "glcbt-wrong"), "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/v2/", "Bearer wrong", "").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(test.uri(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
        return test.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
