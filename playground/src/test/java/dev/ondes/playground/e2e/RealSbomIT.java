package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A real syft in a pod of its own lists what is in an image that was just pushed. Where {@code ONDES_SYFT} names the program. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = "ONDES_SYFT", matches = ".+")
class RealSbomIT extends Scenario {
    private static final String PACKAGE = """
            RUN mkdir -p /etc /var/lib/dpkg && echo ID=debian > /etc/os-release
            RUN for line in "Package: adduser" "Status: install ok installed" "Version: 3.134" "Architecture: all" ""; do \\
                  echo "$line" >> /var/lib/dpkg/status; done
            """;

    RealSbomIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return Platform.Options.DEMO.withImages(true);
    }

    @Test
    void theListOfWhatIsInAnImageHangsOnIt() throws Exception {
        // Given
        var source = ImageProject.source(world(), ImageProject.SHELL + PACKAGE, """
                build-image:
                %1$s
                    - ondes build . --sbom --destination "%2$s/scratch/listed:1"
                """);

        // When
        World.Run run = world().push(source);
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("success");
        BuildDone done = world().events().all(BuildDone.class).toList().getLast();
        assertThat(done.outcome()).isEqualTo(BuildOutcome.SUCCEEDED);
        String image = done.images().getFirst().digest();
        assertThat(log).contains("SBOM of " + image + ": sha256:");
        JsonNode referrers = json("manifests/" + image.replace(':', '-'));
        JsonNode sbom = null;
        for (JsonNode referrer : referrers.path("manifests")) {
            if (referrer.path("artifactType").asText().equals("application/vnd.cyclonedx+json")) {
                sbom = referrer;
            }
        }
        assertThat(sbom).as(referrers.toString()).isNotNull();
        JsonNode artifact = json("manifests/" + sbom.path("digest").asText());
        assertThat(artifact.path("subject").path("digest").asText()).isEqualTo(image);
        assertThat(get("blobs/" + artifact.path("layers").path(0).path("digest").asText()))
                .contains("\"bomFormat\":\"CycloneDX\"", "pkg:deb/debian/adduser@3.134");
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path));
    }

    private String get(String path) throws IOException, InterruptedException {
        String registry =
                world().platform().images().orElseThrow().parts().registry().host();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + registry + "/v2/scratch/listed/" + path))
                            .header(
                                    "Accept",
                                    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        }
    }
}
