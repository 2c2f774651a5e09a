package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DockerConfigTest {
    private static DockerConfig read(String json) {
        return DockerConfig.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String auth(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Credentials find(DockerConfig config, String host, String path) {
        return config.find(new Repository(host, path));
    }

    @Test
    void takesTheLongestKeyThatFits() {
        // Given
        DockerConfig config = read("""
                {"auths": {
                  "registry.example": {"auth": "%s"},
                  "registry.example/acme": {"username": "acme", "password": "2"},
                  "https://registry.other:5000/v2/": {"auth": "%s"}}}""".formatted(auth("all:1"), auth("o:a:b")));

        // Then
        assertThat(find(config, "registry.example", "acme/app")).isEqualTo(new Credentials.Basic("acme", "2"));
        assertThat(find(config, "registry.example", "acme-evil/app")).isEqualTo(new Credentials.Basic("all", "1"));
        assertThat(find(config, "registry.other:5000", "x")).isEqualTo(new Credentials.Basic("o", "a:b"));
        assertThat(find(config, "registry.example.evil", "acme/app")).isEqualTo(new Credentials.Anonymous());
    }

    @Test
    void knowsTheNamesOfDockerHub() {
        // Given
        DockerConfig config =
                read("{\"auths\": {\"https://index.docker.io/v1/\": {\"auth\": \"%s\"}}}".formatted(auth("me:x")));

        // Then
        assertThat(find(config, "docker.io", "library/busybox")).isEqualTo(new Credentials.Basic("me", "x"));
    }

    @Test
    void readsTokens() {
        // Given
        DockerConfig config = read("""
                {"auths": {"a.example": {"identitytoken": "t1", "auth": "%s"}, "b.example": {"registrytoken": "t2"}},
                 "credsStore": "desktop"}""".formatted(auth("u:")));

        // Then
        assertThat(find(config, "a.example", "x")).isEqualTo(new Credentials.IdentityToken("t1"));
        assertThat(find(config, "b.example", "x")).isEqualTo(new Credentials.RegistryToken("t2"));
    }

    @Test
    void showsNoSecret() {
        // Given
        DockerConfig config = read("{\"auths\": {\"a.example\": {\"auth\": \"%s\"}}}".formatted(auth("u:hush")));

        // Then
        assertThat(config).asString().doesNotContain("hush");
        assertThat(find(config, "a.example", "x")).asString().isEqualTo("u:***");
        assertThatThrownBy(() -> read("{\"auths\": hush")).message().doesNotContain("hush");
        assertThatThrownBy(() -> read("{\"auths\": {\"a\": {\"auth\": \"hush\"}}}"))
                .message()
                .doesNotContain("hush");
    }
}
