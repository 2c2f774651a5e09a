package dev.ondes.images.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "registry.example/acme/app:1.0, registry.example/acme/app:1.0",
        "registry.example/acme/app, registry.example/acme/app:latest",
        "REGISTRY.Example:5000/app:A, registry.example:5000/app:A",
        "localhost/app:1, localhost/app:1",
        "localhost:5000/app, localhost:5000/app:latest",
        "app, docker.io/library/app:latest",
        "acme/app:2, docker.io/acme/app:2",
        "index.docker.io/acme/app, docker.io/acme/app:latest",
        "docker.io/app, docker.io/library/app:latest",
        "registry.example/a/b/c/d:x_y.z-1, registry.example/a/b/c/d:x_y.z-1",
        "registry.example/a__b/c--d/e.f, registry.example/a__b/c--d/e.f:latest",
        "10.0.0.1:5000/app:1, 10.0.0.1:5000/app:1"
    })
    void isWrittenInFull(String text, String full) {
        assertThat(ImageName.parse(text)).hasToString(full);
        assertThat(ImageName.parse(full)).isEqualTo(ImageName.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://registry.example/app | scheme",
                "registry.example/app@sha256:0123 | digest",
                "user:password@registry.example/app | digest or a user",
                "registry.example/Acme/app | lower-case",
                "registry.example/acme/app:.x | tag",
                "registry.example/acme/app: | tag",
                "registry.example/acme/../secret | segments",
                "registry.example/acme/./app | segments",
                "registry.example//app | segments",
                "registry.example/ | segments",
                "registry.example/a_-b | segments",
                "registry.example/a.. | segments",
                "registry.example:0/app | port",
                "registry.example:99999/app | port",
                "registry.example:5000:6000/app | host",
                "-a.example/app | host",
                "[::1]:5000/app | host",
                "registry.example/app name | segments",
                "'' | segments",
            })
    void refuses(String text, String why) {
        assertThatThrownBy(() -> ImageName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesWhatCannotBeSeen() {
        assertThatThrownBy(() -> ImageName.parse("registry.example/app\0:1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageName.parse("registry.example/app:1\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageName.parse("registry.example/\u0430pp:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1/app, true", "10.0.0.1:5000/app, true", "a10.example/app, false", "localhost/app, false"})
    void tellsAddressesFromNames(String text, boolean address) {
        assertThat(ImageName.parse(text).hostIsAddress()).isEqualTo(address);
    }
}
