package dev.ondes.images.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.images.registry.Digest;
import dev.ondes.images.registry.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Digest IMAGE = new Digest("sha256:" + "a".repeat(64));
    private static final Repository REPOSITORY = new Repository("registry.example", "acme/app");

    @TempDir
    Path folder;

    private static JsonNode statement(BuildFacts facts) throws IOException {
        return JSON.readTree(
                Statement.of(facts, List.of(REPOSITORY.toString()), IMAGE, "https://ci.example/image-builder"));
    }

    @Test
    void saysInTheTermsOfSlsaWhatWasBuiltOfWhatAndByWhom() throws IOException {
        // When
        JsonNode statement = statement(Facts.ofGit());

        // Then
        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asText()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(statement.path("subject"))
                .hasToString(
                        "[{\"name\":\"registry.example/acme/app\",\"digest\":{\"sha256\":\"" + IMAGE.hex() + "\"}}]");
        JsonNode definition = statement.path("predicate").path("buildDefinition");
        assertThat(definition.path("externalParameters").path("git").path("ref").asText())
                .isEqualTo("main");
        assertThat(definition.path("externalParameters").path("target").asText())
                .isEqualTo("prod");
        assertThat(definition.at("/resolvedDependencies/0/uri").asText())
                .isEqualTo("git+https://***@git.example/acme/app.git@main");
        assertThat(definition.at("/resolvedDependencies/0/digest/gitCommit").asText())
                .isEqualTo("0a1b2c");
        assertThat(definition.at("/resolvedDependencies/1/digest/sha256").asText())
                .isEqualTo("b".repeat(64));
        JsonNode run = statement.path("predicate").path("runDetails");
        assertThat(run.path("builder").path("id").asText()).isEqualTo("https://ci.example/image-builder");
        assertThat(run.path("metadata"))
                .hasToString(
                        "{\"invocationId\":\"b-1\",\"startedOn\":\"2026-11-28T01:00:00Z\",\"finishedOn\":\"2026-11-28T01:02:00Z\"}");
    }

    @Test
    void namesAnUploadedContextByItsHash() throws IOException {
        // When
        JsonNode definition = statement(Facts.ofUpload()).path("predicate").path("buildDefinition");

        // Then
        assertThat(definition.at("/resolvedDependencies/0/digest/sha256").asText())
                .isEqualTo(Facts.CONTEXT);
        assertThat(definition.at("/externalParameters/context").asText()).isEqualTo("sha256:" + Facts.CONTEXT);
    }

    @Test
    void publishesNoSecretOfTheBuildArguments() throws IOException {
        // When
        JsonNode statement = statement(Facts.ofGit());

        // Then
        assertThat(statement.toString()).doesNotContain("hush");
        assertThat(statement.at("/predicate/buildDefinition/externalParameters/buildArgs"))
                .hasToString("{\"NPM_TOKEN\":\"***\",\"VERSION\":\"1\",\"https_proxy\":\"http://***@proxy:3128\"}");
    }

    @Test
    void signsSoThatWhoHasThePublicKeyCanCheckIt() throws IOException, GeneralSecurityException {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Path pem = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        var documents = new Documents(Optional.of(SigningKey.read(pem)), "https://ci.example/image-builder");

        // When
        var artifact = documents.about(Facts.ofUpload(), REPOSITORY, IMAGE);

        // Then
        JsonNode envelope = JSON.readTree(artifact.content());
        byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
        String type = envelope.path("payloadType").asText();
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(pair.getPublic());
        check.update(("DSSEv1 28 " + type + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        check.update(payload);
        assertThat(type).isEqualTo("application/vnd.in-toto+json").hasSize(28);
        assertThat(check.verify(Base64.getDecoder()
                        .decode(envelope.at("/signatures/0/sig").asText())))
                .isTrue();
        assertThat(JSON.readTree(payload))
                .isEqualTo(JSON.readTree(Statement.of(
                        Facts.ofUpload(), List.of(REPOSITORY.toString()), IMAGE, "https://ci.example/image-builder")));
    }

    @Test
    void refusesAKeyThatIsNoneAndSaysHowToMakeOne() throws IOException {
        // Given
        Path pem = Files.writeString(folder.resolve("key.pem"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n");

        // When, Then
        assertThatThrownBy(() -> SigningKey.read(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ondes.provenance.signing-key-file")
                .hasMessageContaining("openssl genpkey");
    }
}
